using System.Collections.Generic;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace PapersSample.Roles;

/// <summary>A neuron from which leakage or reset is taken, or to which recurrence is given.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Leakage">Whether it forgets.</param>
/// <param name="Resets">Whether a spike resets it.</param>
/// <param name="Recurs">Whether its layer's spikes come back a step later.</param>
internal sealed record Variant(string Name, Leakage Leakage, bool Resets, bool Recurs)
{
    /// <summary>What normal leakage leaves of the potential in a step where it is not learned; the publication does not state it.</summary>
    public const float Decay = 0.5f;

    public static Variant Baseline { get; } = new("baseline", Leakage.Normal, Resets: true, Recurs: false);

    public static Variant WithoutLeakage { get; } = new("no leakage", Leakage.None, Resets: true, Recurs: false);

    public static Variant CompleteLeakage { get; } = new("complete leakage", Leakage.Complete, Resets: true, Recurs: false);

    public static Variant WithoutReset { get; } = new("no reset", Leakage.Normal, Resets: false, Recurs: false);

    public static Variant WithRecurrence { get; } = new("recurrence", Leakage.Normal, Resets: true, Recurs: true);

    /// <summary>The five of the publication's main table.</summary>
    public static IReadOnlyList<Variant> All { get; } = [Baseline, WithoutLeakage, CompleteLeakage, WithoutReset, WithRecurrence];

    /// <summary>A network for spatial and spatio-temporal tasks, with their threshold and window: a hidden layer, recurrent or not, and outputs.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="hidden">Hidden neurons.</param>
    /// <param name="outputs">Classes.</param>
    /// <param name="spikingOutputs">Whether the outputs are neurons of the same kind, whose rates are read, or sums that are read themselves.</param>
    /// <param name="seed">Seeds the weights.</param>
    public Sequential Network(int inputs, int hidden, int outputs, bool spikingOutputs, ulong seed)
    {
        Layer<float>[] body = [new Linear(inputs, hidden), Around(Spatial(hidden)), new Linear(hidden, outputs)];
        Sequential network = new(spikingOutputs ? [.. body, Spatial(outputs)] : body) { Threads = 1 };
        network.Initialize(seed);
        return network;
    }

    /// <summary>A hidden layer with the threshold and window of temporal tasks, whose neurons learn their own leakage where it is normal.</summary>
    public Layer<float> Temporal(int size) => Around(Leakage == Leakage.Normal
        ? LearnableIterativeLif.Layer(size, prototype: new LearnableIterativeLif { ResetStrength = Resets ? 1 : 0 }, sharing: ParameterSharing.PerNeuron)
        : IterativeLif.Layer(size, prototype: new IterativeLif { KTau = KTau, ResetStrength = Resets ? 1 : 0 }));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private Layer<float> Around(NeuronLayer<float> neurons) => Recurs ? new Recurrent(neurons) : neurons;

    private IterativeLif.TrainableLayer Spatial(int size) => IterativeLif.Layer(size, prototype: new IterativeLif { KTau = KTau, ResetStrength = Resets ? 1 : 0, Threshold = 0.3f, Width = 0.25f });

    private float KTau => Leakage switch { Leakage.None => 1, Leakage.Complete => 0, _ => Decay };
}

/// <summary>How much of its potential a neuron forgets at each step.</summary>
internal enum Leakage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A part.</summary>
    Normal,

    /// <summary>All of it.</summary>
    Complete,
}
