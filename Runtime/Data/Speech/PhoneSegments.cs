using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NeuronDsl.Data;

/// <summary>A phone and where it ends.</summary>
/// <param name="Phone">The phone's symbol.</param>
/// <param name="End">The first sample after it.</param>
public readonly record struct PhoneSegment(string Phone, int End);

/// <summary>The phones of a recording, one after the other.</summary>
public static class PhoneSegments
{
    /// <summary>Reads a .PHN file of TIMIT: lines of the first sample, the first sample after, and the phone; contiguous.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">Samples of the recording.</param>
    /// <exception cref="InvalidDataException">A line is malformed, phones overlap or leave gaps, or a phone ends after the recording; the message names
    /// the file and the line's offset.</exception>
    public static IReadOnlyList<PhoneSegment> ReadTimit(string path, int samples)
    {
        List<PhoneSegment> segments = [];
        long offset = 0;
        int last = 0;
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0)
            {
                if (parts.Length != 3 || !Number(parts[0], out int start) || !Number(parts[1], out int end)) throw AudioClip.Damage(path, offset, "\"first-sample end-sample phone\"", $"\"{line}\"");
                if (segments.Count > 0 && start != last) throw AudioClip.Damage(path, offset, $"a phone that starts where the last ends, at {last}", $"{start}");
                if (end <= start) throw AudioClip.Damage(path, offset, $"an end after the start {start}", $"{end}");
                Check(path, offset, end, samples);
                segments.Add(new PhoneSegment(parts[2], end));
                last = end;
            }

            offset += line.Length + 1;
        }

        return segments.Count > 0 ? segments : throw AudioClip.Damage(path, 0, "phones", "none");
    }

    /// <summary>Reads "phone:end-in-seconds" separated by blanks, as the speech synthesiser Flite prints them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">Samples of the recording.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="InvalidDataException">A phone is malformed, ends before the last one or after the recording; the message names the file and the
    /// offset.</exception>
    public static IReadOnlyList<PhoneSegment> ReadTimes(string path, int samples, int sampleRate)
    {
        List<PhoneSegment> segments = [];
        string text = File.ReadAllText(path);
        int last = 0, offset = 0;
        foreach (string part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            offset = text.IndexOf(part, offset, StringComparison.Ordinal);
            string[] cells = part.Split(':');
            if (cells.Length != 2 || !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !double.IsFinite(seconds)) throw AudioClip.Damage(path, offset, "\"phone:end\"", $"\"{part}\"");
            int end = (int)Math.Round(seconds * sampleRate);
            if (end < last) throw AudioClip.Damage(path, offset, $"an end not before the last, {last}", $"{end}");

            // The synthesiser writes whole frames: the last phone may seem to outlast the recording by less than one.
            end = end > samples && end <= samples + (sampleRate / 100) ? samples : end;
            Check(path, offset, end, samples);
            offset += part.Length;
            segments.Add(new PhoneSegment(cells[0], end));
            last = end;
        }

        return segments.Count > 0 ? segments : throw AudioClip.Damage(path, 0, "phones", "none");
    }

    /// <summary>The phone of each frame: the first that ends after the frame's centre; the last one where none does.</summary>
    /// <param name="segments">The phones.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="classOf">The number of a phone.</param>
    /// <exception cref="ArgumentException">There are no phones.</exception>
    public static int[] Label(IReadOnlyList<PhoneSegment> segments, int frames, Func<string, int> classOf)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (segments.Count == 0) throw new ArgumentException("There are no phones to label frames with.", nameof(segments));
        ArgumentNullException.ThrowIfNull(classOf);
        int[] labels = new int[frames];
        int segment = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            int centre = (Mfcc.FrameLength / 2) + (frame * Mfcc.FrameShift);
            while (segment + 1 < segments.Count && segments[segment].End <= centre) segment++;
            labels[frame] = classOf(segments[segment].Phone);
        }

        return labels;
    }

    /// <summary>All phones of several recordings, in alphabetical order.</summary>
    public static IReadOnlyList<string> Inventory(IEnumerable<IReadOnlyList<PhoneSegment>> recordings) =>
        [.. recordings.SelectMany(r => r).Select(s => s.Phone).Distinct().Order(StringComparer.Ordinal)];

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static void Check(string path, long offset, int end, int samples)
    {
        if (end > samples) throw AudioClip.Damage(path, offset, $"an end within the {samples} samples of the recording", $"{end}");
    }
}
