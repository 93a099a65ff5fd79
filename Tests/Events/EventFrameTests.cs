using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Events;

public class EventFrameTests
{
    // Eleven events at 0, 1, 4, 9 .. 100 microseconds, on and off in turn, all at (1, 0) of a camera of 3x2.
    private static readonly EventStream Squares = new(3, 2, Enumerable.Range(0, 11).Select(i => new Event(1000 + (i * i), 1, 0, i % 2 == 0)));

    [Fact]
    public void Slices_by_number_hold_equally_many_events_and_the_last_one_the_rest() =>
        Assert.Equal([(1, 2), (2, 1), (2, 3)], Count(EventFrames.ByCount(3), Squares));

    // Slices of 33 microseconds: 0 to 5 squared, 6 to 8 squared, 9 and 10 squared.
    [Fact]
    public void Slices_by_time_are_equally_long() => Assert.Equal([(3, 3), (1, 2), (1, 1)], Count(EventFrames.ByTime(3), Squares));

    [Fact]
    public void Slices_of_a_width_leave_out_what_comes_later() => Assert.Equal([(2, 2), (1, 1)], Count(EventFrames.OfWidth(2, 16), Squares));

    [Fact]
    public void More_slices_than_events_leave_the_last_ones_empty() =>
        Assert.Equal([(0, 1), (1, 0), (0, 0)], Count(EventFrames.ByCount(3), new EventStream(3, 2, [new Event(5, 1, 0, true), new Event(9, 1, 0, false)])));

    [Fact]
    public void Blocks_of_pixels_are_summed()
    {
        var stream = new EventStream(5, 4, [new Event(0, 0, 0, true), new Event(1, 1, 1, true), new Event(2, 3, 3, false), new Event(3, 4, 0, true)]);
        var frames = EventFrames.ByCount(1) with { Downscale = 2 };
        Assert.Equal(new Shape(1, 2, 2, 2), frames.ShapeOf(5, 4));
        float[] counts = new float[8];
        frames.Count(stream, counts);
        Assert.Equal([0, 0, 0, 1, 2, 0, 0, 0], counts);
    }

    [Fact]
    public void Events_outside_the_camera_are_refused() => Assert.Contains(
        "Event 1 is at (3, 0), outside a camera of 3x2",
        Assert.Throws<ArgumentException>(() => new EventStream(3, 2, [new Event(0, 2, 1, true), new Event(0, 3, 0, true)])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Frames_made_when_asked_for_are_those_in_memory()
    {
        var set = new EventSet("squares", 3, 2, [0, 1], ["a", "b"], _ => Squares);
        var (now, later) = (set.ToFrames(EventFrames.ByTime(4)), set.ToFrames(EventFrames.ByTime(4), inMemory: false));
        Assert.Equal(now.Sample(1).ToArray(), later.Sample(1).ToArray());
        Assert.Equal(now.Labels.ToArray(), later.Labels.ToArray());
        Assert.Contains("label 2 of stream 1", Assert.Throws<ArgumentException>(() => new EventSet("e", 3, 2, [0, 2], ["a", "b"], _ => Squares)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moving_edge_makes_events_of_both_polarities_at_its_two_sides()
    {
        float[] image = new float[28 * 28];
        for (int y = 10; y < 18; y++)
            for (int x = 10; x < 18; x++) image[(y * 28) + x] = 1;
        var images = new Dataset("square", 784, image, [0], 1);
        var set = new SaccadeEvents(threshold: 0.3, noise: 0).Record(images);
        Assert.Equal((34, 34), (set.Width, set.Height));
        var events = set[0].Events.ToArray();
        Assert.Equal(events.OrderBy(e => e.Time), events);
        Assert.InRange(events[^1].Time, 200_000, 300_000);

        // Nothing happens far from the edges, and in the first saccade, to the right and down, the right edge brightens.
        Assert.All(events, e => Assert.True(e.X is >= 10 and <= 23 && e.Y is >= 10 and <= 24));
        var right = events.Where(e => e.Time < 100_000 && e.X >= 20 && e.Y is > 16 and < 18).ToArray();
        Assert.True(right.Length > 3 && right.All(e => e.On));

        // In the end every pixel is where it was, so its ups and downs cancel to within one threshold.
        foreach (var pixel in events.GroupBy(e => (e.X, e.Y))) Assert.InRange(pixel.Sum(e => e.On ? 1 : -1), -1, 1);
    }

    [Fact]
    public void Saccades_follow_the_seed_and_chance_its_probability()
    {
        var images = new Dataset("dark", 784, new float[784 * 2], [0, 0], 1);
        var set = new SaccadeEvents(noise: 1e-3, seed: 4).Record(images);
        Assert.Equal(set[1].Events.ToArray(), new SaccadeEvents(noise: 1e-3, seed: 4).Record(images)[1].Events.ToArray());
        Assert.NotEqual(set[0].Events.ToArray(), set[1].Events.ToArray());

        // 300 x 34 x 34 places, four standard deviations.
        double expected = 300 * 34 * 34 * 1e-3;
        Assert.InRange(set[0].Events.Length, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
    }

    private static IEnumerable<(int Off, int On)> Count(EventFrames rule, EventStream stream)
    {
        float[] frames = new float[rule.Steps * 2 * 6];
        rule.Count(stream, frames);
        Assert.True(Enumerable.Range(0, frames.Length).All(i => frames[i] == 0 || i % 6 == 1));
        return Enumerable.Range(0, rule.Steps).Select(step => ((int)frames[(step * 12) + 1], (int)frames[(step * 12) + 7]));
    }
}
