using System;

namespace NeuronDsl.Simulation;

/// <summary>What the synapses of a projection are like.</summary>
public sealed record Synapses
{
    /// <summary>The weights, in the unit of the port; left out, those of the connectivity, or 1.</summary>
    public SynapseValues? Weight { get; init; }

    /// <summary>
    /// The delays, in the unit of dt, rounded to whole steps, at least one; left out, one step. A spike is stamped with the end of its step, and
    /// arrives at the start of the step that begins a delay later.
    /// </summary>
    public SynapseValues? Delay { get; init; }

    /// <summary>The receiving state or the input at which spikes arrive; left out, the only receiving state.</summary>
    public string? Port { get; init; }

    /// <summary>Which neurons of the source population; left out, all. The connectivity counts from the first of them.</summary>
    public Range Sources { get; init; } = Range.All;

    /// <summary>Which neurons of the target population; left out, all. The connectivity counts from the first of them.</summary>
    public Range Targets { get; init; } = Range.All;

    /// <summary>How weights change; left out, they do not.</summary>
    public PairStdp? Plasticity { get; init; }
}
