using System;
using System.Linq;
using System.Numerics;
using NeuronDsl.Simulation;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>Random populations within a neuron's range; equal seeds give equal populations.</summary>
internal sealed class Scenario<T>(string neuron, Solver solver, bool ownParameters, int seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Random _random = new(seed);

    public Drive Drive { get; } = Drive.Of(neuron);

    public T Dt => T.CreateChecked(Drive.Dt);

    /// <summary>Random states and inputs, and where neurons have parameters of their own, random ones up to 3 % from the usual.</summary>
    public Population<T> Populate(int count)
    {
        SingleNeuron<T> prototype = SingleNeuron<T>.New(neuron);
        Population<T> population = prototype.Populate(count, solver);
        population.Seed = (ulong)seed;
        for (int k = 0; k < population.Layout.States.Count; k++) Fill(population.State(population.Layout.States[k]), Drive.States[k]);
        Fill(population.Input(population.Layout.Inputs.Single()), Drive.Input);
        if (!ownParameters) return population;
        foreach (string parameter in population.Layout.Parameters)
        {
            T[] own = new T[count];
            Fill(own, Around(double.CreateChecked(prototype[parameter]), parameter));
            population.SetParameter(parameter, own);
        }

        return population;
    }

    /// <summary>Random weights at every receiving state of about every third neuron.</summary>
    public void Arrive(Population<T> population)
    {
        foreach (string state in population.Layout.Receiving)
        {
            Span<T> arrivals = population.Arrivals(state);
            for (int i = 0; i < arrivals.Length; i++)
            {
                if (_random.Next(3) == 0) arrivals[i] = T.CreateChecked(Drive.Weight * _random.NextDouble());
            }
        }
    }

    // Downwards: a decay of 1 is the greatest there is. The periods of maps are whole numbers of steps.
    private static Interval Around(double value, string parameter) =>
        value == 0 ? new(0, 0.01) : parameter == "TRef" && value == Math.Round(value) ? new(value, value) : new(0.97 * value, value);

    private void Fill(Span<T> values, Interval range)
    {
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateChecked(range.Draw(_random));
    }
}
