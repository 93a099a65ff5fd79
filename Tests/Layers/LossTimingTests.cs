using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Losses of the mean and of every step, over all steps and the last ones, for classes and for values.</summary>
public class LossTimingTests
{
    private const int Steps = 5, Batch = 3, Outputs = 4;
    private static readonly int[] Labels = [2, 0, 3];
    private static readonly float[] Targets = [.. Enumerable.Range(0, Batch * Outputs).Select(i => MathF.Sin(i))];

    public static TheoryData<LossTiming, int, bool, bool> Kinds
    {
        get
        {
            TheoryData<LossTiming, int, bool, bool> kinds = [];
            foreach (var timing in Enum.GetValues<LossTiming>())
                foreach (int last in new[] { 0, 1, 2, 5, 9 })
                    foreach (bool constant in new[] { false, true })
                        foreach (bool values in new[] { false, true }) kinds.Add(timing, last, constant, values);
            return kinds;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_gradient_is_that_of_the_value(LossTiming timing, int last, bool constant, bool values)
    {
        using Loss<double> loss = values
            ? new MeanSquaredError<double> { Timing = timing, LastSteps = last }
            : new CrossEntropy<double> { Timing = timing, LastSteps = last };
        using var output = GradientCheck.Input(Outputs, Steps, Batch, constant);
        double Evaluate() => values ? loss.EvaluateValues(output, Targets) : loss.Evaluate(output, Labels);
        double value = Evaluate();
        Assert.Equal(values ? Naive(output, last, timing, SquaredError) : Naive(output, last, timing, Entropy), value, 1e-12);
        double[] found = [.. Enumerable.Range(0, output.Rows * Outputs).Select(
            i => loss.Gradient.Values[(int)loss.Gradient.RowOffset(i / Outputs) + i % Outputs])];
        for (int i = 0; i < found.Length; i++)
        {
            int place = i / Outputs * output.Stride + i % Outputs;
            double original = output.Values[place];
            output.Values[place] = original + 1e-5;
            double above = Evaluate();
            output.Values[place] = original - 1e-5;
            double below = Evaluate();
            output.Values[place] = original;
            Assert.Equal((above - below) / 2e-5, found[i], 1e-9);
        }
    }

    [Fact]
    public void Values_of_another_number_are_refused()
    {
        using var output = GradientCheck.Input(Outputs, Steps, Batch);
        using var loss = new MeanSquaredError<double>();
        Assert.Contains(
            "11 values for 3 samples of 4 outputs",
            Assert.Throws<ArgumentException>(() => loss.EvaluateValues(output, Targets.AsSpan(1))).Message,
            StringComparison.Ordinal);
    }

    private static double Naive(Signal<double> output, int last, LossTiming timing, Func<double[], int, double> loss)
    {
        int first = last == 0 ? 0 : Math.Max(0, Steps - last);
        double[] At(int step, int sample) => output.Row(output.IsConstant ? 0 : step, sample).ToArray();
        int[] steps = [.. Enumerable.Range(first, Steps - first)];
        return Enumerable.Range(0, Batch).Average(sample => timing == LossTiming.EveryStep
            ? steps.Average(step => loss(At(step, sample), sample))
            : loss([.. Enumerable.Range(0, Outputs).Select(i => steps.Average(step => At(step, sample)[i]))], sample));
    }

    private static double Entropy(double[] outputs, int sample) => Math.Log(outputs.Sum(Math.Exp)) - outputs[Labels[sample]];

    private static double SquaredError(double[] outputs, int sample) => outputs.Select((y, i) => Math.Pow(y - Targets[sample * Outputs + i], 2)).Average();
}
