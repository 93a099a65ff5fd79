using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>An utterance: features of each frame, [frames, 39], and the phone of each.</summary>
internal sealed record Utterance(float[] Features, int[] Phones, string Voice)
{
    public int Frames => Phones.Length;
}

/// <summary>
/// Speech with exact phone times: sentences of our own, spoken by the synthesiser Flite in four voices and kept in the user's cache; or the TIMIT corpus where a user
/// has it (its folder in the environment variable TIMIT).
/// </summary>
internal sealed class SpokenCorpus
{
    private static readonly string[] _voices = ["slt", "rms", "awb", "kal16"];

    private SpokenCorpus(string name, IReadOnlyList<string> phones, Func<Use, bool, Utterance[]> of)
    {
        (Name, Phones) = (name, phones);
        (Training, Validation, Test, OtherVoice) = (of(Use.Training, false), of(Use.Validation, false), of(Use.Test, false), of(Use.Test, true));
    }

    private enum Use
    {
        Training,
        Validation,
        Test,
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>The phones, by number.</summary>
    public IReadOnlyList<string> Phones { get; }

    /// <summary>Utterances to learn from.</summary>
    public IReadOnlyList<Utterance> Training { get; }

    /// <summary>Other sentences, to choose settings by; of TIMIT other speakers too.</summary>
    public IReadOnlyList<Utterance> Validation { get; }

    /// <summary>Again other sentences, to judge by; of TIMIT other speakers too.</summary>
    public IReadOnlyList<Utterance> Test { get; }

    /// <summary>Those sentences in a voice that was not learnt from; empty for TIMIT, whose test speakers are all others.</summary>
    public IReadOnlyList<Utterance> OtherVoice { get; }

    /// <summary>Whether there is any speech to be had.</summary>
    public static bool IsAvailable => TimitFolder is not null || FlitePath is not null;

    /// <summary>The speech of a run; null, and a remark in its report, where there is none.</summary>
    public static SpokenCorpus? For(PaperRun run, int sentences)
    {
        if (IsAvailable) return Load(sentences, (_, _) => { });
        run.Note($"Not run: there is no speech. Install the synthesiser Flite (Debian package flite), or name the folder of TIMIT in the environment variable TIMIT.");
        return null;
    }

    private static string? TimitFolder => Environment.GetEnvironmentVariable("TIMIT") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    private static string? FlitePath =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(f => f.Length > 0).Select(f => Path.Combine(f, "flite")).FirstOrDefault(File.Exists);

    /// <summary>TIMIT where the user has it, else spoken sentences; says what it does by <paramref name="progress"/>.</summary>
    /// <param name="sentences">Sentences to be spoken, each by every voice.</param>
    /// <param name="progress">Takes the number of recordings done, of how many.</param>
    public static SpokenCorpus Load(int sentences, Action<int, int> progress)
    {
        if (TimitFolder is { } timit) return LoadTimit(timit, progress);
        string cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "NeuronDsl", "spoken-sentences-1");
        Directory.CreateDirectory(cache);
        IReadOnlyList<string> texts = Sentences.Make(sentences, seed: 1);
        List<(AudioClip Clip, IReadOnlyList<PhoneSegment> Phones, string Voice, Use Use)> recordings = [];
        for (int k = 0; k < texts.Count; k++)
        {
            foreach (string voice in _voices)
            {
                recordings.Add(Speak(texts[k], voice, Path.Combine(cache, $"{voice}-{k:0000}"), (k % 5) switch { 3 => Use.Validation, 4 => Use.Test, _ => Use.Training }));
                progress(recordings.Count, texts.Count * _voices.Length);
            }
        }

        return Make($"{sentences} sentences by {_voices.Length} voices of Flite", recordings, _voices[^1]);
    }

    private static SpokenCorpus LoadTimit(string folder, Action<int, int> progress)
    {
        // Sentences that all speakers read are left out, as is usual.
        string[] files = [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive }).Where(f => f.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(f).StartsWith("SA", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        List<string> speakers = [.. files.Select(f => Path.GetFileName(Path.GetDirectoryName(f))!).Distinct().Order(StringComparer.Ordinal)];
        List<(AudioClip, IReadOnlyList<PhoneSegment>, string, Use)> recordings = [];
        foreach (string file in files)
        {
            AudioClip clip = AudioClip.Read(file);
            string labels = new[] { ".PHN", ".phn" }.Select(ending => Path.ChangeExtension(file, ending)).First(File.Exists);
            bool test = file.Split(Path.DirectorySeparatorChar).Any(part => part.Equals("TEST", StringComparison.OrdinalIgnoreCase));
            string speaker = Path.GetFileName(Path.GetDirectoryName(file))!;
            Use use = test ? Use.Test : speakers.IndexOf(speaker) % 10 == 9 ? Use.Validation : Use.Training;
            recordings.Add((clip, PhoneSegments.ReadTimit(labels, clip.Samples.Length), speaker, use));
            progress(recordings.Count, files.Length);
        }

        return Make("TIMIT", recordings, otherVoice: null);
    }

    private static (AudioClip Clip, IReadOnlyList<PhoneSegment> Phones, string Voice, Use Use) Speak(string text, string voice, string path, Use use)
    {
        string wave = path + ".wav", times = path + ".phones";
        if (!File.Exists(times))
        {
            // The phones appear last, so that what was broken off is done again.
            ProcessStartInfo info = new(FlitePath!, ["-voice", voice, "-psdur", "-t", text, "-o", wave]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(info)!;
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"flite -voice {voice} failed with {process.ExitCode}: {process.StandardError.ReadToEnd().Trim()}");
            File.WriteAllText(times + ".draft", Fitted(printed, AudioClip.Read(wave)));
            File.Move(times + ".draft", times, overwrite: true);
        }

        AudioClip clip = AudioClip.Read(wave);
        return (clip, PhoneSegments.ReadTimes(times, clip.Samples.Length, clip.SampleRate), voice, use);
    }

    // A voice of diphones stretches what it was asked for to whole pitch periods: its times are brought to the recording's length.
    private static string Fitted(string printed, AudioClip clip)
    {
        (string Phone, double End)[] phones =
        [
            .. printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':')).Select(p => (p[0], double.Parse(p[1], CultureInfo.InvariantCulture))),
        ];
        double factor = Math.Min(1, (double)clip.Samples.Length / clip.SampleRate / phones[^1].End);
        return string.Join(' ', phones.Select(p => FormattableString.Invariant($"{p.Phone}:{p.End * factor:0.0000}")));
    }

    private static SpokenCorpus Make(string name, List<(AudioClip Clip, IReadOnlyList<PhoneSegment> Phones, string Voice, Use Use)> recordings, string? otherVoice)
    {
        string[] phones = [.. PhoneSegments.Inventory(recordings.Select(r => r.Phones))];
        Dictionary<string, int> numbers = phones.Select((phone, k) => (phone, k)).ToDictionary(p => p.phone, p => p.k);
        List<(float[] Features, int[] Labels, string Voice, Use Use)> all = [];
        foreach ((AudioClip clip, IReadOnlyList<PhoneSegment> segments, string voice, Use use) in recordings)
        {
            float[] features = Mfcc.Compute(clip);
            all.Add((features, PhoneSegments.Label(segments, features.Length / Mfcc.Features, phone => numbers[phone]), voice, use));
        }

        FeatureScale scale = FeatureScale.Measure(all.Where(u => u.Use == Use.Training && u.Voice != otherVoice).Select(u => u.Features), Mfcc.Features);
        return new SpokenCorpus(name, phones, (use, other) =>
            [.. all.Where(u => u.Use == use && u.Voice == otherVoice == other).Select(u => new Utterance(scale.Apply(u.Features), u.Labels, u.Voice))]);
    }
}
