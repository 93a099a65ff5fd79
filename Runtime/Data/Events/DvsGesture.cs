using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NeuronDsl.Data;

/// <summary>
/// DVS128 Gesture (Amir et al., CVPR 2017): 11 gestures of 29 people before a camera of 128x128 pixels, 1,176 to learn from and 288 held out. A recording
/// in AEDAT 3.1 holds a person's gestures one after the other; a table beside it says when each begins and ends.
/// </summary>
public static class DvsGesture
{
    private const int Side = 128, Classes = 11;
    private const string Hint = "Name the folder DvsGesture, as unpacked from DvsGesture.tar.gz.";

    private static readonly string[] Names =
    [
        "hand clap", "right hand wave", "left hand wave", "right arm clockwise", "right arm counter-clockwise", "left arm clockwise",
        "left arm counter-clockwise", "arm roll", "air drums", "air guitar", "other gestures",
    ];

    /// <summary>Both sets.</summary>
    /// <param name="directory">Holds the recordings, their tables, trials_to_train.txt and trials_to_test.txt.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A table is damaged; the message names the line.</exception>
    public static (EventSet Training, EventSet Test) Load(string directory) =>
        (Load("DVS128 Gesture, training", directory, "trials_to_train.txt"), Load("DVS128 Gesture, test", directory, "trials_to_test.txt"));

    /// <summary>Reads a whole recording.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or foreign; the message names the offset.</exception>
    public static EventStream Read(string path) => Aedat31File.Read(path, Side);

    /// <summary>Reads when each gesture of a recording begins and ends: lines of class, start and end in microseconds.</summary>
    /// <param name="path">The table, user01_fluorescent_labels.csv say.</param>
    /// <exception cref="InvalidDataException">The table is damaged; the message names the line.</exception>
    internal static IReadOnlyList<(int Label, long Start, long End)> ReadTable(string path)
    {
        string[] lines = File.ReadAllLines(path);
        const string Header = "class,startTime_usec,endTime_usec";
        if (lines.Length == 0 || lines[0].Trim() != Header)
            throw new InvalidDataException($"{path}: line 1 is expected to be {Header}, found {(lines.Length == 0 ? "nothing" : lines[0])}.");
        List<(int Label, long Start, long End)> rows = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            string[] fields = lines[i].Split(',');
            if (fields.Length != 3 || !TryParse(fields[0], out long label) || !TryParse(fields[1], out long start) || !TryParse(fields[2], out long end))
                throw new InvalidDataException($"{path}: line {i + 1} is expected to be three whole numbers, found {lines[i]}.");
            if (label is < 1 or > Classes) throw new InvalidDataException($"{path}: line {i + 1} is expected to be of class 1 to {Classes}, found {label}.");
            rows.Add(((int)label - 1, start, end));
        }

        return rows;

        static bool TryParse(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }

    private static EventSet Load(string name, string directory, string trials)
    {
        List<(string Path, int Label, long Start, long End)> samples = [];
        foreach (string line in File.ReadLines(FileDamage.Find("DVS128 Gesture", directory, trials, Hint)))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            string recording = FileDamage.Find("DVS128 Gesture", directory, line.Trim(), Hint);
            string table = FileDamage.Find("DVS128 Gesture", directory, Path.GetFileNameWithoutExtension(recording) + "_labels.csv", Hint);
            samples.AddRange(ReadTable(table).Select(row => (recording, row.Label, row.Start, row.End)));
        }

        // A recording holds a dozen gestures in a row: keep the last one read.
        (string Path, EventStream Stream)? last = null;
        return new EventSet(name, Side, Side, samples.Select(sample => sample.Label), Names, i =>
        {
            var (path, _, start, end) = samples[i];
            if (last is not { } kept || kept.Path != path) last = kept = (path, Read(path));
            return Cut(kept.Stream, start, end);
        });
    }

    // Some rows overlap, so each is searched for on its own.
    private static EventStream Cut(EventStream whole, long start, long end)
    {
        List<Event> part = [];
        foreach (var e in whole.Events)
            if (e.Time >= start && e.Time < end) part.Add(e);
        return new EventStream(Side, Side, part);
    }
}
