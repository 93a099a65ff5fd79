using System;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.Roles;

/// <summary>
/// The delayed exclusive or of spike rates: 20 channels fire at a low or a high rate for ten steps, then there is noise only, then they fire at a low
/// or a high rate for ten steps again; were the two rates the same? Settings of the authors' public code for the same task (Zheng et al. 2024).
/// </summary>
/// <param name="steps">Steps in all.</param>
/// <param name="seed">Seeds the draws.</param>
/// <param name="independent">Whether labels have nothing to do with the first rate: a control.</param>
internal sealed class DelayedXor(int steps, ulong seed, bool independent = false) : IDisposable
{
    public const int Channels = 20, Coding = 10;

    private const double Low = 0.2, High = 0.6, Noise = 0.01;

    private readonly RandomStream _random = new(seed, purpose: 7);

    /// <summary>The batch last drawn, [steps, batch, 20].</summary>
    public Signal<float> Input { get; } = new(Channels);

    /// <summary>Its labels, [batch].</summary>
    public int[] Labels { get; private set; } = [];

    /// <summary>Draws a batch.</summary>
    public void Draw(int batch)
    {
        Input.PrepareSpikes(steps, batch);
        Labels = new int[batch];
        Span<ushort> masks = Input.SpikeMasks;
        for (int sample = 0; sample < batch; sample++)
        {
            ulong bits = _random.NextBits();
            bool first = (bits & 1) != 0, second = (bits & 2) != 0, label = independent ? (bits & 4) != 0 : first != second;
            Labels[sample] = label ? 1 : 0;
            for (int step = 0; step < steps; step++)
            {
                double rate = step < Coding ? Rate(first) : step >= steps - Coding ? Rate(second) : Noise;
                Span<ushort> row = masks.Slice((step * Input.MaskTimeStride) + (sample * Input.MaskStride), Input.MaskStride);
                row.Clear();
                uint spikes = DrawSpikes(rate);
                row[0] = (ushort)spikes;
                row[1] = (ushort)(spikes >> 16);
            }
        }
    }

    public void Dispose() => Input.Dispose();

    private static double Rate(bool high) => (high ? High : Low) + Noise;

    // Four channels of each draw of 64 bits.
    private uint DrawSpikes(double rate)
    {
        uint threshold = (uint)(rate * 65536), spikes = 0;
        for (int channel = 0; channel < Channels; channel += 4)
        {
            ulong bits = _random.NextBits();
            for (int k = 0; k < 4; k++, bits >>= 16)
            {
                if ((bits & 0xFFFF) < threshold) spikes |= 1u << (channel + k);
            }
        }

        return spikes;
    }
}
