using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuronDsl.Data;
using NeuronDsl.Memory;

namespace NeuronDsl.Training;

/// <summary>
/// Spikes at random, independent at every step, with probability gain x feature (0 below 0, 1 above 1): a Poisson process seen in bins. Whether a
/// feature spikes depends on seed, draw, sample, step and feature alone, and not on the batch that the sample is in.
/// </summary>
/// <remarks>
/// The random bits are a function of a counter, not a sequence: the 32-bit finaliser of MurmurHash3 (Appleby, public domain) twice, keyed by the
/// other numbers in between. Probabilities are multiples of 2^-24.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public class RateEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RandomBits = 24;

    private readonly ulong _seed;
    private readonly double _gain;
    private AlignedBuffer<float> _thresholds = new(0);

    /// <summary>A rate encoder.</summary>
    /// <param name="steps">Time steps.</param>
    /// <param name="seed">The same seed gives the same spikes.</param>
    /// <param name="gain">Probability of a spike at a step for a feature of 1; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Such a number of steps or gain makes no sense.</exception>
    public RateEncoder(int steps, ulong seed = 0, double gain = 1)
        : base(steps)
    {
        if (!(gain >= 0 && double.IsFinite(gain))) throw new ArgumentOutOfRangeException(nameof(gain), gain, "A gain is finite and at least 0.");
        (_seed, _gain) = (seed, gain);
    }

    /// <inheritdoc/>
    protected override unsafe void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<T> signal)
    {
        signal.PrepareSpikes(Steps, samples.Length);
        if (_thresholds.Length != signal.Stride)
        {
            _thresholds.Dispose();
            _thresholds = new AlignedBuffer<float>(signal.Stride);
        }

        ulong key = RandomStream.Combine(_seed, draw);
        float* thresholds = _thresholds.Pointer;
        for (int i = 0; i < samples.Length; i++)
        {
            TensorPrimitives.Multiply(data.Sample(samples[i]), (float)(_gain * (1 << RandomBits)), _thresholds.Span[..signal.Features]);
            ulong sampleKey = RandomStream.Combine(key, (ulong)samples[i]);
            ushort* masks = signal.MaskPointer + i * signal.MaskStride;
            for (int step = 0; step < Steps; step++, masks += signal.MaskTimeStride)
                EncodeRow(RandomStream.Combine(sampleKey, (ulong)step), thresholds, masks, signal.MaskStride);
        }
    }

    // Padding has a threshold of 0 and never spikes.
    private static unsafe void EncodeRow(ulong key, float* thresholds, ushort* masks, int groups)
    {
        var low = Vector512.Create((uint)key);
        var high = Vector512.Create((uint)(key >> 32));
        var counter = Vector512<uint>.Indices;
        var group = Vector512.Create((uint)RowLayout.Group);
        for (int m = 0; m < groups; m++, counter += group)
        {
            var bits = Mix(Mix(counter * 0x9E3779B9 ^ low) ^ high) >>> (32 - RandomBits);
            var uniform = Vector512.ConvertToSingle(bits.AsInt32());
            masks[m] = (ushort)Vector512.LessThan(uniform, Vector512.Load(thresholds + RowLayout.Group * m)).ExtractMostSignificantBits();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mix(Vector512<uint> bits)
    {
        bits = (bits ^ (bits >>> 16)) * 0x85EBCA6B;
        bits = (bits ^ (bits >>> 13)) * 0xC2B2AE35;
        return bits ^ (bits >>> 16);
    }
}
