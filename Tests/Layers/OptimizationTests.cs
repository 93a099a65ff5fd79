using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>Weight decay, clipping and schedules.</summary>
public class OptimizationTests
{
    [Fact]
    public void AdamW_follows_the_algorithm_as_the_paper_prints_it()
    {
        var parameter = Parameter();
        var random = new RandomStream(2);
        using var adam = new AdamW<double>([parameter], 0.01, weightDecay: 0.3, beta1: 0.8, beta2: 0.99, epsilon: 1e-6);
        double[] w = parameter.Row(0).ToArray(), m = new double[5], v = new double[5];
        for (int t = 1; t <= 20; t++)
        {
            adam.RateFactor = 1 / (double)t;
            for (int i = 0; i < 5; i++)
            {
                double g = parameter.GradientRow(0)[i] = random.NextDouble() - 0.3;
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.99 * v[i] + 0.01 * g * g;
                double step = m[i] / (1 - Math.Pow(0.8, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, t))) + 1e-6);
                w[i] -= 0.01 / t * (step + 0.3 * w[i]);
            }

            adam.Step();
        }

        for (int i = 0; i < 5; i++) Assert.Equal(w[i], parameter.Row(0)[i], 1e-14);
        Assert.Equal("AdamW", adam.Name);
    }

    [Fact]
    public void Gradients_are_scaled_together_when_their_norm_is_above_the_limit()
    {
        Parameter<double>[] parameters = [Parameter(), Parameter()];
        foreach (var parameter in parameters) parameter.GradientRow(0).Fill(2);
        double norm = GradientClipping.Norm(parameters);
        Assert.Equal(Math.Sqrt(10 * 4), norm, 1e-14);
        GradientClipping.ByNorm(100).Apply(parameters);
        Assert.Equal(2, parameters[1].GradientRow(0)[3]);
        GradientClipping.ByNorm(norm / 4).Apply(parameters);
        Assert.All(parameters, parameter => Assert.All(parameter.GradientRow(0).ToArray(), g => Assert.Equal(0.5, g, 1e-14)));
    }

    [Fact]
    public void Gradients_are_limited_one_by_one()
    {
        var parameter = Parameter();
        new double[] { -3, -0.5, 0, 0.5, 3 }.CopyTo(parameter.GradientRow(0));
        using var sgd = new Sgd<double>([parameter], 1) { Clipping = GradientClipping.ByValue(1) };
        double[] before = parameter.Row(0).ToArray();
        sgd.Step();
        Assert.Equal([1, 0.5, 0, -0.5, -1], parameter.Row(0).ToArray().Zip(before, (after, w) => after - w));
    }

    [Fact]
    public void Schedules_are_functions_of_the_epochs_done()
    {
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], new[] { 0, 1.99, 2, 3.5, 4 }.Select(Schedule.Step(2, 0.5).Factor));
        var cosine = Schedule.Cosine(4, floor: 0.2);
        Assert.Equal(1, cosine.Factor(0));
        Assert.Equal(0.2 + 0.8 * (1 + Math.Cos(Math.PI / 4)) / 2, cosine.Factor(1.5), 1e-15);
        Assert.Equal(0.6, cosine.Factor(2), 1e-15);
        Assert.Equal(0.2, cosine.Factor(4), 1e-15);
        Assert.Equal(0.2, cosine.Factor(9), 1e-15);
        var warm = Schedule.Step(3, 0.1).WarmedUp(2);
        Assert.Equal([0, 0.25, 1, 1], new[] { 0, 0.5, 2, 2.9 }.Select(warm.Factor));
        Assert.Equal(0.1, warm.Factor(3), 1e-15);
    }

    [Fact]
    public void Initial_weights_have_the_variance_of_their_rule()
    {
        var parameter = new Parameter<double>("w", new Shape(300, 200));
        foreach (var (rule, variance) in new[]
                 {
                     (Initializer.FanIn, 1 / 900.0), (Initializer.KaimingUniform, 2 / 300.0), (Initializer.KaimingNormal, 2 / 300.0),
                     (Initializer.XavierUniform, 2 / 500.0), (Initializer.XavierNormal, 2 / 500.0),
                     (Initializer.Normal(0.3), 0.09), (Initializer.Uniform(0.3), 0.03),
                 })
        {
            rule.Fill(parameter, 300, 200, new RandomStream(1));
            double[] values = [.. Enumerable.Range(0, 300).SelectMany(row => parameter.Row(row).ToArray())];
            Assert.InRange(values.Average() / Math.Sqrt(variance), -0.02, 0.02);
            Assert.InRange(values.Average(w => w * w) / variance, 0.97, 1.03);
            Assert.Equal(-1, parameter.Values[200..208].IndexOfAnyExcept(0));
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Cosine(3, floor: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW<double>([Parameter()], weightDecay: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyReadout<float>(3, 1, learnable: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 1, 3, padding: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropy { LastSteps = -1 });
    }

    private static Parameter<double> Parameter()
    {
        var parameter = new Parameter<double>("w", new Shape(5));
        for (int i = 0; i < 5; i++) parameter.Row(0)[i] = i - 2;
        return parameter;
    }
}
