using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;

namespace NeuronDsl.Microcode.Executors;

/// <summary>
/// A FeNN program, instruction by instruction, in the standard vector instructions that mean the same on vectors of 512 bits: so that an emulator this project
/// did not write executes what FeNN's instructions mean. FeNN's vector registers are in memory and each instruction takes them from there.
/// </summary>
public static class FennOnVectors
{
    private const int Vectors = 25, Scalars = 26, Registers = 27, T0 = 28, T1 = 29, T2 = 30, T3 = 31;
    private const int VectorBytes = 64, S0 = 32, S1 = 33, Scratch = 34, RegisterBytes = 35 * VectorBytes;
    private const int Nearest = 0, Down = 2, Vxrm = 0x00A;

    // Elements of 16 and of 32 bits, 32 of them; the third leaves what is masked out as it was.
    private static readonly int Half = Zve32xLowering.VectorType(16, 1), Full = Zve32xLowering.VectorType(32, 2), Kept = Half & ~0x80;

    /// <summary>The program for Linux on RISC-V with vectors of 512 bits.</summary>
    /// <param name="program">The program.</param>
    /// <param name="start">The states to begin with.</param>
    public static ElfImage Translate(FennProgram program, FixedEvaluator start)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(start);
        MemoryMap map = program.Map;
        byte[] lane = program.LaneMemory, begin = map.Fill(start);
        uint vectors = (map.InputEnd + 63) / 64 * 64, scalars = vectors + (uint)(program.VectorBytes + 63) / 64 * 64, registers = scalars + (uint)(program.VectorBytes + 63) / 64 * 64;
        uint lanes = registers + RegisterBytes;
        byte[] data = new byte[lanes - MemoryMap.Origin + 32 * (uint)lane.Length];
        begin.AsSpan(0, program.Blocks * program.BlockBytes).CopyTo(data.AsSpan((int)(vectors - MemoryMap.Origin)));
        for (int at = 0; at < lane.Length; at += 2)
            for (int l = 0; l < 32; l++) lane.AsSpan(at, 2).CopyTo(data.AsSpan((int)(lanes - MemoryMap.Origin) + 32 * at + 2 * l));
        for (int n = 0; n < start.Neurons && start.Streams.Length > 0; n++)
        {
            int at = (int)(registers - MemoryMap.Origin) + 2 * n;
            BitConverter.TryWriteBytes(data.AsSpan(at + S0 * VectorBytes), (ushort)start.Streams[0][n]);
            BitConverter.TryWriteBytes(data.AsSpan(at + S1 * VectorBytes), (ushort)(start.Streams[0][n] >> 16));
        }

        MachineCode code = new(InstructionSet.Zve32x);
        code.Label(HostedLoop.Start);
        HostedLoop.Load(code, Vectors, vectors);
        HostedLoop.Load(code, Scalars, scalars);
        HostedLoop.Load(code, Registers, registers);
        HostedLoop.Load(code, T0, 32);
        code.Add("vsetvli", 0, T0, Half).Label("step");
        HostedLoop.ReadAll(code, map.Input, (uint)map.InputBytes, "done");
        CopyInputs(code, program);
        Dictionary<int, string> targets = [];
        for (int i = 0; i < program.Code.Instructions.Count; i++)
            if (program.Code.Instructions[i].Label is { } label) targets[program.Code.Labels[label]] = label;
        for (int i = 0; i < program.Code.Instructions.Count; i++)
        {
            if (targets.TryGetValue(i, out string? label)) code.Label(label);
            new Translator(code, lanes).Translate(program.Code.Instructions[i]);
        }

        code.Label("stepped");
        HostedLoop.WriteAll(code, vectors, (uint)(program.Blocks * program.BlockBytes));
        HostedLoop.WriteAll(code, scalars, (uint)(program.Blocks * program.BlockBytes));
        code.Jump("step", "jal", 0);
        HostedLoop.End(code, "done");
        return new ElfImage(code, HostedLoop.Start) { Data = data, DataAddress = MemoryMap.Origin };
    }

    private static void CopyInputs(MachineCode code, FennProgram program)
    {
        MemoryPlace[] inputs = [.. program.Map.Places.Where(p => p.Role == MemoryRole.Input)];
        for (int block = 0; block < program.Blocks; block++)
        {
            foreach (MemoryPlace place in inputs)
            {
                HostedLoop.Load(code, T0, place.Address + (uint)(block * place.Block));
                HostedLoop.Load(code, T1, (uint)(block * program.BlockBytes + program.Offset(place)));
                code.Add("add", T1, T1, Vectors).Add("vle16.v", 2, T0).Add("vse16.v", 2, T1);
            }
        }
    }

    private readonly struct Translator(MachineCode code, uint lanes)
    {
        public void Translate(Instruction i)
        {
            IReadOnlyList<int> o = i.Operands;
            string name = i.Opcode.Mnemonic;
            switch (name)
            {
                case "ecall": code.Jump("stepped", "jal", 0); break;
                case "lw" or "lh" or "lhu" or "lb" or "lbu" or "sw" or "sh" or "sb":
                    code.Add("add", T0, o[2], Scalars).Add(name, o[0], o[1], T0);
                    break;
                case "vadd": Binary("vadd.vv", o); break;
                case "vadd_s": Binary("vsadd.vv", o); break;
                case "vsub": Binary("vsub.vv", o); break;
                case "vsub_s": Binary("vssub.vv", o); break;
                case "vand": Binary("vand.vv", o); break;
                case "vsll": Binary("vsll.vv", o); break;
                case "vsra": Binary("vsra.vv", o); break;
                case "vmul" or "vmul_s" or "vmul_rn" or "vmul_s_rn" or "vmul_rs" or "vmul_s_rs": Product(name, o); break;
                case "vslli": Unary("vsll.vi", o); break;
                case "vsrai": Unary("vsra.vi", o); break;
                case "vsrai_rn":
                    code.Add("csrrwi", 0, Vxrm, Nearest);
                    Unary("vssra.vi", o);
                    break;
                case "vsrai_rs":
                    Noise(o[2]);
                    Get(2, o[1]);
                    code.Add("vwadd.vx", 4, 2, 0).Add("vwaddu.wv", 4, 4, 12).Add("vnsra.wi", 6, 4, o[2]);
                    Put(6, o[0]);
                    break;
                case "vteq": Test("vmseq.vv", o[0], o[1], o[2]); break;
                case "vtne": Test("vmsne.vv", o[0], o[1], o[2]); break;
                case "vtlt": Test("vmslt.vv", o[0], o[1], o[2]); break;
                case "vtge": Test("vmsle.vv", o[0], o[2], o[1]); break;
                case "vsel":
                    Place(T0, Scratch);
                    code.Add("sw", o[1], 0, T0).Add("vlm.v", 0, T0);
                    Get(2, o[0]);
                    Get(3, o[2]);
                    code.Add("vmerge.vvm", 6, 2, 3);
                    Put(6, o[0]);
                    break;
                case "vlui":
                    HostedLoop.Load(code, T0, (uint)o[1] & 0xFFFF);
                    code.Add("vmv.v.x", 6, T0);
                    Put(6, o[0]);
                    break;
                case "vfill":
                    code.Add("srli", T0, o[1], 31).Add("slli", T0, T0, 15).Add("slli", T1, o[1], 17).Add("srli", T1, T1, 17).Add("or", T0, T0, T1).Add("vmv.v.x", 6, T0);
                    Put(6, o[0]);
                    break;
                case "vextract":
                    Place(T0, o[1]);
                    code.Add("lh", o[0], 2 * o[2], T0);
                    break;
                case "vrng":
                    Noise(16);
                    code.Add("vsrl.vi", 6, 12, 1);
                    Put(6, o[0]);
                    break;
                case "vandadd":
                    Get(2, o[1]);
                    HostedLoop.Load(code, T0, (1u << o[3]) - 1);
                    code.Add("vand.vx", 6, 2, T0).Add("vadd.vx", 6, 6, o[2]);
                    Put(6, o[0]);
                    break;
                case "vloadv":
                    code.Add("add", T0, o[2], Vectors).Add("addi", T0, T0, o[1]).Add("vle16.v", 6, T0);
                    Put(6, o[0]);
                    break;
                case "vloadr0" or "vloadr1":
                    code.Add("add", T0, o[1], Vectors).Add("addi", T0, T0, o[0]).Add("vle16.v", 6, T0);
                    Put(6, name == "vloadr0" ? S0 : S1);
                    break;
                case "vstorev":
                    Get(6, o[0]);
                    code.Add("add", T0, o[2], Vectors).Add("addi", T0, T0, o[1]).Add("vse16.v", 6, T0);
                    break;
                case "vloadl" or "vstorel": Lane(name == "vloadl", o); break;
                case "beq" or "bne" or "blt" or "bge" or "bltu" or "bgeu":
                    // Far jumps: the code grows about tenfold.
                    string past = $".L{code.Instructions.Count}";
                    code.Jump(past, Opposite(name), o[0], o[1]).Jump(i.Label!, "jal", 0).Label(past);
                    break;
                default: code.Add(new Instruction(code.Set[name], [.. o]) { Label = i.Label }); break;
            }
        }

        private static string Opposite(string branch) => branch switch
        {
            "beq" => "bne",
            "bne" => "beq",
            _ when branch.StartsWith("blt", StringComparison.Ordinal) => "bge" + branch[3..],
            _ => "blt" + branch[3..],
        };

        private void Place(int to, int register)
        {
            const int Near = 31 * VectorBytes;
            int at = register * VectorBytes;
            code.Add("addi", to, Registers, Math.Min(at, Near));
            if (at > Near) code.Add("addi", to, to, at - Near);
        }

        private void Get(int to, int register)
        {
            Place(T3, register);
            code.Add("vle16.v", to, T3);
        }

        private void Put(int from, int register)
        {
            Place(T3, register);
            code.Add("vse16.v", from, T3);
        }

        private void Binary(string name, IReadOnlyList<int> o)
        {
            Get(2, o[1]);
            Get(3, o[2]);
            code.Add(name, 6, 2, 3);
            Put(6, o[0]);
        }

        private void Unary(string name, IReadOnlyList<int> o)
        {
            Get(2, o[1]);
            code.Add(name, 6, 2, o[2]);
            Put(6, o[0]);
        }

        private void Product(string name, IReadOnlyList<int> o)
        {
            int shift = o[3];
            bool saturates = name.Contains("_s_", StringComparison.Ordinal) || name.EndsWith("_s", StringComparison.Ordinal);
            if (name.EndsWith("_rs", StringComparison.Ordinal)) Noise(shift);
            Get(2, o[1]);
            Get(3, o[2]);
            code.Add("vwmul.vv", 4, 2, 3);
            if (name.EndsWith("_rs", StringComparison.Ordinal)) code.Add("vwaddu.wv", 4, 4, 12);
            bool nearest = name.EndsWith("_rn", StringComparison.Ordinal);
            if (saturates) code.Add("csrrwi", 0, Vxrm, nearest ? Nearest : Down).Add("vnclip.wi", 6, 4, shift);
            else
            {
                if (nearest)
                {
                    HostedLoop.Load(code, T0, 1u << (shift - 1));
                    code.Add("vsetvli", 0, 0, Full).Add("vadd.vx", 4, 4, T0).Add("vsetvli", 0, 0, Half);
                }

                code.Add("vnsra.wi", 6, 4, shift);
            }

            Put(6, o[0]);
        }

        private void Test(string name, int to, int left, int right)
        {
            Get(2, left);
            Get(3, right);
            Place(T0, Scratch);
            code.Add(name, 0, 2, 3).Add("vsm.v", 0, T0).Add("lw", to, 0, T0);
        }

        // v12: the lower bits of the generators' next draws.
        private void Noise(int bits)
        {
            Get(8, S0);
            Get(9, S1);
            code.Add("vadd.vv", 12, 8, 9);
            Rotate(12, 12, 9);
            code.Add("vadd.vv", 12, 12, 8).Add("vxor.vv", 9, 9, 8);
            Rotate(10, 8, 13);
            code.Add("vxor.vv", 10, 10, 9).Add("vsll.vi", 11, 9, 5).Add("vxor.vv", 10, 10, 11);
            Rotate(9, 9, 10);
            Put(10, S0);
            Put(9, S1);
            if (bits == 16) return;
            HostedLoop.Load(code, T0, (1u << bits) - 1);
            code.Add("vand.vx", 12, 12, T0);
        }

        private void Rotate(int to, int from, int count) => code.Add("vsll.vi", 14, from, count).Add("vsrl.vi", 15, from, 16 - count).Add("vor.vv", to, 14, 15);

        // The lanes' memories are interleaved: the half word at an address of all lanes, then the next.
        private void Lane(bool load, IReadOnlyList<int> o)
        {
            Get(2, o[2]);
            Get(6, o[0]);
            code.Add("vmsgt.vi", 0, 2, -1).Add("vwadd.vx", 4, 2, 0).Add("vsetvli", 0, 0, Full);
            HostedLoop.Load(code, T0, unchecked((uint)o[1]));
            code.Add("vadd.vx", 4, 4, T0).Add("vsll.vi", 4, 4, 5).Add("vid.v", 8).Add("vsll.vi", 8, 8, 1).Add("vadd.vv", 4, 4, 8).Add("vsetvli", 0, 0, Kept);
            HostedLoop.Load(code, T0, lanes);
            code.Add(load ? "vluxei32.v" : "vsuxei32.v", 6, T0, 4, 0);
            code.Add("vsetvli", 0, 0, Half);
            if (load) Put(6, o[0]);
        }
    }
}
