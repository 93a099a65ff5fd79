using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Programs for RV32 with vectors of any width from 128 bits on: neurons in strips as wide as the vectors, each variable in a row.</summary>
public static class Zve32xTarget
{
    private static readonly int[] Scalars = [8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 1, 3, 4, 5, 6, 7, 28, 29, 30, 13, 14, 15, 16, 10, 11, 12, 17];
    private static readonly int[] Vectors = [.. Enumerable.Range(1, 31)];

    private const int NotSystemCalls = 25, WidestBytes = 128, NarrowestBits = 128;

    /// <summary>The program for so many neurons.</summary>
    /// <param name="program">One step of one neuron.</param>
    /// <param name="neurons">How many.</param>
    /// <param name="group">How many registers count as one, 1, 2 or 4: longer strips, fewer registers; 0 for the longest that need no value twice.</param>
    public static TargetProgram Compile(FixedProgram program, int neurons, int group = 0)
    {
        FixedVerifier.Check(program);
        if (group != 0) return Compile(program, neurons, group, out _)!;
        for (group = 4; group > 1; group /= 2)
            if (Compile(program, neurons, group, out int spilled) is { } target && spilled == 0) return target;
        return Compile(program, neurons, 1, out _)!;
    }

    private static TargetProgram? Compile(FixedProgram program, int neurons, int group, out int spilled)
    {
        MemoryMap map = MemoryMap.Rows(program, neurons, spikeBits: NarrowestBits * group / program.Bits < 8 ? program.Bits : 1);
        WorkMemory work = new(program, (map.InputEnd + 63) / 64 * 64, wordBytes: program.Bits / 8);
        Zve32xLowering lowering = new(program, map, work, group);
        VirtualCode body = lowering.Code;
        int left = Pinned(), length = Pinned(), type = Zve32xLowering.VectorType(program.Bits, group);
        body.Add("vsetvli", length, left, type);
        lowering.Run();

        body.Comment = "the next strip";
        Dictionary<int, int> strides = [];
        foreach ((MemoryPlace place, int pointer) in lowering.Pointers)
        {
            if (!strides.TryGetValue(place.Bits, out int stride)) strides.Add(place.Bits, stride = Pinned());
            body.Add("add", pointer, pointer, stride);
        }

        body.Add("sub", left, left, length);
        const string First = "strip";
        body.Branch("bne", left, 0, First);

        uint slots = work.End, next = slots;
        RegisterAllocator registers = new(body, Scalars, NotSystemCalls, Vectors, what =>
        {
            if (what.Kind == OperandKind.Scalar)
            {
                int slot = work.Slot();
                return (from => [new Instruction(body.Set["sw"], from, slot, Zve32xLowering.PoolBase)], to => [new Instruction(body.Set["lw"], to, slot, Zve32xLowering.PoolBase)]);
            }

            int address = work.Constant(next);
            next += (uint)(WidestBytes * what.Group);
            Instruction at = new(body.Set["lw"], Zve32xLowering.Scratch, address, Zve32xLowering.PoolBase);
            return (from => [at, new Instruction(body.Set[$"vse{program.Bits}.v"], from, Zve32xLowering.Scratch)],
                to => [at, new Instruction(body.Set[$"vle{program.Bits}.v"], to, Zve32xLowering.Scratch)]);
        });
        spilled = 0;
        try
        {
            registers.Run();
        }
        catch (InvalidOperationException) when (group > 1)
        {
            return null;
        }

        spilled = registers.Spilled;
        MachineCode code = HostedLoop.Around(InstructionSet.Zve32x, map, work.Base, c =>
        {
            if (lowering.Rounding is { } rounding) c.Add("csrrwi", 0, 0x00A, Zve32xLowering.RoundingMode(rounding));
            c.Add("vsetvli", Zve32xLowering.Scratch, 0, type);
            foreach ((int bits, int stride) in strides)
            {
                if (bits >= 8) c.Add("slli", registers[stride], Zve32xLowering.Scratch, bits / 16);
                else c.Add("srli", registers[stride], Zve32xLowering.Scratch, 3);
            }

            foreach ((MemoryPlace place, int pointer) in lowering.Pointers) HostedLoop.Load(c, registers[pointer], place.Address);
            HostedLoop.Load(c, registers[left], (uint)neurons);
            foreach ((int register, VirtualRegister what) in registers.LoadedBefore) foreach (Instruction load in what.Again!(register)) c.Add(load);
            c.Label(First);
            HostedLoop.Append(c, body.Lines);
        });
        byte[] bytes = [.. work.Bytes(), .. new byte[next - slots]];
        return new TargetProgram("zve32x", map, code, work.Address, bytes);

        int Pinned() => body.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
    }
}
