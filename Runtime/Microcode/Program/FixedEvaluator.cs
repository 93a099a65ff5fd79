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
    // Neurons go through the operations in blocks: each operation is looked at once a block, and a block's values stay in the first-level cache.
    private const int Block = 64;

    private readonly FixedOperation[] _operations;
    private readonly long[][] _values;
    private readonly int[] _draws = new int[Block];

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
        _values = [.. _operations.Select(_ => new long[Math.Min(Block, neurons)])];
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
        for (int first = 0; first < Neurons; first += Block) Step(first, Math.Min(Block, Neurons - first));
    }

    /// <summary>One step of some neighbouring neurons.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, at most 64.</param>
    /// <returns>The raw results, [operation][neuron less the first], valid until the next step.</returns>
    public long[][] Step(int first, int count)
    {
        if (count < 1 || count > Block || first < 0 || first > Neurons - count) throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Neurons} neurons, and at most {Block} in a block");
        for (int i = 0; i < _operations.Length; i++) Run(_operations[i], _values[i], first, count);
        return _values;
    }

    private void Run(FixedOperation operation, long[] result, int first, int count)
    {
        long[] a = Operand(operation, 0), b = Operand(operation, 1), c = Operand(operation, 2);
        int[] draws = _draws;
        if (operation.Draws) for (int n = 0; n < count; n++) draws[n] = FixedRandom.Next(ref Streams[operation.Stream][first + n]);
        FixedType type = operation.Type;
        FixedOverflow overflow = operation.Overflow;
        FixedRounding rounding = operation.Rounding;
        int shift = operation.Shift;
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant:
                for (int n = 0; n < count; n++) result[n] = operation.Immediate;
                break;
            case FixedOpcode.LoadState:
                for (int n = 0; n < count; n++) result[n] = States[operation.Slot][first + n];
                break;
            case FixedOpcode.LoadInput:
                for (int n = 0; n < count; n++) result[n] = Inputs[operation.Slot][first + n];
                break;
            case FixedOpcode.StoreState:
                for (int n = 0; n < count; n++) result[n] = States[operation.Slot][first + n] = (int)a[n];
                break;
            case FixedOpcode.StoreOutput:
                for (int n = 0; n < count; n++) result[n] = Outputs[first + n] = (int)a[n];
                break;
            case FixedOpcode.Spike:
                for (int n = 0; n < count; n++) result[n] = (Spikes[first + n] = a[n] != 0) ? 1 : 0;
                break;
            case FixedOpcode.Add:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.Fit(a[n] + b[n], type, overflow);
                break;
            case FixedOpcode.Subtract:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.Fit(a[n] - b[n], type, overflow);
                break;
            case FixedOpcode.Multiply:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.Fit(FixedArithmetic.ShiftRight(a[n] * b[n], shift, rounding, draws[n]), type, overflow);
                break;
            case FixedOpcode.ShiftLeft:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.Fit(a[n] << shift, type, overflow);
                break;
            case FixedOpcode.ShiftRight:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.ShiftRight(a[n], shift, rounding, draws[n]);
                break;
            case FixedOpcode.ShiftRightBy:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.ShiftRight(a[n], Count(operation, b[n]), rounding, draws[n]);
                break;
            case FixedOpcode.Relabel:
                Array.Copy(a, result, count);
                break;
            case FixedOpcode.Less:
                for (int n = 0; n < count; n++) result[n] = a[n] < b[n] ? 1 : 0;
                break;
            case FixedOpcode.LessOrEqual:
                for (int n = 0; n < count; n++) result[n] = a[n] <= b[n] ? 1 : 0;
                break;
            case FixedOpcode.Equal:
                for (int n = 0; n < count; n++) result[n] = a[n] == b[n] ? 1 : 0;
                break;
            case FixedOpcode.NotEqual:
                for (int n = 0; n < count; n++) result[n] = a[n] != b[n] ? 1 : 0;
                break;
            case FixedOpcode.And:
                for (int n = 0; n < count; n++) result[n] = a[n] & b[n];
                break;
            case FixedOpcode.Or:
                for (int n = 0; n < count; n++) result[n] = a[n] | b[n];
                break;
            case FixedOpcode.Not:
                for (int n = 0; n < count; n++) result[n] = 1 - a[n];
                break;
            case FixedOpcode.Select:
                for (int n = 0; n < count; n++) result[n] = a[n] != 0 ? b[n] : c[n];
                break;
            case FixedOpcode.Minimum:
                for (int n = 0; n < count; n++) result[n] = Math.Min(a[n], b[n]);
                break;
            case FixedOpcode.Maximum:
                for (int n = 0; n < count; n++) result[n] = Math.Max(a[n], b[n]);
                break;
            case FixedOpcode.Interpolate:
                for (int n = 0; n < count; n++) result[n] = FixedArithmetic.Interpolate(Program.Tables[operation.Slot], a[n], rounding, draws[n]);
                break;
            case FixedOpcode.Random:
                for (int n = 0; n < count; n++) result[n] = draws[n] >> 1;
                break;
            default:
                throw new InvalidOperationException($"{operation.Opcode} is no operation");
        }
    }

    private long[] Operand(FixedOperation operation, int i) => i < operation.Operands.Length ? _values[operation.Operands[i]] : [];

    private static int Count(FixedOperation operation, long count) => count >= 0 && count < operation.Type.Width
        ? (int)count
        : throw new InvalidOperationException($"A {operation.Type} is shifted by {count}");
}
