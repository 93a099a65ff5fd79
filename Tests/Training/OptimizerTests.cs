using System;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Training;

public class OptimizerTests
{
    [Fact]
    public void Adam_follows_the_algorithm_as_the_paper_prints_it()
    {
        var (parameter, random) = (Parameter(), new RandomStream(2));
        using var adam = new Adam<double>([parameter], 0.01, 0.8, 0.99, 1e-6);
        double[] w = parameter.Row(1).ToArray(), m = new double[5], v = new double[5];
        for (int t = 1; t <= 20; t++)
        {
            for (int i = 0; i < 5; i++)
            {
                double g = parameter.GradientRow(1)[i] = random.NextDouble() - 0.3;
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.99 * v[i] + 0.01 * g * g;
                w[i] -= 0.01 * (m[i] / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, t))) + 1e-6);
            }

            adam.Step();
        }

        for (int i = 0; i < 5; i++) Assert.Equal(w[i], parameter.Row(1)[i], 1e-14);
    }

    [Theory]
    [InlineData(0), InlineData(0.9)]
    public void Sgd_follows_its_formula(double momentum)
    {
        var (parameter, random) = (Parameter(), new RandomStream(2));
        using var sgd = new Sgd<double>([parameter], 0.1, momentum);
        double[] w = parameter.Row(1).ToArray(), u = new double[5];
        for (int t = 1; t <= 20; t++)
        {
            for (int i = 0; i < 5; i++)
            {
                u[i] = momentum * u[i] + (parameter.GradientRow(1)[i] = random.NextDouble() - 0.3);
                w[i] -= 0.1 * u[i];
            }

            sgd.Step();
        }

        for (int i = 0; i < 5; i++) Assert.Equal(w[i], parameter.Row(1)[i], 1e-14);
    }

    [Fact]
    public void Padding_stays_zero_and_what_is_not_learnable_stays()
    {
        var (parameter, statistics) = (Parameter(), new Parameter<double>("mean", 3, isLearnable: false));
        statistics.Values.Fill(2);
        Optimizer<double>[] optimizers = [new Adam<double>([parameter, statistics]), new Sgd<double>([parameter, statistics], 0.1, 0.9)];
        foreach (var optimizer in optimizers)
        {
            parameter.GradientRow(0).Fill(1);
            optimizer.Step();
            Assert.Equal(-1, parameter.Values[5..16].IndexOfAnyExcept(0));
            Assert.Equal(-1, statistics.Values.IndexOfAnyExcept(2));
        }
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_learning_rate_that_makes_no_sense_is_refused(double rate) =>
        Assert.Throws<ArgumentException>(() => new Adam<double>([Parameter()], rate));

    private static Parameter<double> Parameter()
    {
        var parameter = new Parameter<double>("w", new Shape(2, 5));
        for (int i = 0; i < 5; i++) parameter.Row(1)[i] = i - 2;
        return parameter;
    }
}
