using System;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>White noise by Euler and Maruyama's method, on the neuron whose free potential is an Ornstein-Uhlenbeck process.</summary>
public class NoiseTests
{
    private const float Never = 1e6f;

    [Fact]
    public void A_neuron_seeded_for_a_place_follows_the_population_s_neuron_there()
    {
        const int Count = 70, Steps = 1000;
        using NoisyLeakyIntegrateAndFire.Population population = new(Count, new() { I = 2 }) { Seed = 99 };
        SpikeList spikes = new();
        population.Step(0.1f, Steps, spikes);
        foreach (int place in new[] { 0, 63, 64, 69 })
        {
            NoisyLeakyIntegrateAndFire single = new() { I = 2 };
            single.SeedNoise(99, place);
            Assert.Equal(
                spikes.Where(s => s.Neuron == place).Select(s => s.Step),
                Enumerable.Range(0, Steps).Where(_ => single.Step(0.1f)).Select(step => (long)step));
            Assert.Equal(single.V, population.V[place], 1e-3f);
        }

        Assert.NotEqual(population.V[0], population.V[1]);
    }

    // N(0, 1) in 10,000 independent neurons: four standard errors of mean and variance.
    [Fact]
    public void The_free_potential_has_the_mean_and_the_variance_of_the_discrete_process()
    {
        const int Count = 10_000;
        const double Dt = 0.1, TauM = 10, Sigma = 5, Mean = -65 + 10;
        using NoisyLeakyIntegrateAndFire.Population population = new(Count, new() { V = -55, I = 1, VThreshold = Never }) { Seed = 1 };
        population.Step((float)Dt, 600);
        double[] v = [.. population.V.ToArray().Select(x => (double)x)];
        double mean = v.Average(), variance = v.Sum(x => (x - mean) * (x - mean)) / (Count - 1);

        // V' = a V + s N(0, 1) is stationary with the variance s^2 / (1 - a^2).
        double a = 1 - (Dt / TauM), expected = 2 * Sigma * Sigma * Dt / TauM / (1 - (a * a));
        Assert.Equal(Mean, mean, 4 * Math.Sqrt(expected / Count));
        Assert.Equal(expected, variance, 4 * expected * Math.Sqrt(2.0 / Count));

        // Neighbours in the population are independent of each other.
        double covariance = v.Zip(v.Skip(1), (x, y) => (x - mean) * (y - mean)).Average();
        Assert.Equal(0, covariance, 4 * expected / Math.Sqrt(Count));
    }

    [Fact]
    public void Successive_steps_are_correlated_by_the_membrane_alone()
    {
        const int Count = 10_000;
        using NoisyLeakyIntegrateAndFire.Population population = new(Count, new() { V = -65, VThreshold = Never }) { Seed = 2 };
        population.Step(0.1f, 600);
        double[] before = [.. population.V.ToArray().Select(x => x + 65.0)];
        population.Step(0.1f, 100);
        double[] after = [.. population.V.ToArray().Select(x => x + 65.0)];
        double correlation = before.Zip(after, (x, y) => x * y).Sum() / Math.Sqrt(before.Sum(x => x * x) * after.Sum(y => y * y));
        Assert.Equal(Math.Pow(0.99, 100), correlation, 4 / Math.Sqrt(Count));
    }

    // With additive noise the method converges to the path itself with order 1: halving the step halves the distance to a finer solution for
    // the same Brownian motion, refined between the population's own draws by bridges.
    [Fact]
    public void The_strong_order_is_one_for_additive_noise()
    {
        double coarse = DistanceToTheSamePathRefined(1), fine = DistanceToTheSamePathRefined(0.5);
        Assert.Equal(1, Math.Log2(coarse / fine), 0.1);
    }

    [Fact]
    public void Noise_depends_neither_on_blocks_nor_on_the_number_of_steps_at_once()
    {
        // Several blocks when many steps are taken at once.
        const int Count = 5000, Steps = 40;
        using NoisyLeakyIntegrateAndFire.Population atOnce = Create(Count), inEights = Create(Count), oneByOne = Create(Count), few = Create(100);
        atOnce.Step(0.1f, Steps);
        few.Step(0.1f, Steps);
        for (int k = 0; k < Steps / 8; k++) inEights.Step(0.1f, 8);
        for (int k = 0; k < Steps; k++) oneByOne.Step(0.1f);
        Assert.True(atOnce.V.SequenceEqual(inEights.V));
        Assert.True(atOnce.V.SequenceEqual(oneByOne.V));
        Assert.True(atOnce.V[..100].SequenceEqual(few.V));

        static NoisyLeakyIntegrateAndFire.Population Create(int count) => new(count, new() { I = 2 }) { Seed = 12345 };
    }

    [Fact]
    public void Another_seed_is_another_noise()
    {
        using NoisyLeakyIntegrateAndFire.Population one = new(1) { Seed = 1 }, two = new(1) { Seed = 2 };
        one.Step(0.1f);
        two.Step(0.1f);
        Assert.NotEqual(one.V[0], two.V[0]);
    }

    // The root mean square over many neurons after 8 ms.
    private static double DistanceToTheSamePathRefined(double dt)
    {
        const int Count = 2000, Refinement = 64;
        const double Duration = 8, TauM = 10, Sigma = 5, Start = -50, Rest = -65;
        int steps = (int)(Duration / dt);
        SingleNeuron<double> prototype = SingleNeuron<double>.New("NoisyLeakyIntegrateAndFire");
        (prototype["V"], prototype["VThreshold"]) = (Start, Never);
        using Population<double> population = prototype.Populate(Count);
        population.Seed = 4;
        population.Step(dt, steps);

        Random random = new(6);
        double h = dt / Refinement, squares = 0;
        double[] increments = new double[Refinement];
        for (int i = 0; i < Count; i++)
        {
            double v = Start;
            for (int step = 0; step < steps; step++)
            {
                // Increments of the Brownian motion that add up to the one the population drew.
                double whole = Math.Sqrt(dt) * GaussianNoise.Sample(4, 0, i, step);
                for (int k = 0; k < Refinement; k++) increments[k] = Math.Sqrt(h) * Normal(random);
                double excess = (whole - increments.Sum()) / Refinement;
                foreach (double increment in increments) v += (h * (Rest - v) / TauM) + (Sigma * Math.Sqrt(2 / TauM) * (increment + excess));
            }

            squares += Math.Pow(v - population.State("V")[i], 2);
        }

        return Math.Sqrt(squares / Count);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
