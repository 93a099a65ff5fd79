using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Networks;

/// <summary>
/// A trained layer in words of 16 bits: weights and biases, then leaky integrate-and-fire neurons, v := v + k (x - (v - reset)); at the threshold a spike and the reset.
/// Formats follow from the weights: sums of weights need no more than 32 bits, and no sum can leave the format of x.
/// </summary>
public sealed class LifLayer
{
    private const int Bits = 16, LeakFraction = 15;

    /// <summary>Quantises a layer.</summary>
    /// <param name="weights">[inputs][outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="greatestInput">The greatest value of an input: 1 for spikes.</param>
    /// <param name="inputFraction">Bits behind the point of inputs: 0 for spikes.</param>
    /// <param name="leak">k, from 0 to 1.</param>
    /// <param name="threshold">Where a neuron fires.</param>
    /// <param name="reset">Where it starts again.</param>
    public LifLayer(double[][] weights, double[] bias, double greatestInput, int inputFraction, double leak, double threshold, double reset = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(bias);
        if (weights.Any(row => row.Length != bias.Length)) throw new ArgumentException($"A row of weights has not {bias.Length} outputs.", nameof(weights));
        if (leak is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(leak), leak, "The leak is between 0 and 1");
        InputFraction = inputFraction;
        double greatestWeight = weights.SelectMany(row => row).Concat(bias).Max(Math.Abs);
        WeightFraction = Fraction(greatestWeight);
        double bound = Math.Max(Math.Abs(threshold) + Math.Abs(reset), Enumerable.Range(0, bias.Length).Max(o => weights.Sum(row => Math.Abs(row[o])) * greatestInput + Math.Abs(bias[o])));

        // Twice the bound: x - v holds as well, as v is an average of x and the reset.
        StateFraction = Math.Min(Fraction(2 * bound), WeightFraction + inputFraction);
        FixedType weight = new(Bits, WeightFraction);
        Weights = [.. weights.Select(row => row.Select(w => (short)weight.FromDouble(w)).ToArray())];
        Bias = [.. bias.Select(b => (short)weight.FromDouble(b))];
        Program = Neuron(new FixedType(Bits, StateFraction), leak, threshold, reset);
    }

    /// <summary>Raw weights, [inputs][outputs].</summary>
    public IReadOnlyList<short[]> Weights { get; }

    /// <summary>Raw biases, in the weights' format.</summary>
    public IReadOnlyList<short> Bias { get; }

    /// <summary>Bits behind the point of weights.</summary>
    public int WeightFraction { get; }

    /// <summary>Bits behind the point of inputs.</summary>
    public int InputFraction { get; }

    /// <summary>Bits behind the point of x and v.</summary>
    public int StateFraction { get; }

    /// <summary>How far a sum is shifted to become x.</summary>
    public int Shift => WeightFraction + InputFraction - StateFraction;

    /// <summary>How many inputs there are.</summary>
    public int Inputs => Weights.Count;

    /// <summary>How many neurons there are.</summary>
    public int Outputs => Bias.Count;

    /// <summary>The step of a neuron.</summary>
    public FixedProgram Program { get; }

    /// <summary>The definition of x: the bias and the inputs times their weights, summed exactly, shifted, rounded to nearest, saturated.</summary>
    /// <param name="inputs">Raw inputs; 0 or 1 for spikes.</param>
    public int[] Current(ReadOnlySpan<int> inputs)
    {
        long[] sums = [.. Bias.Select(b => (long)b << InputFraction)];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] == 0) continue;
            for (int o = 0; o < sums.Length; o++) sums[o] += inputs[i] * Weights[i][o];
        }

        FixedType type = new(Bits, StateFraction);
        return [.. sums.Select(s => (int)FixedArithmetic.Fit(FixedArithmetic.ShiftRight(s, Shift, FixedRounding.Nearest), type, FixedOverflow.Saturate))];
    }

    // The most bits behind the point with which the value still fits.
    private static int Fraction(double greatest)
    {
        int fraction = Bits - 1;
        while (fraction > 0 && greatest * Math.Pow(2, fraction) > short.MaxValue) fraction--;
        return fraction;
    }

    private static FixedProgram Neuron(FixedType type, double leak, double threshold, double reset)
    {
        FixedProgramBuilder builder = new() { Equation = "v := v + k (x - (v - reset))" };
        FixedRange all = new(type.Low, type.High, true);
        FixedType factor = new(Bits, LeakFraction);
        int Saturated(FixedOpcode opcode, int a, int b) => builder.Add(new() { Opcode = opcode, Type = type, Overflow = FixedOverflow.Saturate, Range = all }, a, b);
        int v = builder.Add(new() { Opcode = FixedOpcode.LoadState, Type = type, Range = all, Name = "v" });
        int x = builder.Add(new() { Opcode = FixedOpcode.LoadInput, Type = type, Range = all, Name = "x" });
        int rest = builder.Constant(type, type.FromDouble(reset)), above = reset == 0 ? v : Saturated(FixedOpcode.Subtract, v, rest);
        int difference = Saturated(FixedOpcode.Subtract, x, above);
        int change = builder.Add(new() { Opcode = FixedOpcode.Multiply, Type = type, Shift = LeakFraction, Rounding = FixedRounding.Nearest, Range = all },
            difference, builder.Constant(factor, factor.FromDouble(leak)));
        int next = Saturated(FixedOpcode.Add, v, change);
        builder.Equation = "a spike where v >= threshold, then v := reset";
        int fires = builder.Add(new() { Opcode = FixedOpcode.LessOrEqual, Type = FixedType.Bool }, builder.Constant(type, type.FromDouble(threshold)), next);
        int kept = builder.Add(new() { Opcode = FixedOpcode.Select, Type = type, Range = all }, fires, rest, next);
        builder.Add(new() { Opcode = FixedOpcode.StoreState, Type = type }, kept);
        builder.Add(new() { Opcode = FixedOpcode.Spike, Type = FixedType.Bool }, fires);
        FixedVariable variable = new() { Name = "v", Role = FixedRole.State, Type = type, Initial = type.FromDouble(reset), Range = all };
        return new FixedProgram
        {
            Name = "Lif", Bits = Bits, States = [variable], Inputs = [variable with { Name = "x", Role = FixedRole.Input, Initial = 0 }], Operations = builder.Build(),
        };
    }
}
