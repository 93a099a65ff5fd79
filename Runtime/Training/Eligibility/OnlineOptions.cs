namespace NeuronDsl.Training;

/// <summary>How a network of recurrent layers learns online.</summary>
public sealed record OnlineOptions
{
    /// <summary>What remains of the readout's sums after one step, and so of a filtered trace: kappa.</summary>
    public double Kappa { get; init; } = 0.8;

    /// <summary>How the readout's error reaches the layers.</summary>
    public Feedback Feedback { get; init; } = Feedback.Symmetric;

    /// <summary>By how much of themselves adaptive feedback and the readout decay in an update: added to their gradients.</summary>
    public double FeedbackDecay { get; init; } = 0.01;

    /// <summary>The rate that neurons are drawn to, spikes per step.</summary>
    public double TargetRate { get; init; } = 0.01;

    /// <summary>How strongly they are drawn; 0 for not at all.</summary>
    public double RateCost { get; init; }

    /// <summary>How they are drawn.</summary>
    public RateRule RateRule { get; init; } = RateRule.ThroughTraces;

    /// <summary>How strongly weights are drawn to 0.</summary>
    public double WeightCost { get; init; }

    /// <summary>The part of recurrent weights that is 0 for ever, at random; self-connections always are.</summary>
    public double Sparsity { get; init; }

    /// <summary>Whether layers are recurrent.</summary>
    public bool Recurrent { get; init; } = true;

    /// <summary>
    /// Whether hidden weights learn at all; if not, only the readout does: the control that shows what the layers' learning is worth.
    /// </summary>
    public bool LearnsHidden { get; init; } = true;

    /// <summary>The most steps that are kept before their gradient is summed; longer sequences go window by window, with traces that carry over.</summary>
    public int Window { get; init; } = 1024;

    /// <summary>The seed of weights, feedback and sparsity.</summary>
    public ulong Seed { get; init; }
}
