using System;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>
/// Where spikes arrive in a population. A receiving state adds what arrives and forgets it; an input keeps the value that the user gave it,
/// and has what arrives in a step on top of it for that step.
/// </summary>
internal sealed class Port<T>(Population<T> population, string name, int row, bool isInput)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _resting = isInput ? new T[population.PaddedRow(row).Length] : [];

    public string Name => name;

    /// <summary>What arrives, [neurons].</summary>
    public Span<T> Row => population.PaddedRow(row);

    /// <summary>Finds a port: by its name, or the only receiving state.</summary>
    public static (string Name, int Row, bool IsInput) Find(Population<T> population, string? name)
    {
        NeuronLayout layout = population.Layout;
        if (name is null)
        {
            if (layout.Receiving.Count == 1) return (layout.Receiving[0], population.ArrivalRow(0), false);
            string problem = layout.Receiving.Count == 0
                ? "no receiving state: name an input as the port"
                : "several receiving states: name the port";
            throw new ArgumentException($"{layout.Name} has {problem}. {Known()}", "port");
        }

        for (int k = 0; k < layout.Receiving.Count; k++)
        {
            if (layout.Receiving[k] == name) return (name, population.ArrivalRow(k), false);
        }

        for (int k = 0; k < layout.Inputs.Count; k++)
        {
            if (layout.Inputs[k] == name) return (name, population.InputRow(k), true);
        }

        throw new ArgumentException($"{layout.Name} has no port '{name}'. {Known()}", nameof(name));

        string Known() => $"Its receiving states: {List(layout.Receiving)}; its inputs: {List(layout.Inputs)}.";
        static string List(System.Collections.Generic.IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
    }

    /// <summary>Takes what an input is now as its value without spikes.</summary>
    public void Begin()
    {
        if (isInput) Row.CopyTo(_resting);
    }

    /// <summary>Takes the arrivals off an input again.</summary>
    public void Settle(int first, int end)
    {
        if (isInput) _resting.AsSpan(first..end).CopyTo(Row[first..end]);
    }
}
