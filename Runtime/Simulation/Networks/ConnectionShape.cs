namespace NeuronDsl.Simulation;

/// <summary>What a rule of connectivity is applied to: so many sources, so many targets, and where they are the same neurons.</summary>
/// <param name="Sources">How many sources.</param>
/// <param name="Targets">How many targets.</param>
/// <param name="SelfOffset">Target minus source of one and the same neuron; null where the populations differ.</param>
/// <param name="Random">The projection's random numbers.</param>
internal readonly record struct ConnectionShape(int Sources, int Targets, int? SelfOffset, CounterRandom Random)
{
    /// <summary>The target that is the source itself, -1 if none is.</summary>
    public int SelfAsTarget(int source) => SelfOffset is { } offset && source + offset >= 0 && source + offset < Targets ? source + offset : -1;

    /// <summary>The source that is the target itself, -1 if none is.</summary>
    public int SelfAsSource(int target) => SelfOffset is { } offset && target - offset >= 0 && target - offset < Sources ? target - offset : -1;
}
