using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>What an exported neuron is run with.</summary>
public sealed record ExportOptions
{
    /// <summary>The solver; left out, the neuron's default.</summary>
    public Solver Solver { get; init; }

    /// <summary>The time step in ms; left out, the one that the neuron is meant for, else 0.1, else 1 for maps.</summary>
    public double? Dt { get; init; }

    /// <summary>How long to run, in ms.</summary>
    public double Duration { get; init; } = 1000;

    /// <summary>Inputs by name, [steps]: one value is held for ever, and after the last one it stays. Inputs that are not named keep the neuron's own value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Inputs { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>What arrives at receiving states by name, [steps]: added at the start of the step; after the last one nothing arrives.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Arrivals { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    internal void Check(DescribedNeuron neuron)
    {
        System.ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Duration);
        Check(neuron.Name, Inputs, neuron.Inputs, "input");
        Check(neuron.Name, Arrivals, neuron.Receiving, "receiving state");
    }

    private static void Check(string neuron, IReadOnlyDictionary<string, IReadOnlyList<double>> given, IEnumerable<MemberDescription> members, string kind)
    {
        List<string> known = [];
        foreach (MemberDescription member in members) known.Add(member.Name);
        foreach ((string name, IReadOnlyList<double> values) in given)
        {
            string has = known.Count == 0 ? $"it has no {kind}s" : $"its {kind}s are {string.Join(", ", known)}";
            if (!known.Contains(name)) throw new System.ArgumentException($"{neuron} has no {kind} '{name}'; {has}.", "options");
            if (values.Count == 0) throw new System.ArgumentException($"No value was given for the {kind} '{name}' of {neuron}.", "options");
        }
    }
}
