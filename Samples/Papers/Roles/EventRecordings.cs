using System;
using System.Collections.Generic;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.Roles;

/// <summary>
/// Recordings of an event camera, kept as small as what is asked of them allows: millisecond and feature (polarity, row, column) of each event. They are made
/// once, and cut into frames of any width as often as needed.
/// </summary>
internal sealed class EventRecordings
{
    private readonly uint[][] _events;

    /// <summary>Reads some streams.</summary>
    public EventRecordings(EventSet streams)
    {
        Features = 2 * streams.Width * streams.Height;
        _events = new uint[streams.Count][];
        List<uint> events = [];
        for (int i = 0; i < streams.Count; i++)
        {
            events.Clear();
            foreach (Event e in streams[i].Events)
            {
                long millisecond = Math.Clamp(e.Time / 1000, 0, ushort.MaxValue);
                events.Add((uint)(millisecond << 16) | (uint)((((e.On ? 1 : 0) * streams.Height) + e.Y) * streams.Width + e.X));
            }

            _events[i] = [.. events];
        }

        // Only labels and shape are asked of it: frames are made of the events.
        Labels = Dataset.Lazy(streams.Name, Features, (_, target) => target.Clear(), streams.Labels.ToArray(), streams.ClassNames);
    }

    /// <summary>Features of a frame.</summary>
    public int Features { get; }

    /// <summary>The labels, as a data set for a trainer whose encoder is <see cref="Frames"/>.</summary>
    public Dataset Labels { get; }

    /// <summary>Cuts the beginning of the recordings into binary frames: a feature is one where it has an event or more.</summary>
    /// <param name="steps">Frames.</param>
    /// <param name="width">How long a frame is, ms.</param>
    public Encoder<float> Frames(int steps, int width) => new FrameEncoder(this, steps, width);

    private sealed class FrameEncoder(EventRecordings recordings, int steps, int width) : Encoder<float>(steps)
    {
        protected override void Encode(Dataset data, ReadOnlySpan<int> samples, ulong draw, Signal<float> signal)
        {
            signal.PrepareSpikes(Steps, samples.Length);
            Span<ushort> masks = signal.SpikeMasks;
            masks.Clear();
            for (int i = 0; i < samples.Length; i++)
            {
                foreach (uint e in recordings._events[samples[i]])
                {
                    int step = (int)(e >> 16) / width, feature = (int)(e & 0xFFFF);
                    if (step >= Steps) break;
                    masks[(step * signal.MaskTimeStride) + (i * signal.MaskStride) + (feature / 16)] |= (ushort)(1 << (feature % 16));
                }
            }
        }
    }
}
