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
    /// <param name="progress">Hears of every experiment that this rank has ended.</param>
    /// <returns>The outcomes in the order of the experiments, on every rank.</returns>
    /// <exception cref="ArgumentException">A setting names no file, or a point is there twice.</exception>
    /// <exception cref="InvalidDataException">An outcome of before is damaged: the message names the file.</exception>
    public IReadOnlyList<SweepResult> Run(
        IReadOnlyList<SweepPoint> points, Func<SweepPoint, IReadOnlyDictionary<string, double>> run, IProgress<SweepResult>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(run);
        Check(points);
        if (communicator.Rank == 0) Directory.CreateDirectory(folder);
        communicator.Barrier();

        // Who does what is decided before anybody begins: files appear while others look.
        SweepPoint[] missing = [.. points.Where(p => !File.Exists(PathOf(p)))];
        communicator.Barrier();
        for (int i = communicator.Rank; i < missing.Length; i += communicator.Size)
        {
            SweepResult result = new(missing[i], run(missing[i]));
            Write(result);
            progress?.Report(result);
        }

        communicator.Barrier();
        return [.. points.Select(Read)];
    }

    private static void Check(IReadOnlyList<SweepPoint> points)
    {
        HashSet<string> names = [];
        foreach (SweepPoint point in points)
        {
            if (point.Setting.Length == 0 || !point.Setting.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '='))
                throw new ArgumentException($"The setting '{point.Setting}' names no file: letters, digits, -, _, . and = do.", nameof(points));
            if (!names.Add(point.Name)) throw new ArgumentException($"The experiment {point.Name} is there twice.", nameof(points));
        }
    }

    private string PathOf(SweepPoint point) => Path.Combine(folder, $"{point.Name}.json");

    private void Write(SweepResult result)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach ((string name, double value) in result.Figures)
            {
                // JSON has no word for what is not finite.
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        string path = PathOf(result.Point), partial = path + ".partial";
        File.WriteAllBytes(partial, text.ToArray());
        File.Move(partial, path, overwrite: true);
    }

    private SweepResult Read(SweepPoint point)
    {
        string path = PathOf(point);
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new SweepResult(point, json.RootElement.EnumerateObject().ToDictionary(
                f => f.Name,
                f => f.Value.ValueKind == JsonValueKind.String ? double.Parse(f.Value.GetString()!, CultureInfo.InvariantCulture) : f.Value.GetDouble()));
        }
        catch (Exception damage) when (damage is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: is no outcome of a sweep; delete it, and it is run again. {damage.Message}", damage);
        }
    }
}
