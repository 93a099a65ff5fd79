using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>
/// Populations against the scalar neuron, which asks the user's own compiled properties and shares no arithmetic with the kernels.
/// </summary>
/// <remarks>
/// The bound on one step is in roundings (2^-23, 2^-52) of the state's scale, the greatest magnitude in its range: kernels contract products and
/// sums, replace divisions by products and evaluate functions to about one unit of the last place. A step is the old value plus dt times slopes
/// that are, times dt, of the state's scale at most, so each of these costs a fraction of a rounding: most neurons stay within 2. It is more
/// where an exponential multiplies the rounding of its argument by the argument, in the upstrokes of AdEx (up to 10). Exponential Euler has a
/// bound of its own: the scalar neuron takes the coefficient as a difference of slopes, which in a spike of the squid axon are a hundred times
/// as large as the difference (up to 29).
/// </remarks>
public class ScalarAgreementTests
{
    private const int Roundings = 16, RoundingsOfDifferences = 64;

    public static TheoryData<string, Solver, string> SolversAndPrecisions => NeuronCatalogue.SolversAndPrecisions;

    public static TheoryData<string, Solver> Solvers
    {
        get
        {
            TheoryData<string, Solver> data = [];
            foreach ((string neuron, Solver solver) in NeuronCatalogue.Solvers) data.Add(neuron, solver);
            return data;
        }
    }

    public static TheoryData<string> Neurons => [.. NeuronCatalogue.Names];

    [Theory, MemberData(nameof(SolversAndPrecisions))]
    public void One_step_agrees_to_a_few_roundings(string neuron, Solver solver, string precision)
    {
        foreach (bool ownParameters in new[] { false, true })
        {
            if (precision == "float") CompareSteps<float>(neuron, solver, ownParameters, Math.ScaleB(1, -23));
            else CompareSteps<double>(neuron, solver, ownParameters, Math.ScaleB(1, -52));
        }
    }

    [Theory, MemberData(nameof(Solvers))]
    public void A_thousand_steps_agree_spike_for_spike(string neuron, Solver solver)
    {
        foreach (bool ownParameters in new[] { false, true })
        {
            const int Count = 4, Steps = 1000;
            Scenario<double> scenario = new(neuron, solver, ownParameters, seed: 3);
            using Population<double> population = scenario.Populate(Count);
            SingleNeuron<double>[] singles = CopiesOf(population);
            int spikes = 0;
            for (int step = 0; step < Steps; step++)
            {
                if (step % 8 == 0)
                {
                    scenario.Arrive(population);
                    CopyArrivals(population, singles);
                }

                population.Step(scenario.Dt);
                int[] expected = [.. Enumerable.Range(0, Count).Where(i => singles[i].Step(scenario.Dt, solver))];
                Assert.Equal(expected, population.SpikingNeurons);
                spikes += expected.Length;
            }

            Assert.Equal(population.Layout.Spikes, spikes > 0);
        }
    }

    [Theory, MemberData(nameof(Neurons))]
    public void A_thousand_steps_at_once_are_a_thousand_steps(string neuron)
    {
        // So many neurons that several blocks of them take turns, the last word being incomplete.
        const int Count = 3250, Steps = 1000;
        using Population<float> atOnce = Populate(), oneByOne = Populate(), unrecorded = Populate();
        float dt = (float)Drive.Of(neuron).Dt;
        SpikeList expected = new(), actual = new();
        long counted = 0;
        for (int step = 0; step < Steps; step++) counted += oneByOne.Step(dt, spikes: expected);

        Assert.Equal(counted, atOnce.Step(dt, Steps, actual));
        Assert.Equal(counted, actual.Count);
        Assert.Equal(atOnce.Layout.Spikes, counted > 0);
        Assert.True(expected.Spikes.SequenceEqual(actual.Spikes));
        Assert.True(oneByOne.SpikeMask.SequenceEqual(atOnce.SpikeMask));
        Assert.Equal(Steps, atOnce.StepIndex);
        Assert.Equal(counted, unrecorded.Step(dt, Steps));
        Assert.True(oneByOne.SpikeMask.SequenceEqual(unrecorded.SpikeMask));
        foreach (string state in atOnce.Layout.States)
        {
            Assert.True(oneByOne.State(state).SequenceEqual(atOnce.State(state)));
            Assert.True(oneByOne.State(state).SequenceEqual(unrecorded.State(state)));
        }

        Population<float> Populate()
        {
            Scenario<float> scenario = new(neuron, Solver.None, ownParameters: false, seed: 7);
            Population<float> population = scenario.Populate(Count);
            scenario.Arrive(population);
            return population;
        }
    }

    private static void CompareSteps<T>(string neuron, Solver solver, bool ownParameters, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 70, Steps = 12;
        double bound = epsilon * (solver == Solver.ExponentialEuler ? RoundingsOfDifferences : Roundings);
        Scenario<T> scenario = new(neuron, solver, ownParameters, seed: 5);
        using Population<T> population = scenario.Populate(Count);
        SingleNeuron<T>[] singles = CopiesOf(population);
        for (int step = 0; step < Steps; step++)
        {
            scenario.Arrive(population);
            CopyArrivals(population, singles);
            population.Step(scenario.Dt);
            int[] fired = [.. Enumerable.Range(0, Count).Where(i => singles[i].Step(scenario.Dt, solver))];
            SingleNeuron<T>[] vectors = CopiesOf(population);
            Assert.Equal(fired, population.SpikingNeurons);
            Assert.Equal(singles.Select(n => (n.Remaining, n.Above)), vectors.Select(n => (n.Remaining, n.Above)));
            foreach ((T expected, T actual, double scale) in Pairs(scenario.Drive, singles, vectors, population.Layout.States))
            {
                double reference = double.CreateChecked(expected);
                Assert.Equal(reference, double.CreateChecked(actual), bound * Math.Max(scale, Math.Abs(reference)));
            }

            // Each step starts from equal states: bounds on one step do not add up.
            singles = vectors;
        }
    }

    private static SingleNeuron<T>[] CopiesOf<T>(Population<T> population)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, population.Count).Select(i => SingleNeuron<T>.Of(population, i))];

    private static void CopyArrivals<T>(Population<T> population, SingleNeuron<T>[] singles)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (string state in population.Layout.Receiving)
        {
            for (int i = 0; i < singles.Length; i++) singles[i][state + "Arrival"] = population.Arrivals(state)[i];
        }
    }

    private static IEnumerable<(T Expected, T Actual, double Scale)> Pairs<T>(
        Drive drive, SingleNeuron<T>[] expected, SingleNeuron<T>[] actual, IReadOnlyList<string> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from i in Enumerable.Range(0, expected.Length)
        from k in Enumerable.Range(0, states.Count)
        select (expected[i][states[k]], actual[i][states[k]], drive.States[k].Scale);
}
