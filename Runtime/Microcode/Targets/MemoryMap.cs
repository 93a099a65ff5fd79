using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>What a place in memory holds for each neuron.</summary>
public enum MemoryRole
{
    /// <summary>A state.</summary>
    State,

    /// <summary>The state of a stream of random bits, two halves of 16 bits.</summary>
    Stream,

    /// <summary>Whether it fired in the last step: a word of 0 or 1, or a bit.</summary>
    Spike,

    /// <summary>The graded output of the last step.</summary>
    Output,

    /// <summary>An input.</summary>
    Input,
}

/// <summary>
/// Where a variable of each neuron is. Neurons lie in blocks of <see cref="Lanes"/>; within a block they are neighbours.
/// </summary>
/// <param name="Name">The variable.</param>
/// <param name="Role">What it is.</param>
/// <param name="Slot">Which state, input or stream.</param>
/// <param name="Address">Of the first neuron's.</param>
/// <param name="Bits">1, 16 or 32.</param>
/// <param name="Lanes">Neurons in a block.</param>
/// <param name="Block">Bytes from block to block.</param>
public sealed record MemoryPlace(string Name, MemoryRole Role, int Slot, uint Address, int Bits, int Lanes, int Block)
{
    /// <summary>The address of a neuron's; of its byte, where it is a bit.</summary>
    public uint this[int neuron] => Address + (uint)(neuron / Lanes * Block + neuron % Lanes * Bits / 8);

    /// <summary>A neuron's value in a copy of the memory that begins at <paramref name="origin"/>, sign extended.</summary>
    internal int Read(ReadOnlySpan<byte> memory, uint origin, int neuron)
    {
        int at = (int)(this[neuron] - origin);
        return Bits switch
        {
            1 => memory[at] >> (neuron % Lanes % 8) & 1,
            16 => System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(memory[at..]),
            _ => System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(memory[at..]),
        };
    }

    internal void Write(Span<byte> memory, uint origin, int neuron, int value)
    {
        int at = (int)(this[neuron] - origin);
        if (Bits == 16) System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(memory[at..], unchecked((short)value));
        else System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(memory[at..], value);
    }
}

/// <summary>
/// The memory of a program: what is written after each step (states, streams, spikes, outputs), then what is read before it (inputs), then
/// constants, tables and space to work in.
/// </summary>
public sealed class MemoryMap
{
    /// <summary>The address of the first byte, which is a state's.</summary>
    public const uint Origin = 0x100000;

    private const int Alignment = 64;

    private MemoryMap(FixedProgram program, int neurons, ImmutableArray<MemoryPlace> places, uint start, uint outputEnd, uint input, uint inputEnd)
    {
        Program = program;
        Neurons = neurons;
        Places = places;
        Start = start;
        OutputBytes = (int)(outputEnd - start);
        Input = input;
        InputEnd = inputEnd;
    }

    /// <summary>What runs.</summary>
    public FixedProgram Program { get; }

    /// <summary>How many neurons there are.</summary>
    public int Neurons { get; }

    /// <summary>The variables.</summary>
    public ImmutableArray<MemoryPlace> Places { get; }

    /// <summary>The address of the first of them.</summary>
    public uint Start { get; }

    /// <summary>Bytes that are written after each step.</summary>
    public int OutputBytes { get; }

    /// <summary>Bytes that are read before each step.</summary>
    public int InputBytes => (int)(InputEnd - Input);

    /// <summary>The address of the first input.</summary>
    public uint Input { get; }

    /// <summary>The address behind the inputs.</summary>
    public uint InputEnd { get; }

    /// <summary>The variable's place.</summary>
    public MemoryPlace this[MemoryRole role, int slot = 0] => Places.First(p => p.Role == role && p.Slot == slot);

    /// <summary>A record of words for each neuron, one after the other: what a scalar processor walks with one pointer.</summary>
    internal static MemoryMap Records(FixedProgram program, int neurons)
    {
        List<MemoryPlace> output = [], input = [];
        foreach (MemoryPlace p in Variables(program, spikeBits: program.Bits)) (p.Role == MemoryRole.Input ? input : output).Add(p);
        return Map(program, neurons, Lay(output, Origin), Lay(input, 0));

        static MemoryPlace[] Lay(List<MemoryPlace> places, uint at)
        {
            uint next = at;
            MemoryPlace[] laid = [.. places.OrderByDescending(p => p.Bits).Select(p =>
            {
                MemoryPlace here = p with { Address = next, Lanes = 1 };
                next += (uint)p.Bits / 8;
                return here;
            })];
            int size = (int)(next - at + 3) / 4 * 4;
            return [.. laid.Select(p => p with { Block = size })];
        }
    }

    /// <summary>A row for each variable: what a vector processor of any width walks with a pointer each.</summary>
    /// <param name="program">The step.</param>
    /// <param name="neurons">How many neurons.</param>
    /// <param name="spikeBits">1 where strips are whole bytes of neurons, else the width of a word.</param>
    /// <param name="start">The address of the first row.</param>
    internal static MemoryMap Rows(FixedProgram program, int neurons, int spikeBits, uint start = Origin)
    {
        int padded = (neurons + Alignment - 1) / Alignment * Alignment;
        uint outputAt = start, inputAt = 0;
        List<MemoryPlace> output = [], input = [];
        foreach (MemoryPlace p in Variables(program, spikeBits))
        {
            ref uint at = ref p.Role == MemoryRole.Input ? ref inputAt : ref outputAt;
            (p.Role == MemoryRole.Input ? input : output).Add(p with { Address = at, Lanes = padded, Block = 0 });
            at += (uint)(padded * p.Bits / 8 + Alignment - 1) / Alignment * Alignment;
        }

        return Map(program, neurons, [.. output], [.. input], outputAt, inputAt, start);
    }

    /// <summary>
    /// Blocks of as many neurons as there are lanes, each a vector for each variable: what FeNN walks with one pointer. The spikes of a block are a word in another
    /// memory, at the block's address, which here begins behind the first. Inputs are given block by block.
    /// </summary>
    internal static MemoryMap Blocks(FixedProgram program, int neurons, int lanes)
    {
        MemoryPlace[] all = [.. Variables(program, spikeBits: 1).Where(p => p.Role != MemoryRole.Stream)];
        int blocks = (neurons + lanes - 1) / lanes, bytes = lanes * program.Bits / 8;
        int inputs = all.Count(p => p.Role == MemoryRole.Input), block = bytes * all.Count(p => p.Role != MemoryRole.Spike);
        uint at = Origin, inputAt = 0, scalars = Origin + (uint)(blocks * block);
        List<MemoryPlace> output = [], input = [];
        foreach (MemoryPlace p in all)
        {
            if (p.Role == MemoryRole.Spike)
            {
                output.Add(p with { Address = scalars, Lanes = lanes, Block = block });
                continue;
            }

            ref uint next = ref p.Role == MemoryRole.Input ? ref inputAt : ref at;
            (p.Role == MemoryRole.Input ? input : output).Add(p with { Address = next, Lanes = lanes, Block = p.Role == MemoryRole.Input ? inputs * bytes : block });
            next += (uint)bytes;
        }

        return Map(program, neurons, [.. output], [.. input], scalars + (uint)(blocks * block), (uint)(blocks * inputs * bytes));
    }

    /// <summary>The words that are written after each step, with the states and streams of neurons: what a program of records starts with.</summary>
    public byte[] Records(FixedEvaluator start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Fill(start)[..OutputBytes];
    }

    /// <summary>The bytes from <see cref="Start"/> to <see cref="InputEnd"/> with the states and streams of neurons.</summary>
    internal byte[] Fill(FixedEvaluator start)
    {
        if (start.Neurons != Neurons) throw new ArgumentException($"The memory has {Neurons} neurons, not {start.Neurons}.", nameof(start));
        byte[] bytes = new byte[InputEnd - Start];
        foreach (MemoryPlace place in Places.Where(p => p.Role is MemoryRole.State or MemoryRole.Stream))
        {
            for (int n = 0; n < Neurons; n++)
                place.Write(bytes, Start, n, place.Role == MemoryRole.State ? start.States[place.Slot][n] : unchecked((int)start.Streams[place.Slot][n]));
        }

        return bytes;
    }

    private static MemoryMap Map(FixedProgram program, int neurons, MemoryPlace[] output, MemoryPlace[] input, uint outputEnd = 0, uint inputEnd = 0, uint start = Origin)
    {
        if (outputEnd == 0) outputEnd = Origin + (uint)(neurons * output[0].Block);
        if (inputEnd == 0) inputEnd = input.Length == 0 ? 0 : (uint)(neurons * input[0].Block);
        uint at = (outputEnd + Alignment - 1) / Alignment * Alignment;
        // Something is read before each step, so that the end of the input is the end of the run.
        return new MemoryMap(program, neurons, [.. output, .. input.Select(p => p with { Address = p.Address + at })], start, outputEnd, at, at + Math.Max(inputEnd, 4));
    }

    private static IEnumerable<MemoryPlace> Variables(FixedProgram program, int spikeBits)
    {
        for (int i = 0; i < program.States.Length; i++) yield return new(program.States[i].Name, MemoryRole.State, i, 0, program.Bits, 1, 0);
        for (int i = 0; i < program.Streams; i++) yield return new($"stream {i}", MemoryRole.Stream, i, 0, 32, 1, 0);
        if (program.Operations.Any(o => o.Opcode == FixedOpcode.StoreOutput)) yield return new("output", MemoryRole.Output, 0, 0, program.Bits, 1, 0);
        if (program.Operations.Any(o => o.Opcode == FixedOpcode.Spike)) yield return new("spike", MemoryRole.Spike, 0, 0, spikeBits, 1, 0);
        for (int i = 0; i < program.Inputs.Length; i++) yield return new(program.Inputs[i].Name, MemoryRole.Input, i, 0, program.Bits, 1, 0);
    }
}
