using System;

namespace NeuronDsl.Data;

/// <summary>
/// How a stream of events becomes frames, [steps, 2, height, width]: how many events of each polarity each pixel saw in each slice; the events of
/// polarity off first.
/// </summary>
public sealed record EventFrames
{
    private EventFrames(int steps, Rule rule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (Steps, Slicing) = (steps, rule);
    }

    private enum Rule
    {
        Count,
        Time,
        Width,
    }

    /// <summary>Frames.</summary>
    public int Steps { get; }

    /// <summary>Pixels of a side that are summed into one; what does not fill a block at the right and lower edge is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Downscale
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Downscale), value, "At least 1 pixel becomes one.");
    } = 1;

    private Rule Slicing { get; }

    private long SliceWidth { get; init; }

    /// <summary>Slices of equally many events; the last one takes the rest.</summary>
    public static EventFrames ByCount(int steps) => new(steps, Rule.Count);

    /// <summary>Slices of equally long times, from the first event to the last; the last slice takes the rest.</summary>
    public static EventFrames ByTime(int steps) => new(steps, Rule.Time);

    /// <summary>Slices of a given time from the first event on; later events are left out.</summary>
    /// <param name="steps">Slices.</param>
    /// <param name="microseconds">The time of a slice.</param>
    public static EventFrames OfWidth(int steps, long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(microseconds, 1);
        return new(steps, Rule.Width) { SliceWidth = microseconds };
    }

    /// <summary>The shape of the frames of a camera.</summary>
    public Shape ShapeOf(int width, int height) => new(Steps, 2, height / Downscale, width / Downscale);

    /// <summary>Counts the events of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="frames">[steps, 2, height, width], overwritten.</param>
    public void Count(EventStream stream, Span<float> frames)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int width = stream.Width / Downscale, height = stream.Height / Downscale, frame = 2 * height * width;
        if (frames.Length != Steps * frame)
            throw new ArgumentException(
                $"The frames of a camera of {stream.Width}x{stream.Height} are {Steps * frame} numbers, not {frames.Length}.", nameof(frames));
        frames.Clear();
        var events = stream.Events;
        if (events.Length == 0) return;
        long start = events[0].Time, slice = Slicing switch
        {
            Rule.Count => Math.Max(1, events.Length / Steps),
            Rule.Time => Math.Max(1, (events[^1].Time - start) / Steps),
            _ => SliceWidth,
        };
        for (int i = 0; i < events.Length; i++)
        {
            var e = events[i];
            long step = (Slicing == Rule.Count ? i : Math.Max(0, e.Time - start)) / slice;
            if (step >= Steps)
            {
                if (Slicing == Rule.Width) continue;
                step = Steps - 1;
            }

            int x = e.X / Downscale, y = e.Y / Downscale;
            if (x < width && y < height) frames[((int)step * frame) + ((((e.On ? 1 : 0) * height) + y) * width) + x]++;
        }
    }
}
