using System;
using System.Linq;
using System.Numerics;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>Refractoriness and upward crossings, in populations of every width and in single neurons.</summary>
public class SpikeRuleTests
{
    // The spike's own step counts: round(TRef / dt) - 1 further steps are held, halves being rounded to even.
    [Theory]
    [InlineData(2, 0.1, 19), InlineData(0.25, 0.125, 1), InlineData(0.1, 0.1, 0), InlineData(0, 0.1, 0), InlineData(0.01, 0.1, 0)]
    [InlineData(2.5, 1, 1), InlineData(3.5, 1, 3), InlineData(2.04, 0.1, 19), InlineData(2.06, 0.1, 20)]
    public void The_reset_holds_for_the_refractory_period(double period, double dt, int held)
    {
        ForEachWidth(width =>
        {
            Check<float>(width);
            Check<double>(width);
        });
        CheckSingle<float>();
        CheckSingle<double>();

        void Check<T>(VectorWidth width)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using Population<T> population = Firing<T>().Populate(1);
            population.VectorWidth = width;
            T start = T.CreateChecked(dt), reset = T.CreateChecked(-65);
            Assert.Equal(1, population.Step(start));
            for (int step = 0; step < held; step++)
            {
                // An arrival that would suffice for a spike is dropped.
                population.Arrivals("V")[0] = T.CreateChecked(100);
                Assert.Equal(0, population.Step(start));
                Assert.Equal(reset, population.State("V")[0]);
            }

            Assert.Equal(0, population.Step(start));
            Assert.True(population.State("V")[0] > reset);
        }

        void CheckSingle<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            SingleNeuron<T> neuron = Firing<T>();
            T start = T.CreateChecked(dt), reset = T.CreateChecked(-65);
            Assert.True(neuron.Step(start));
            for (int step = 0; step < held; step++)
            {
                neuron["VArrival"] = T.CreateChecked(100);
                Assert.False(neuron.Step(start));
                Assert.Equal(reset, neuron["V"]);
            }

            Assert.False(neuron.Step(start));
            Assert.True(neuron["V"] > reset);
        }

        SingleNeuron<T> Firing<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            SingleNeuron<T> neuron = SingleNeuron<T>.New("LeakyIntegrateAndFire");
            (neuron["V"], neuron["I"], neuron["TRef"]) = (T.CreateChecked(100), T.CreateChecked(0.5), T.CreateChecked(period));
            return neuron;
        }
    }

    // AdEx: V := VReset is held, w += B is not.
    [Fact]
    public void A_state_that_the_reset_adds_to_goes_on_while_the_neuron_is_refractory() => ForEachWidth(width =>
    {
        SingleNeuron<double> neuron = SingleNeuron<double>.New("AdEx");
        (neuron["V"], neuron["TRef"]) = (30, 2);
        using Population<double> population = neuron.Populate(1, Solver.Euler);
        population.VectorWidth = width;
        Assert.Equal(1, population.Step(0.1));
        for (int step = 0; step < 19; step++)
        {
            double before = population.State("w")[0];
            population.Step(0.1);
            Assert.Equal(-70.6, population.State("V")[0]);

            // V is at EL: w decays.
            Assert.Equal(before * (1 - (0.1 / 144)), population.State("w")[0], 1e-12);
        }

        population.Step(0.1);
        Assert.NotEqual(-70.6, population.State("V")[0]);
    });

    // The condition does not hold again before the period is over, though the drive would reach the threshold in every step.
    [Fact]
    public void Intervals_are_no_shorter_than_the_refractory_period()
    {
        SingleNeuron<float> neuron = SingleNeuron<float>.New("LeakyIntegrateAndFire");
        long[] steps = Experiment.SpikeSteps(neuron, Solver.Exact, 0.1, 50, 1e5);
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.Equal(20, pair.Second - pair.First));
        Assert.Equal(25, steps.Length);
    }

    [Fact]
    public void A_neuron_that_starts_above_does_not_fire_before_it_has_been_below()
    {
        SingleNeuron<double> neuron = SingleNeuron<double>.New("FitzHughNagumo");
        (neuron["v"], neuron["I"]) = (1.5, 0.5);
        long[] steps = Experiment.SpikeSteps(neuron, Solver.RungeKutta4, 0.1, 60, 0.5);
        double[] v = [.. Experiment.Trace(neuron, Solver.RungeKutta4, 0.1, 60, _ => 0.5, "v").Select(s => s.Value)];
        int below = Array.FindIndex(v, x => x < 1), again = Array.FindIndex(v, below, x => x >= 1);
        Assert.Equal([(long)again], steps);
        Assert.Equal([(long)again], Enumerable.Range(0, 600).Where(_ => neuron.Step(0.1)).Select(step => (long)step));
    }

    // The flag belongs to the last step, whatever is written into the states between steps.
    [Fact]
    public void Writing_a_state_does_not_change_the_crossing_flag() => ForEachWidth(width =>
    {
        using Population<double> population = SingleNeuron<double>.New("FitzHughNagumo").Populate(2);
        population.VectorWidth = width;
        population.Step(0.1);

        // Below at the end of the last step, lifted above: a crossing.
        population.State("v")[0] = 1.5;
        population.Step(0.1);
        Assert.Equal([0], population.SpikingNeurons);

        // Above at the end of the last step, pushed below and driven above again within one step: none.
        population.State("v")[0] = 0.9;
        population.Input("I")[0] = 5;
        population.Step(0.1);
        Assert.True(population.State("v")[0] >= 1);
        Assert.Empty(population.SpikingNeurons);

        // A step that ends below makes the next crossing count.
        population.State("v")[0] = -1;
        population.Input("I")[0] = 0;
        population.Step(0.1);
        population.State("v")[0] = 1.5;
        population.Step(0.1);
        Assert.Equal([0], population.SpikingNeurons);
    });

    // A neuron read from a population and written to another brings its flag along, unlike states written one by one.
    [Fact]
    public void A_neuron_written_into_a_population_brings_its_crossing_flag()
    {
        using NeuronDsl.Models.FitzHughNagumo.Population from = new(1, new() { v = 1.5f }), to = new(1);
        to[0] = from[0];
        to.Step(0.1f);
        Assert.Empty(to.SpikingNeurons);
        Assert.True(to.v[0] >= 1);
    }

    private static void ForEachWidth(Action<VectorWidth> check)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported)) check(width);
    }
}
