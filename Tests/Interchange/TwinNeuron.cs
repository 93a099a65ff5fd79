using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Catalogue;

namespace NeuronDsl.Tests.Interchange;

/// <summary>A neuron of the catalogue in double precision, run by its own population: what an export is compared with.</summary>
internal sealed class TwinNeuron(Type type)
{
    /// <summary>All of them.</summary>
    public static IEnumerable<TwinNeuron> All => Generator.Catalogue.InDouble.GetExportedTypes()
        .Where(t => t.IsAssignableTo(typeof(INeuron<double>))).OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => new TwinNeuron(t));

    public static TwinNeuron Of(string name) => All.Single(n => n.Name == name);

    public string Name => type.Name;

    public NeuronDescription Description => (NeuronDescription)type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The description of a neuron with other parameters.</summary>
    public NeuronDescription Describe(params (string Member, double Value)[] values) => (NeuronDescription)type.GetMethod("Describe")!.Invoke(New(values), null)!;

    /// <summary>Runs one neuron.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="steps">Steps in all, a multiple of ten.</param>
    /// <param name="inputs">The values of inputs, of each step; the last one stays.</param>
    /// <param name="arrivals">What arrives, in each step.</param>
    /// <param name="values">Members that differ from the class's.</param>
    public Trace Run(
        Solver solver, double dt, int steps, IReadOnlyDictionary<string, IReadOnlyList<double>> inputs,
        IReadOnlyDictionary<string, IReadOnlyList<double>>? arrivals = null, params (string Member, double Value)[] values)
    {
        using var population = (Population<double>)Activator.CreateInstance(type.GetNestedType("Population")!, 1, New(values), solver)!;
        SpikeList spikes = new();
        Dictionary<string, List<double>> states = Description.Members.Where(m => m.Kind.EndsWith("state", StringComparison.Ordinal)).ToDictionary(m => m.Name, _ => new List<double>());
        for (int step = 0; step < steps; step++)
        {
            foreach ((string input, IReadOnlyList<double> series) in inputs) population.Input(input)[0] = series[Math.Min(step, series.Count - 1)];
            foreach ((string state, IReadOnlyList<double> series) in arrivals ?? new Dictionary<string, IReadOnlyList<double>>())
            {
                if (step < series.Count) population.Arrivals(state)[0] = series[step];
            }

            population.Step(dt, 1, spikes);
            if ((step + 1) % (steps / 10) != 0) continue;
            foreach ((string state, List<double> samples) in states) samples.Add(population.State(state)[0]);
        }

        return new Trace([.. spikes.Spikes.ToArray().Select(s => (int)s.Step)], states.ToDictionary(s => s.Key, s => (IReadOnlyList<double>)s.Value));
    }

    /// <summary>The middle of the range of inputs that makes it fire.</summary>
    public Dictionary<string, IReadOnlyList<double>> Drive
    {
        get
        {
            Interval range = Tests.Catalogue.Drive.Of(Name).Input;
            double middle = (range.Low + range.High) / 2;
            return Description.Members.Where(m => m.Kind == "input").ToDictionary(m => m.Name, _ => (IReadOnlyList<double>)[middle]);
        }
    }

    private object New((string Member, double Value)[] values)
    {
        object neuron = Activator.CreateInstance(type)!;
        foreach ((string member, double value) in values) type.GetField(member)!.SetValue(neuron, value);
        return neuron;
    }
}

/// <summary>The steps of the spikes, and each state after each tenth of the run.</summary>
internal sealed record Trace(IReadOnlyList<int> Spikes, IReadOnlyDictionary<string, IReadOnlyList<double>> States);
