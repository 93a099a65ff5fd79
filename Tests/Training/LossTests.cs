using System;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class LossTests
{
    [Fact]
    public void Cross_entropy_of_equal_outputs_is_the_log_of_the_classes()
    {
        using var output = Output([0.3, 0.3, 0.3, 0.3]);
        Assert.Equal(Math.Log(4), new CrossEntropy<double>().Evaluate(output, [2]), 1e-15);
    }

    [Fact]
    public void Cross_entropy_does_not_overflow()
    {
        using var output = Output([10_000, 0, -10_000]);
        using var loss = new CrossEntropy<double>();
        Assert.Equal(10_000, loss.Evaluate(output, [1]), 1e-9);
        Assert.Equal([1, -1, 0], loss.Gradient.Row(0, 0).ToArray());
    }

    [Fact]
    public void Mean_squared_error_is_on_rates_against_one_hot()
    {
        using var output = Output([1, 0], [1, 0], [0, 1], [1, 0]);
        using var loss = new MeanSquaredError<double>();
        Assert.Equal((0.25 * 0.25 + 0.25 * 0.25) / 2, loss.Evaluate(output, [0]), 1e-15);
        Assert.Equal([-0.25 / 4, 0.25 / 4], loss.Gradient.Row(3, 0).ToArray());
        Assert.Equal(0, loss.Classify(0));
    }

    [Fact]
    public void A_label_that_is_no_output_is_named()
    {
        using var output = Output([1, 0]);
        Assert.Contains(
            "Label 2 of sample 0 is none of the 2 outputs",
            Assert.Throws<ArgumentException>(() => new CrossEntropy<double>().Evaluate(output, [2])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "2 labels for 1 samples",
            Assert.Throws<ArgumentException>(() => new CrossEntropy<double>().Evaluate(output, [0, 1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_in_gives_NaN_out()
    {
        using var output = Output([double.NaN, 0]);
        Assert.Equal(double.NaN, new CrossEntropy<double>().Evaluate(output, [1]));
        Assert.Equal(double.NaN, new MeanSquaredError<double>().Evaluate(output, [1]));
    }

    private static Signal<double> Output(params double[][] steps)
    {
        var output = new Signal<double>(steps[0].Length);
        output.PrepareValues(steps.Length, 1);
        for (int step = 0; step < steps.Length; step++) steps[step].CopyTo(output.Row(step, 0));
        return output;
    }
}
