using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>What is chosen where a NIR file leaves it open.</summary>
public sealed record NirOptions
{
    /// <summary>The time step in seconds; left out, the file's own.</summary>
    public double? Dt { get; init; }

    /// <summary>How neurons are discretised; left out, as the file says, else exactly, with a warning where that is ambiguous.</summary>
    public NirDiscretisation Discretisation { get; init; }
}

/// <summary>
/// A NIR graph at work, step by step, in single precision: neurons are populations, connections the layers of training. An edge that closes a cycle
/// carries what was sent in the step before.
/// </summary>
public sealed class NirNetwork : IDisposable
{
    // Above this share of a time constant the discretisations part within some hundred steps.
    private const double Distinguishable = 1e-3;

    private readonly Dictionary<string, NirStage> _stages = [];
    private readonly List<(NirStage Stage, NirStage[] Sources)> _order = [];
    private readonly List<string> _warnings = [];

    /// <summary>Builds the network of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">What is chosen where the graph leaves it open.</param>
    /// <exception cref="ArgumentException">Neither the graph nor the options say a time step.</exception>
    /// <exception cref="NotSupportedException">A node cannot be discretised so.</exception>
    public NirNetwork(NirGraph graph, NirOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new NirOptions();
        Dt = options.Dt ?? graph.Dt ?? throw new ArgumentException("The graph does not say its time step; choose one in the options.", nameof(options));
        if (!(Dt > 0 && double.IsFinite(Dt))) throw new ArgumentOutOfRangeException(nameof(options), Dt, "A time step is positive and finite.");
        NirDiscretisation chosen = options.Discretisation != NirDiscretisation.Unstated ? options.Discretisation : graph.Discretisation;
        Discretisation = chosen == NirDiscretisation.Unstated ? NirDiscretisation.Exact : chosen;
        foreach (string name in graph.Order)
        {
            NirNode node = graph.Nodes[name];
            if (chosen == NirDiscretisation.Unstated) WarnOfAmbiguity(name, node);
            _stages[name] = NirStage.Of(name, node, InputShape(graph, name), graph.Shapes[name], Dt, Discretisation);
        }

        foreach (string name in graph.Order) _order.Add((_stages[name], [.. graph.Edges.Where(e => e.To == name).Select(e => _stages[e.From])]));
        Inputs = [.. graph.Nodes.Keys.Where(n => graph.Nodes[n].Type == "Input" && graph.Edges.All(e => e.To != n))];
    }

    /// <summary>The time step in seconds.</summary>
    public double Dt { get; }

    /// <summary>How neurons are discretised.</summary>
    public NirDiscretisation Discretisation { get; }

    /// <summary>The nodes where signals come in.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>What the file leaves open and the options did not decide, a sentence for each node.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What a node is given from outside, kept until it is written again.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public Span<float> Input(string node) => StageOf(node).External;

    /// <summary>What a node sent in the last step: spikes are 1.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public ReadOnlySpan<float> Output(string node) => StageOf(node).Output;

    /// <summary>Takes one step.</summary>
    public void Step()
    {
        foreach ((NirStage stage, NirStage[] sources) in _order)
        {
            Span<float> given = stage.Given;
            stage.External.CopyTo(given);
            foreach (NirStage source in sources)
            {
                ReadOnlySpan<float> sent = source.Output;
                for (int i = 0; i < given.Length; i++) given[i] += sent[sent.Length == 1 ? 0 : i];
            }

            stage.Step();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NirStage stage in _stages.Values) stage.Dispose();
    }

    private static int[] InputShape(NirGraph graph, string name) =>
        graph.Edges.Where(e => e.To == name).Select(e => graph.Shapes[e.From]).FirstOrDefault() ?? graph.Shapes[name];

    private void WarnOfAmbiguity(string name, NirNode node)
    {
        string? tau = node.Type switch { "LIF" or "LI" => "tau", "CubaLIF" or "CubaLI" => "tau_mem", _ => null };
        if (tau is null) return;
        double share = Dt / node[tau].Values.Min();
        if (share < Distinguishable) return;
        _warnings.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Node '{name}', a {node.Type}, does not say how it was discretised: a step is {share:G3} of its time constant, and the exact solution, Euler's and " +
            $"their mixture spike at different steps. The exact solution is taken; choose another in the options."));
    }

    private NirStage StageOf(string node) => _stages.TryGetValue(node, out NirStage? stage)
        ? stage
        : throw new ArgumentException($"There is no node '{node}'; there are {string.Join(", ", _stages.Keys)}.", nameof(node));
}
