using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Data;

/// <summary>
/// N-MNIST (Orchard et al., Front. Neurosci. 9:437, 2015): 60,000 and 10,000 recordings of MNIST digits by a moving camera of 34x34 pixels, about 300 ms each,
/// in three saccades. An event is 5 bytes: column, row, then a bit of polarity and 23 bits of microseconds, highest first.
/// </summary>
public static class NMnist
{
    private const int Side = 34, Classes = 10, EventLength = 5;
    private const string Hint = "Name the folder that holds Train and Test, each with the folders 0 to 9 of .bin files.";

    /// <summary>Both sets.</summary>
    /// <param name="directory">Holds Train and Test.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    public static (EventSet Training, EventSet Test) Load(string directory) =>
        (Load("N-MNIST, training", Path.Combine(directory, "Train")), Load("N-MNIST, test", Path.Combine(directory, "Test")));

    /// <summary>Reads one recording.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names the offset.</exception>
    public static EventStream Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int rest = bytes.Length % EventLength;
        if (rest != 0) throw FileDamage.At(path, bytes.Length - rest, $"an event of {EventLength} bytes", $"the end of the file after {rest}");
        var events = new Event[bytes.Length / EventLength];
        for (int i = 0; i < events.Length; i++)
        {
            var b = bytes.AsSpan(i * EventLength, EventLength);
            if (b[0] >= Side || b[1] >= Side) throw FileDamage.At(path, i * EventLength, $"a pixel within {Side}x{Side}", $"({b[0]}, {b[1]})");
            events[i] = new Event(((b[2] & 0x7F) << 16) | (b[3] << 8) | b[4], b[0], b[1], (b[2] & 0x80) != 0);
        }

        return new EventStream(Side, Side, events);
    }

    private static EventSet Load(string name, string directory)
    {
        List<string> paths = [];
        List<int> labels = [];
        for (int label = 0; label < Classes; label++)
        {
            string folder = FileDamage.Folder("N-MNIST", Path.Combine(directory, $"{label}"), Hint);
            paths.AddRange(Directory.GetFiles(folder, "*.bin").Order(StringComparer.Ordinal));
            labels.AddRange(Enumerable.Repeat(label, paths.Count - labels.Count));
        }

        return new EventSet(name, Side, Side, labels, [.. Enumerable.Range(0, Classes).Select(label => $"{label}")], i => Read(paths[i]));
    }
}
