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
    public static Variant Baseline { get; } = new("baseline", Leakage.Normal, Resets: true, Recurs: false);

    public static Variant WithoutLeakage { get; } = new("no leakage", Leakage.None, Resets: true, Recurs: false);

    public static Variant CompleteLeakage { get; } = new("complete leakage", Leakage.Complete, Resets: true, Recurs: false);

    public static Variant WithoutReset { get; } = new("no reset", Leakage.Normal, Resets: false, Recurs: false);

    public static Variant WithRecurrence { get; } = new("recurrence", Leakage.Normal, Resets: true, Recurs: true);

    /// <summary>The five of the publication's main table.</summary>
    public static IReadOnlyList<Variant> All { get; } = [Baseline, WithoutLeakage, CompleteLeakage, WithoutReset, WithRecurrence];

    /// <summary>A hidden layer with the threshold and window of spatial and spatio-temporal tasks.</summary>
    /// <param name="size">Neurons.</param>
    /// <param name="decay">What normal leakage leaves of the potential after a step.</param>
    public Layer<float> Spatial(int size, float decay) => Around(IterativeLif.Layer(size, prototype: new IterativeLif { KTau = KTau(decay), ResetStrength = Resets ? 1 : 0, Threshold = 0.3f, Width = 0.25f }));

    /// <summary>A hidden layer with the threshold and window of temporal tasks, whose neurons learn their own leakage where it is normal.</summary>
    public Layer<float> Temporal(int size) => Around(Leakage == Leakage.Normal
        ? LearnableIterativeLif.Layer(size, prototype: new LearnableIterativeLif { ResetStrength = Resets ? 1 : 0 }, sharing: ParameterSharing.PerNeuron)
        : IterativeLif.Layer(size, prototype: new IterativeLif { KTau = KTau(0), ResetStrength = Resets ? 1 : 0 }));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private Layer<float> Around(NeuronLayer<float> neurons) => Recurs ? new Recurrent(neurons) : neurons;

    private float KTau(float normal) => Leakage switch { Leakage.None => 1, Leakage.Complete => 0, _ => normal };
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
