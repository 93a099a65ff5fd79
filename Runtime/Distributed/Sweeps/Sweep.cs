using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace NeuronDsl.Distributed;

/// <summary>One experiment of a sweep.</summary>
/// <param name="Setting">What is varied, in words that name a file: letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>=</c>.</param>
/// <param name="Seed">The seed.</param>
public sealed record SweepPoint(string Setting, ulong Seed)
{
    /// <summary>The name of its file.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Setting}-{Seed}");
}

/// <summary>The outcome of one experiment: figures by name.</summary>
/// <param name="Point">The experiment.</param>
/// <param name="Figures">What came out.</param>
public sealed record SweepResult(SweepPoint Point, IReadOnlyDictionary<string, double> Figures);

/// <summary>
/// Settings by seeds over the ranks. Each outcome is a file of its own, written whole: a sweep that was interrupted goes on with what is missing, with any
/// number of ranks.
/// </summary>
/// <param name="communicator">The ranks.</param>
/// <param name="folder">Where the outcomes go; all ranks reach it.</param>
public sealed class Sweep(Communicator communicator, string folder)
{
    /// <summary>All settings with all seeds.</summary>
    public static IReadOnlyList<SweepPoint> Points(IEnumerable<string> settings, IEnumerable<ulong> seeds) =>
        [.. settings.SelectMany(setting => seeds.Select(seed => new SweepPoint(setting, seed)))];

    /// <summary>Runs what is not done yet, each rank its share, and gathers all outcomes.</summary>
    /// <param name="points">The experiments, the same on every rank.</param>
    /// <param name="run">Runs one and gives its figures.</param>
    /// <returns>The outcomes in the order of the experiments, on every rank.</returns>
    /// <exception cref="ArgumentException">A setting names no file, or a point is there twice.</exception>
    /// <exception cref="InvalidDataException">An outcome of before is damaged: the message names the file.</exception>
    public IReadOnlyList<SweepResult> Run(IReadOnlyList<SweepPoint> points, Func<SweepPoint, IReadOnlyDictionary<string, double>> run)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(run);
        return [.. points.Zip(Run([.. points.Select(p => p.Name)], i => run(points[i]), WriteFigures, ReadFigures), (point, figures) => new SweepResult(point, figures))];
    }

    /// <summary>The same for outcomes of any kind.</summary>
    /// <param name="names">The names of the experiments' files, the same on every rank: letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>=</c>.</param>
    /// <param name="run">Runs the experiment of that index.</param>
    /// <param name="write">Writes an outcome as JSON.</param>
    /// <param name="read">Reads it again; every rank takes what is read, its own outcomes too.</param>
    /// <returns>The outcomes in the order of the names, on every rank.</returns>
    /// <exception cref="ArgumentException">A name is no file's, or is there twice.</exception>
    /// <exception cref="InvalidDataException">An outcome of before is damaged: the message names the file.</exception>
    public IReadOnlyList<T> Run<T>(IReadOnlyList<string> names, Func<int, T> run, Func<T, byte[]> write, Func<byte[], T> read)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        Check(names);
        if (communicator.Rank == 0) Directory.CreateDirectory(folder);
        communicator.Barrier();

        // Who does what is decided before anybody begins: files appear while others look.
        int[] missing = [.. Enumerable.Range(0, names.Count).Where(i => !File.Exists(PathOf(names[i])))];
        communicator.Barrier();
        for (int k = communicator.Rank; k < missing.Length; k += communicator.Size)
        {
            string path = PathOf(names[missing[k]]), partial = path + ".partial";
            File.WriteAllBytes(partial, write(run(missing[k])));
            File.Move(partial, path, overwrite: true);
        }

        communicator.Barrier();
        return [.. names.Select(name => Read(PathOf(name), read))];
    }

    private static void Check(IReadOnlyList<string> names)
    {
        HashSet<string> known = [];
        foreach (string name in names)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '='))
                throw new ArgumentException($"'{name}' names no file: letters, digits, -, _, . and = do.", nameof(names));
            if (!known.Add(name)) throw new ArgumentException($"The experiment {name} is there twice.", nameof(names));
        }
    }

    private static T Read<T>(string path, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(path));
        }
        catch (Exception damage) when (damage is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: is no outcome of this sweep; delete it, and it is run again. {damage.Message}", damage);
        }
    }

    private static byte[] WriteFigures(IReadOnlyDictionary<string, double> figures)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach ((string name, double value) in figures)
            {
                // JSON has no word for what is not finite.
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static IReadOnlyDictionary<string, double> ReadFigures(byte[] text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.EnumerateObject().ToDictionary(
            f => f.Name,
            f => f.Value.ValueKind == JsonValueKind.String ? double.Parse(f.Value.GetString()!, CultureInfo.InvariantCulture) : f.Value.GetDouble());
    }

    private string PathOf(string name) => Path.Combine(folder, $"{name}.json");
}
