namespace NeuronDsl.Benchmarks.Measuring;

/// <summary>One comparison.</summary>
/// <param name="Name">What was measured, its type and size, and beside whom.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Peer">The other's figure.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Ratio">How many times better ours is, the median over the pairs of runs.</param>
/// <param name="Goal">What the ratio shall be, null where it is only shown.</param>
internal sealed record Row(string Name, double Ours, double? Peer, string Unit, double? Ratio, double? Goal)
{
    /// <summary>Why the result cannot be right, null where it is.</summary>
    public string? Wrong { get; init; }

    /// <summary>Arithmetic operations a second, 0 where not counted.</summary>
    public double OperationsPerSecond { get; init; }

    /// <summary>The part of the measured peak that these are.</summary>
    public double PeakShare { get; init; }

    /// <summary>Bytes of states and inputs that one step of one neuron reads and writes.</summary>
    public int BytesPerStep { get; init; }

    /// <summary>What became of the goal.</summary>
    public string Verdict => Wrong is not null ? "WRONG" : Goal is null || Ratio is null ? "" : Ratio >= Goal ? "met" : "missed";
}
