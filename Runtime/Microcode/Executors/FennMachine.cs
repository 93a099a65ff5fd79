using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;
using NeuronDsl.Microcode.Targets;

namespace NeuronDsl.Microcode.Executors;

/// <summary>
/// A FeNN core, instruction by instruction, from its public documents: scalar registers and memory, 32 vector registers of 32 lanes, the vector memory, a memory
/// and a random generator in each lane. A vector that is loaded may not be read by the next instruction.
/// </summary>
public sealed class FennMachine
{
    private const int Lanes = 32;

    private readonly uint[] _words;
    private readonly Instruction?[] _instructions;
    private readonly int[] _x = new int[32];
    private readonly short[][] _v = [.. Enumerable.Range(0, 32).Select(_ => new short[Lanes])];
    private readonly ushort[] _s0 = new ushort[Lanes], _s1 = new ushort[Lanes];
    private int _loaded = -1;

    /// <summary>A core with code, and memories of so many bytes.</summary>
    public FennMachine(IEnumerable<uint> words, int vectorBytes, int scalarBytes, int laneBytes)
    {
        _words = [.. words];
        _instructions = [.. _words.Select(w => InstructionSet.Fenn.Decode(w))];
        VectorMemory = new short[vectorBytes / 2];
        ScalarMemory = new byte[scalarBytes];
        LaneMemory = [.. Enumerable.Range(0, Lanes).Select(_ => new short[laneBytes / 2])];
    }

    /// <summary>The vector memory, in halves of words.</summary>
    public short[] VectorMemory { get; }

    /// <summary>The scalar memory.</summary>
    public byte[] ScalarMemory { get; }

    /// <summary>The lanes' own memories, in halves of words.</summary>
    public short[][] LaneMemory { get; }

    /// <summary>How many instructions have been executed.</summary>
    public long Executed { get; private set; }

    /// <summary>Sets one half of the random generator's state in each lane, as vloadr0 and vloadr1 do.</summary>
    public void Seed(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second)
    {
        first.CopyTo(_s0);
        second.CopyTo(_s1);
    }

    /// <summary>Runs from the first instruction to ecall.</summary>
    /// <exception cref="InvalidOperationException">A word is no instruction, a loaded vector is read too early, an address is outside its memory.</exception>
    public void Run()
    {
        int at = 0;
        while (true)
        {
            if (at < 0 || at >= _instructions.Length) throw Fault(at, "is behind the code");
            Instruction instruction = _instructions[at] ?? throw Fault(at, "is no instruction");
            if (_loaded >= 0 && ReadsVector(instruction, _loaded)) throw Fault(at, $"reads v{_loaded} in the instruction after its load");
            _loaded = -1;
            Executed++;
            if (instruction.Opcode.Mnemonic == "ecall") return;
            at += Execute(instruction, at) / 4;
            _x[0] = 0;
        }
    }

    private InvalidOperationException Fault(int at, string what) =>
        new($"The word {at}{(at >= 0 && at < _words.Length ? $" (0x{_words[at]:x8})" : "")} {what}.");

    private static bool ReadsVector(Instruction i, int register) => i.Opcode.Operands.Zip(i.Operands).Any(o =>
        o.First.Kind == OperandKind.Vector && o.Second == register && (!o.First.IsDestination || i.Opcode.ReadsDestination));

    // Yields the distance to the next instruction.
    private int Execute(Instruction i, int at)
    {
        int a = i.Operands[0], b = i.Operands.Count > 1 ? i.Operands[1] : 0, c = i.Operands.Count > 2 ? i.Operands[2] : 0;
        int mode = i.Operands.Count > 3 ? i.Operands[3] : c;
        unchecked
        {
            switch (i.Opcode.Mnemonic)
            {
                case "lui": _x[a] = b << 12; break;
                case "auipc": _x[a] = 4 * at + (b << 12); break;
                case "jal": _x[a] = 4 * at + 4; return b;
                case "jalr": int target = _x[c] + b & ~1; _x[a] = 4 * at + 4; return target - 4 * at;
                case "beq": if (_x[a] == _x[b]) return c; break;
                case "bne": if (_x[a] != _x[b]) return c; break;
                case "blt": if (_x[a] < _x[b]) return c; break;
                case "bge": if (_x[a] >= _x[b]) return c; break;
                case "bltu": if ((uint)_x[a] < (uint)_x[b]) return c; break;
                case "bgeu": if ((uint)_x[a] >= (uint)_x[b]) return c; break;
                case "lw": _x[a] = BinaryPrimitives.ReadInt32LittleEndian(ScalarMemory.AsSpan(_x[c] + b)); break;
                case "lh": _x[a] = BinaryPrimitives.ReadInt16LittleEndian(ScalarMemory.AsSpan(_x[c] + b)); break;
                case "lhu": _x[a] = BinaryPrimitives.ReadUInt16LittleEndian(ScalarMemory.AsSpan(_x[c] + b)); break;
                case "lb": _x[a] = (sbyte)ScalarMemory[_x[c] + b]; break;
                case "lbu": _x[a] = ScalarMemory[_x[c] + b]; break;
                case "sw": BinaryPrimitives.WriteInt32LittleEndian(ScalarMemory.AsSpan(_x[c] + b), _x[a]); break;
                case "sh": BinaryPrimitives.WriteInt16LittleEndian(ScalarMemory.AsSpan(_x[c] + b), (short)_x[a]); break;
                case "sb": ScalarMemory[_x[c] + b] = (byte)_x[a]; break;
                case "addi": _x[a] = _x[b] + c; break;
                case "slti": _x[a] = _x[b] < c ? 1 : 0; break;
                case "sltiu": _x[a] = (uint)_x[b] < (uint)c ? 1 : 0; break;
                case "xori": _x[a] = _x[b] ^ c; break;
                case "ori": _x[a] = _x[b] | c; break;
                case "andi": _x[a] = _x[b] & c; break;
                case "slli": _x[a] = _x[b] << c; break;
                case "srli": _x[a] = (int)((uint)_x[b] >> c); break;
                case "srai": _x[a] = _x[b] >> c; break;
                case "add": _x[a] = _x[b] + _x[c]; break;
                case "sub": _x[a] = _x[b] - _x[c]; break;
                case "sll": _x[a] = _x[b] << _x[c]; break;
                case "slt": _x[a] = _x[b] < _x[c] ? 1 : 0; break;
                case "sltu": _x[a] = (uint)_x[b] < (uint)_x[c] ? 1 : 0; break;
                case "xor": _x[a] = _x[b] ^ _x[c]; break;
                case "srl": _x[a] = (int)((uint)_x[b] >> _x[c]); break;
                case "sra": _x[a] = _x[b] >> _x[c]; break;
                case "or": _x[a] = _x[b] | _x[c]; break;
                case "and": _x[a] = _x[b] & _x[c]; break;
                case "mul": _x[a] = _x[b] * _x[c]; break;
                case "vadd": Each(a, b, c, (p, q) => p + q); break;
                case "vadd_s": Each(a, b, c, (p, q) => Saturated(p + q)); break;
                case "vsub": Each(a, b, c, (p, q) => p - q); break;
                case "vsub_s": Each(a, b, c, (p, q) => Saturated(p - q)); break;
                case "vand": Each(a, b, c, (p, q) => p & q); break;
                case "vsll": Each(a, b, c, (p, q) => p << q); break;
                case "vsra": Each(a, b, c, (p, q) => p >> q); break;
                case "vmul": Each(a, b, c, (p, q) => p * q >> mode); break;
                case "vmul_s": Each(a, b, c, (p, q) => Saturated(p * q >> mode)); break;
                case "vmul_rn": Each(a, b, c, (p, q) => p * q + (1 << mode - 1) >> mode); break;
                case "vmul_s_rn": Each(a, b, c, (p, q) => Saturated(p * q + (1 << mode - 1) >> mode)); break;
                case "vmul_rs": Drawn(a, l => _v[b][l] * _v[c][l], mode, saturate: false); break;
                case "vmul_s_rs": Drawn(a, l => _v[b][l] * _v[c][l], mode, saturate: true); break;
                case "vslli": Each(a, b, b, (p, _) => p << c); break;
                case "vsrai": Each(a, b, b, (p, _) => p >> c); break;
                case "vsrai_rn": Each(a, b, b, (p, _) => p + (1 << c - 1) >> c); break;
                case "vsrai_rs": Drawn(a, l => _v[b][l], c, saturate: false); break;
                case "vteq": _x[a] = Mask(l => _v[b][l] == _v[c][l]); break;
                case "vtne": _x[a] = Mask(l => _v[b][l] != _v[c][l]); break;
                case "vtlt": _x[a] = Mask(l => _v[b][l] < _v[c][l]); break;
                case "vtge": _x[a] = Mask(l => _v[b][l] >= _v[c][l]); break;
                case "vsel": for (int l = 0; l < Lanes; l++) if ((_x[b] >> l & 1) != 0) _v[a][l] = _v[c][l]; break;
                case "vlui": Array.Fill(_v[a], (short)b); break;
                case "vfill": Array.Fill(_v[a], (short)(_x[b] >> 31 << 15 | _x[b] & 0x7FFF)); break;
                case "vextract": _x[a] = _v[b][c]; break;
                case "vrng": for (int l = 0; l < Lanes; l++) _v[a][l] = (short)(Next(l) >> 1); break;
                case "vandadd": Each(a, b, b, (p, _) => (p & (1 << mode) - 1) + (short)_x[c]); break;
                case "vloadv": Vector(_x[c] + b).CopyTo(_v[a]); _loaded = a; break;
                case "vloadr0": for (int l = 0; l < Lanes; l++) _s0[l] = (ushort)Vector(_x[b] + a)[l]; break;
                case "vloadr1": for (int l = 0; l < Lanes; l++) _s1[l] = (ushort)Vector(_x[b] + a)[l]; break;
                case "vstorev": _v[a].CopyTo(Vector(_x[c] + b)); break;
                case "vloadl":
                    short[] addresses = [.. _v[c]];
                    for (int l = 0; l < Lanes; l++) if (addresses[l] >= 0) _v[a][l] = LaneMemory[l][Half(addresses[l] + b)];
                    _loaded = a;
                    break;
                case "vstorel": for (int l = 0; l < Lanes; l++) if (_v[c][l] >= 0) LaneMemory[l][Half(_v[c][l] + b)] = _v[a][l]; break;
                default: throw Fault(at, $"is {i.Opcode}, which this core lacks");
            }
        }

        return 4;
    }

    private static int Saturated(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    private static int Half(int address) => address % 2 == 0 ? address / 2 : throw new InvalidOperationException($"The lane address {address} is odd.");

    private Span<short> Vector(int address) => address % (2 * Lanes) == 0
        ? VectorMemory.AsSpan(address / 2, Lanes)
        : throw new InvalidOperationException($"The vector address {address} is no multiple of {2 * Lanes}.");

    private void Each(int to, int left, int right, Func<int, int, int> operation)
    {
        for (int l = 0; l < Lanes; l++) _v[to][l] = unchecked((short)operation(_v[left][l], _v[right][l]));
    }

    private void Drawn(int to, Func<int, int> exact, int shift, bool saturate)
    {
        for (int l = 0; l < Lanes; l++)
        {
            int value = exact(l) + (Next(l) & (1 << shift) - 1) >> shift;
            _v[to][l] = unchecked((short)(saturate ? Saturated(value) : value));
        }
    }

    private static int Mask(Func<int, bool> test)
    {
        int mask = 0;
        for (int l = 0; l < Lanes; l++) if (test(l)) mask |= 1 << l;
        return mask;
    }

    private ushort Next(int lane)
    {
        unchecked
        {
            ushort s0 = _s0[lane], s1 = _s1[lane], draw = (ushort)(Rotate((ushort)(s0 + s1), 9) + s0);
            s1 ^= s0;
            _s0[lane] = (ushort)(Rotate(s0, 13) ^ s1 ^ s1 << 5);
            _s1[lane] = Rotate(s1, 10);
            return draw;
        }

        static ushort Rotate(ushort word, int count) => unchecked((ushort)(word << count | word >> 16 - count));
    }

    /// <summary>Runs a program step by step, as its host does.</summary>
    /// <param name="program">The program.</param>
    /// <param name="start">The states to begin with.</param>
    /// <param name="input">The inputs of all steps, one after the other as the memory map has them.</param>
    /// <returns>The vector and the scalar memory's blocks after each step.</returns>
    public static byte[] Run(FennProgram program, FixedEvaluator start, ReadOnlyMemory<byte> input)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(start);
        MemoryMap map = program.Map;
        byte[] lane = program.LaneMemory;
        FennMachine machine = new(program.Code.Encode(), program.VectorBytes, program.VectorBytes, lane.Length);
        foreach (short[] memory in machine.LaneMemory) Buffer.BlockCopy(lane, 0, memory, 0, lane.Length);
        byte[] begin = map.Fill(start);
        Buffer.BlockCopy(begin, 0, machine.VectorMemory, 0, program.Blocks * program.BlockBytes);
        if (start.Streams.Length > 0)
        {
            ushort[] first = new ushort[Lanes], second = new ushort[Lanes];
            for (int n = 0; n < start.Neurons; n++) (first[n], second[n]) = ((ushort)start.Streams[0][n], (ushort)(start.Streams[0][n] >> 16));
            machine.Seed(first, second);
        }

        int steps = input.Length / map.InputBytes, blockBytes = program.Blocks * program.BlockBytes;
        byte[] output = new byte[steps * map.OutputBytes];
        MemoryPlace[] inputs = [.. map.Places.Where(p => p.Role == MemoryRole.Input)];
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<byte> words = input.Span.Slice(step * map.InputBytes, map.InputBytes);
            foreach (MemoryPlace place in inputs)
                for (int n = 0; n < map.Neurons; n++)
                    machine.VectorMemory[(n / Lanes * program.BlockBytes + program.Offset(place)) / 2 + n % Lanes] = (short)place.Read(words, map.Input, n);
            machine.Run();
            Buffer.BlockCopy(machine.VectorMemory, 0, output, step * map.OutputBytes, blockBytes);
            machine.ScalarMemory.AsSpan(0, blockBytes).CopyTo(output.AsSpan(step * map.OutputBytes + blockBytes));
        }

        return output;
    }
}
