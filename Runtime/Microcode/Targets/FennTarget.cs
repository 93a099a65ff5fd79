using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Programs for FeNN: neurons in blocks of 32, each block a vector for each state, output and input in the vector memory, and a word of spikes in the scalar
/// memory at the same address. The program takes one step of all blocks and ends at its ecall.
/// </summary>
public static class FennTarget
{
    // t3 to t6 and s9 to s11 stay free for what runs a program on another machine.
    private static readonly int[] Scalars = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];
    private static readonly int[] Vectors = [.. Enumerable.Range(0, 32)];

    /// <summary>Labels of the loop over blocks.</summary>
    internal const string First = "block", Done = "done";

    /// <summary>The program for so many neurons.</summary>
    /// <param name="program">One step of one neuron, in words of 16 bits.</param>
    /// <param name="neurons">How many; one block if random bits are drawn, as the core has one generator for all its blocks.</param>
    /// <exception cref="NotSupportedException">The program needs what FeNN has not; the message says what.</exception>
    public static FennProgram Compile(FixedProgram program, int neurons)
    {
        FixedVerifier.Check(program);
        int blocks = (neurons + FennLowering.Lanes - 1) / FennLowering.Lanes;
        if (program.Streams > 0 && blocks > 1) throw new NotSupportedException($"With random bits FeNN has {FennLowering.Lanes} neurons that draw as each would alone, not {neurons}.");
        MemoryMap map = MemoryMap.Blocks(program, neurons, FennLowering.Lanes);
        WorkMemory tables = new(program, 0, wordBytes: 2, poolBytes: 0);
        FennLowering lowering = new(program, map, tables);
        VirtualCode body = lowering.Code;
        int end = body.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        lowering.Run();
        int vectors = map.Places.Count(p => p.Role is MemoryRole.State or MemoryRole.Output or MemoryRole.Input), blockBytes = vectors * FennLowering.VectorBytes;
        body.Comment = "the next block";
        body.Add("addi", lowering.Block, lowering.Block, blockBytes);
        body.Branch("bne", lowering.Block, end, First);

        int slots = 0;
        RegisterAllocator registers = new(body, Scalars, Scalars.Length, Vectors, what =>
        {
            int at = FennLowering.VectorBytes * slots++ - 2048;
            if (at >= 2048) throw new NotSupportedException($"The step of {program.Name} keeps more values than FeNN's vector memory is reached for.");
            return what.Kind == OperandKind.Scalar
                ? (from => [new Instruction(body.Set["sw"], from, at, FennLowering.PoolBase)], to => [new Instruction(body.Set["lw"], to, at, FennLowering.PoolBase)])
                : (from => [new Instruction(body.Set["vstorev"], from, at, FennLowering.PoolBase)], to => [new Instruction(body.Set["vloadv"], to, at, FennLowering.PoolBase)]);
        });
        registers.Run();
        FennScheduler.Separate(body.Lines, body.Set);

        MachineCode code = new(InstructionSet.Fenn);
        uint spill = (uint)(blocks * blockBytes + 2048), seeds = (uint)(blocks * blockBytes + slots * FennLowering.VectorBytes);
        code.Label(HostedLoop.Start);
        HostedLoop.Load(code, registers[lowering.Block], 0);
        HostedLoop.Load(code, registers[end], (uint)(blocks * blockBytes));
        if (slots > 0) HostedLoop.Load(code, FennLowering.PoolBase, spill);
        foreach ((int register, VirtualRegister what) in registers.LoadedBefore) foreach (Instruction load in what.Again!(register)) code.Add(load);
        code.Label(First);
        HostedLoop.Append(code, body.Lines);
        code.Label(Done).Add("ecall");
        return new FennProgram(map, code, tables, blocks, blockBytes, (int)seeds);
    }
}

/// <summary>A program for FeNN with the contents of its memories.</summary>
public sealed class FennProgram
{
    private readonly WorkMemory _tables;

    internal FennProgram(MemoryMap map, MachineCode code, WorkMemory tables, int blocks, int blockBytes, int seeds)
    {
        Map = map;
        Code = code;
        _tables = tables;
        Blocks = blocks;
        BlockBytes = blockBytes;
        Seeds = seeds;
    }

    /// <summary>Where a host finds states and spikes after a step, and puts inputs before it.</summary>
    public MemoryMap Map { get; }

    /// <summary>The instructions.</summary>
    public MachineCode Code { get; }

    /// <summary>How many blocks of 32 neurons there are.</summary>
    public int Blocks { get; }

    /// <summary>Bytes of a block in the vector memory, and from spikes to spikes in the scalar memory.</summary>
    public int BlockBytes { get; }

    /// <summary>The address in the vector memory of the two vectors that the random generator starts from, which the host loads once.</summary>
    public int Seeds { get; }

    /// <summary>Bytes of the vector memory that are used.</summary>
    public int VectorBytes => Seeds + (Map.Program.Streams > 0 ? 2 * FennLowering.VectorBytes : 0);

    /// <summary>The bytes that every lane's own memory starts with: the tables.</summary>
    public byte[] LaneMemory => _tables.Bytes();

    /// <summary>How many instructions one block takes.</summary>
    public int InstructionsPerBlock => Code.Labels[FennTarget.Done] - Code.Labels[FennTarget.First];

    /// <summary>The address in a block of a variable's vector.</summary>
    public int Offset(MemoryPlace place) => FennLowering.Offset(Map, place);
}
