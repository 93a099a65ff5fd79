using System;
using System.Linq;
using NeuronDsl.Microcode.Targets;

namespace NeuronDsl.Microcode.Executors;

/// <summary>A word that an executor gave otherwise than the definition.</summary>
/// <param name="Step">In which step.</param>
/// <param name="Neuron">Of which neuron.</param>
/// <param name="Variable">Which of its words.</param>
/// <param name="Expected">What the definition gives.</param>
/// <param name="Found">What was found.</param>
public sealed record WordMismatch(int Step, int Neuron, string Variable, int Expected, int Found);

/// <summary>What a comparison found.</summary>
/// <param name="Words">How many words of state, spikes and outputs were compared.</param>
/// <param name="First">The first that differs; null if none does.</param>
public sealed record WordComparison(long Words, WordMismatch? First);

/// <summary>
/// Holds a program on an executor against the definition, word for word after each step: from random and extreme states, with random and extreme inputs
/// within their bounds.
/// </summary>
public sealed class WordEquality
{
    private readonly byte[] _input;
    private readonly int[][] _expected;
    private readonly MemoryPlace[] _compared;
    private readonly MemoryMap _map;

    /// <summary>Draws states and inputs, and runs the definition on them.</summary>
    /// <param name="map">The program's memory.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="definition">The program that defines what is expected, if not the map's own.</param>
    public WordEquality(MemoryMap map, int steps, int seed, FixedProgram? definition = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map;
        Random random = new(seed);
        FixedEvaluator evaluator = new(definition ?? map.Program, map.Neurons, unchecked((uint)seed));
        for (int s = 0; s < evaluator.States.Length; s++)
            for (int n = 0; n < map.Neurons; n++) evaluator.States[s][n] = Draw(random, evaluator.Program.States[s].Range);
        Start = new FixedEvaluator(map.Program, map.Neurons, unchecked((uint)seed));
        for (int s = 0; s < evaluator.States.Length; s++) evaluator.States[s].CopyTo(Start.States[s], 0);

        _compared = [.. map.Places.Where(p => p.Role != MemoryRole.Input)];
        _input = new byte[(long)steps * map.InputBytes];
        _expected = [.. _compared.Select(_ => new int[steps * map.Neurons])];
        for (int step = 0; step < steps; step++)
        {
            Span<byte> memory = _input.AsSpan(step * map.InputBytes, map.InputBytes);
            foreach (MemoryPlace place in map.Places.Where(p => p.Role == MemoryRole.Input))
            {
                for (int n = 0; n < map.Neurons; n++)
                    place.Write(memory, map.Input, n, evaluator.Inputs[place.Slot][n] = Draw(random, evaluator.Program.Inputs[place.Slot].Range));
            }

            evaluator.Step();
            for (int c = 0; c < _compared.Length; c++)
                for (int n = 0; n < map.Neurons; n++) _expected[c][step * map.Neurons + n] = Word(evaluator, _compared[c], n);
        }

        Steps = steps;
    }

    /// <summary>How many steps are compared.</summary>
    public int Steps { get; }

    /// <summary>The states to begin with.</summary>
    public FixedEvaluator Start { get; }

    /// <summary>What the program is given: the inputs of all steps.</summary>
    public ReadOnlyMemory<byte> Input => _input;

    /// <summary>Compares what a program wrote.</summary>
    /// <param name="output">Its states, spikes and outputs after each step.</param>
    public WordComparison Compare(ReadOnlySpan<byte> output)
    {
        MemoryMap map = _map;
        long words = 0;
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<byte> memory = output.Length < (step + 1) * map.OutputBytes ? [] : output.Slice(step * map.OutputBytes, map.OutputBytes);
            for (int c = 0; c < _compared.Length; c++)
            {
                for (int n = 0; n < map.Neurons; n++)
                {
                    int expected = _expected[c][step * map.Neurons + n];
                    if (memory.IsEmpty) return new WordComparison(words, new WordMismatch(step, n, "the end of the output", expected, 0));
                    int found = _compared[c].Read(memory, MemoryMap.Origin, n);
                    if (Fitted(_compared[c], found) != Fitted(_compared[c], expected)) return new WordComparison(words, new WordMismatch(step, n, _compared[c].Name, expected, found));
                    words++;
                }
            }
        }

        return new WordComparison(words, null);
    }

    private static int Fitted(MemoryPlace place, int value) => place.Bits == 16 ? (short)value : value;

    private static int Word(FixedEvaluator evaluator, MemoryPlace place, int neuron) => place.Role switch
    {
        MemoryRole.State => evaluator.States[place.Slot][neuron],
        MemoryRole.Stream => unchecked((int)evaluator.Streams[place.Slot][neuron]),
        MemoryRole.Spike => evaluator.Spikes[neuron] ? 1 : 0,
        _ => evaluator.Outputs[neuron],
    };

    // One in eight is at a bound.
    private static int Draw(Random random, FixedRange range) => random.Next(16) switch
    {
        0 => (int)range.Low,
        1 => (int)range.High,
        _ => (int)random.NextInt64(range.Low, range.High + 1),
    };
}
