using System;
using System.Linq;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>Runs a program on some neurons, word for word as <see cref="FixedArithmetic"/> says: the definition that targets are held to.</summary>
public sealed class FixedEvaluator
{
    private readonly FixedOperation[] _operations;
    private readonly long[] _values;

    /// <summary>Neurons in their initial states.</summary>
    /// <param name="program">A program that <see cref="FixedVerifier"/> passes.</param>
    /// <param name="neurons">How many.</param>
    /// <param name="seed">Where their random bits begin.</param>
    public FixedEvaluator(FixedProgram program, int neurons = 1, uint seed = 1)
    {
        FixedVerifier.Check(program);
        if (neurons < 1) throw new ArgumentOutOfRangeException(nameof(neurons), neurons, "There is at least one neuron");
        Program = program;
        Neurons = neurons;
        _operations = [.. program.Operations];
        _values = new long[_operations.Length];
        States = [.. program.States.Select(s => Enumerable.Repeat((int)s.Initial, neurons).ToArray())];
        Inputs = [.. program.Inputs.Select(s => Enumerable.Repeat((int)s.Initial, neurons).ToArray())];
        Streams = [.. Enumerable.Range(0, program.Streams).Select(s => Enumerable.Range(0, neurons).Select(n => FixedRandom.Seed(seed, n, s)).ToArray())];
        Spikes = new bool[neurons];
        Outputs = new int[neurons];
    }

    /// <summary>What runs.</summary>
    public FixedProgram Program { get; }

    /// <summary>How many neurons there are.</summary>
    public int Neurons { get; }

    /// <summary>The raw states, [state][neuron].</summary>
    public int[][] States { get; }

    /// <summary>The raw inputs, [input][neuron]; arrivals are not cleared here.</summary>
    public int[][] Inputs { get; }

    /// <summary>The states of the random streams, [stream][neuron].</summary>
    public uint[][] Streams { get; }

    /// <summary>Whether each neuron fired in the last step.</summary>
    public bool[] Spikes { get; }

    /// <summary>The raw output of each neuron in the last step, 0 without one.</summary>
    public int[] Outputs { get; }

    /// <summary>One step of all neurons.</summary>
    public void Step()
    {
        for (int neuron = 0; neuron < Neurons; neuron++) Step(neuron);
    }

    /// <summary>One step of one neuron.</summary>
    /// <returns>The raw result of every operation, valid until the next step.</returns>
    public long[] Step(int neuron)
    {
        for (int i = 0; i < _operations.Length; i++) _values[i] = Run(_operations[i], neuron);
        return _values;
    }

    private long Run(FixedOperation operation, int neuron)
    {
        long a = operation.Operands.Length > 0 ? _values[operation.Operands[0]] : 0;
        long b = operation.Operands.Length > 1 ? _values[operation.Operands[1]] : 0;
        int draw = operation.Draws ? FixedRandom.Next(ref Streams[operation.Stream][neuron]) : 0;
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant: return operation.Immediate;
            case FixedOpcode.LoadState: return States[operation.Slot][neuron];
            case FixedOpcode.LoadInput: return Inputs[operation.Slot][neuron];
            case FixedOpcode.StoreState: return States[operation.Slot][neuron] = (int)a;
            case FixedOpcode.StoreOutput: return Outputs[neuron] = (int)a;
            case FixedOpcode.Spike: return (Spikes[neuron] = a != 0) ? 1 : 0;
            case FixedOpcode.Add: return Fit(a + b);
            case FixedOpcode.Subtract: return Fit(a - b);
            case FixedOpcode.Multiply: return Fit(FixedArithmetic.ShiftRight(a * b, operation.Shift, operation.Rounding, draw));
            case FixedOpcode.ShiftLeft: return Fit(a << operation.Shift);
            case FixedOpcode.ShiftRight: return FixedArithmetic.ShiftRight(a, operation.Shift, operation.Rounding, draw);
            case FixedOpcode.ShiftRightBy: return FixedArithmetic.ShiftRight(a, Count(operation, b), operation.Rounding, draw);
            case FixedOpcode.Relabel: return a;
            case FixedOpcode.Less: return a < b ? 1 : 0;
            case FixedOpcode.LessOrEqual: return a <= b ? 1 : 0;
            case FixedOpcode.Equal: return a == b ? 1 : 0;
            case FixedOpcode.NotEqual: return a != b ? 1 : 0;
            case FixedOpcode.And: return a & b;
            case FixedOpcode.Or: return a | b;
            case FixedOpcode.Not: return 1 - a;
            case FixedOpcode.Select: return a != 0 ? b : _values[operation.Operands[2]];
            case FixedOpcode.Minimum: return Math.Min(a, b);
            case FixedOpcode.Maximum: return Math.Max(a, b);
            case FixedOpcode.Interpolate: return FixedArithmetic.Interpolate(Program.Tables[operation.Slot], a, operation.Rounding, draw);
            case FixedOpcode.Random: return draw >> 1;
            default: throw new InvalidOperationException($"{operation.Opcode} is no operation");
        }

        long Fit(long value) => FixedArithmetic.Fit(value, operation.Type, operation.Overflow);
    }

    private static int Count(FixedOperation operation, long count) => count >= 0 && count < operation.Type.Width
        ? (int)count
        : throw new InvalidOperationException($"A {operation.Type} is shifted by {count}");
}
