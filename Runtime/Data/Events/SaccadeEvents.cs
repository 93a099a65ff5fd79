using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace NeuronDsl.Data;

/// <summary>
/// Events made of still images, as N-MNIST was recorded of MNIST (Orchard et al., Front. Neurosci. 9:437, 2015): the image moves in three saccades of
/// 100 ms along a triangle before a camera of 34x34 pixels, and a pixel sends an event each time the logarithm of its brightness has changed by a threshold.
/// Every sample depends on the seed and its index alone.
/// </summary>
public sealed class SaccadeEvents
{
    private const int Saccades = 3, SaccadeMilliseconds = 100, Margin = 3;
    private const float Dark = 0.1f;

    // The corners of the triangle, in pixels from the middle.
    private static readonly (double X, double Y)[] Corners = [(-1.5, -1.0), (0, 2.0), (1.5, -1.0)];

    private readonly float _threshold;
    private readonly double _noise;
    private readonly ulong _seed;

    /// <summary>A camera.</summary>
    /// <param name="threshold">The change of log(brightness + 0.1) that a pixel sends.</param>
    /// <param name="noise">The probability of an event of chance at a pixel in a millisecond.</param>
    /// <param name="seed">Seeds the noise, and where within its millisecond an event lies.</param>
    public SaccadeEvents(double threshold = 0.35, double noise = 2e-5, ulong seed = 0)
    {
        if (!(threshold > 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is finite and above 0.");
        if (!(noise is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(noise), noise, "A probability is 0 to 1.");
        (_threshold, _noise, _seed) = ((float)threshold, noise, seed);
    }

    /// <summary>The recordings of a set of images.</summary>
    /// <param name="images">Images of square shape, one channel or none, values 0 to 1: MNIST, Fashion-MNIST.</param>
    /// <exception cref="ArgumentException">The samples are no square images.</exception>
    public EventSet Record(Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        int side = (int)Math.Round(Math.Sqrt(images.Shape.Size));
        if (side * side != images.Shape.Size) throw new ArgumentException($"{images.Name}: samples of {images.Shape} are no square images.", nameof(images));
        int camera = side + (2 * Margin);
        return new EventSet(
            $"{images.Name}, saccades", camera, camera, images.Labels.ToArray(), images.ClassNames, i => Record(images.Sample(i), side, (ulong)i));
    }

    private EventStream Record(ReadOnlySpan<float> image, int side, ulong index)
    {
        int camera = side + (2 * Margin), pixels = camera * camera;
        var random = new RandomStream(_seed, index);
        float[] plane = Frame(image, side, camera), seen = new float[pixels], level = new float[pixels];
        See(plane, camera, 0, level);
        long chance = NextChance(random);
        List<Event> events = [], now = [];
        for (int millisecond = 1; millisecond <= Saccades * SaccadeMilliseconds; millisecond++)
        {
            See(plane, camera, millisecond, seen);
            now.Clear();
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                while (Math.Abs(seen[pixel] - level[pixel]) >= _threshold)
                {
                    bool on = seen[pixel] > level[pixel];
                    level[pixel] += on ? _threshold : -_threshold;
                    now.Add(Happen(millisecond, pixel, camera, on, random));
                }
            }

            for (; chance < pixels; chance += 1 + NextChance(random))
                now.Add(Happen(millisecond, (int)chance, camera, random.NextDouble() < 0.5, random));
            chance -= pixels;
            events.AddRange(now.OrderBy(e => e.Time));
        }

        return new EventStream(camera, camera, events);
    }

    // Pixels without an event of chance before the next one that has one: geometric.
    private long NextChance(RandomStream random) =>
        _noise == 0 ? long.MaxValue / 2 : (long)Math.Min(long.MaxValue / 4, Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(1 - _noise)));

    private static Event Happen(int millisecond, int pixel, int camera, bool on, RandomStream random) =>
        new((1000L * (millisecond - 1)) + random.NextInt32(1000), (short)(pixel % camera), (short)(pixel / camera), on);

    // The image in its dark margin, with room before and after, so that a displacement is an offset: the margin is wider than any.
    private static float[] Frame(ReadOnlySpan<float> image, int side, int camera)
    {
        float[] plane = new float[(camera * camera) + (2 * Room(camera))];
        for (int row = 0; row < side; row++)
            image.Slice(row * side, side).CopyTo(plane.AsSpan(Room(camera) + ((row + Margin) * camera) + Margin));
        return plane;
    }

    private static int Room(int camera) => Margin * (camera + 1);

    // The logarithm of the brightness at each pixel, the image displaced and interpolated between pixels.
    private static void See(ReadOnlySpan<float> plane, int camera, int millisecond, Span<float> seen)
    {
        int saccade = Math.Min(millisecond / SaccadeMilliseconds, Saccades - 1);
        double share = (double)(millisecond - (saccade * SaccadeMilliseconds)) / SaccadeMilliseconds;
        var (from, to) = (Corners[saccade], Corners[(saccade + 1) % Saccades]);
        double dx = from.X + (share * (to.X - from.X)), dy = from.Y + (share * (to.Y - from.Y));
        int left = (int)Math.Floor(dx), top = (int)Math.Floor(dy), start = Room(camera) - (top * camera) - left;
        double right = dx - left, below = dy - top;
        TensorPrimitives.Multiply(plane.Slice(start, seen.Length), (float)((1 - below) * (1 - right)), seen);
        TensorPrimitives.MultiplyAdd(plane.Slice(start - 1, seen.Length), (float)((1 - below) * right), seen, seen);
        TensorPrimitives.MultiplyAdd(plane.Slice(start - camera, seen.Length), (float)(below * (1 - right)), seen, seen);
        TensorPrimitives.MultiplyAdd(plane.Slice(start - camera - 1, seen.Length), (float)(below * right), seen, seen);
        TensorPrimitives.Add(seen, Dark, seen);
        TensorPrimitives.Log<float>(seen, seen);
    }
}
