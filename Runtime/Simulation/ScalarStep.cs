using System;
using System.ComponentModel;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>What a scalar neuron carries from step to step beside its states. Emitted code's own.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ScalarStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private ulong _seed;
    private int _neuron;

    /// <summary>Whether the initial state has been set.</summary>
    public bool Started;

    /// <summary>Whether the spike condition held at the end of the last step.</summary>
    public bool Above;

    /// <summary>How many more steps the refractory period lasts: above 1 the next step is held, above 0 it drops what arrives.</summary>
    public T Remaining;

    /// <summary>How many steps were taken.</summary>
    public long Index;

    /// <summary>Starts from the beginning.</summary>
    public void Begin() => (Started, Above, Remaining, Index) = (true, false, T.Zero, 0);

    /// <summary>Takes the place of a population's neuron.</summary>
    public void Begin(long index, ulong seed, int neuron)
    {
        Begin();
        (Index, _seed, _neuron) = (index, seed, neuron);
    }

    /// <summary>Says where the noise comes from.</summary>
    public void SeedNoise(ulong seed, int neuron) => (_seed, _neuron) = (seed, neuron);

    /// <summary>This step's draw of a noise source.</summary>
    public readonly double Noise(int source) => double.CreateTruncating(T.CreateTruncating(GaussianNoise.Sample(_seed, source, _neuron, Index)));

    /// <summary>The spike's own step counts: after it round(period / dt) - 1 steps are held, and as many and one more drop what arrives.</summary>
    public void CountDown(bool fired, T period, T dt) => Remaining = fired ? T.Round(period / dt) : T.Max(Remaining - T.One, T.Zero);
}
