using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Simulation;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>What an experimenter does with one neuron: put in a current, write down spikes or a trace.</summary>
internal static class Experiment
{
    /// <summary>The steps of the spikes, counted from 0, under a constant input.</summary>
    public static long[] SpikeSteps<T>(SingleNeuron<T> neuron, Solver solver, double dt, double duration, double input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Population<T> population = neuron.Populate(1, solver);
        population.Input(population.Layout.Inputs.Single())[0] = T.CreateChecked(input);
        SpikeList spikes = new();
        population.Step(T.CreateChecked(dt), (int)Math.Round(duration / dt), spikes);
        return [.. spikes.Select(spike => spike.Step)];
    }

    /// <summary>A state at the end of every step, and whether the neuron fired in it, under an input that depends on the step's start.</summary>
    public static IEnumerable<(long Step, bool Fired, double Value)> Trace<T>(
        SingleNeuron<T> neuron, Solver solver, double dt, double duration, Func<double, double> input, string state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Population<T> population = neuron.Populate(1, solver);
        string port = population.Layout.Inputs.Single();
        for (long step = 0; step < Math.Round(duration / dt); step++)
        {
            population.Input(port)[0] = T.CreateChecked(input(step * dt));
            bool fired = population.Step(T.CreateChecked(dt)) > 0;
            yield return (step, fired, double.CreateChecked(population.State(state)[0]));
        }
    }
}
