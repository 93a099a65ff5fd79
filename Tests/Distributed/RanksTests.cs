using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace NeuronDsl.Tests.Distributed;

/// <summary>Programs on several ranks of one machine: the same results for any number, and an end when one of them dies.</summary>
public sealed class RanksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neurondsl").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("--delay", "1.5", 1, 2, 4)]
    [InlineData("--random-delays", "true", 3)]
    public void Ten_thousand_neurons_spike_alike_on_any_number_of_ranks(string option, string value, params int[] counts)
    {
        Ranks.Require();
        string[] arguments = ["network", "--duration", "60", option, value];
        string alone = Last(Ranks.Run(0, arguments), "spikes ");
        Assert.InRange(int.Parse(alone.Split(' ')[1], CultureInfo.InvariantCulture), 5_000, 200_000);
        foreach (int count in counts) Assert.Equal(alone, Last(Ranks.Run(count, arguments), "spikes "));
    }

    [SkippableFact]
    public void A_batch_shared_by_ranks_gives_the_losses_of_one_rank_and_the_same_bits_every_time()
    {
        Ranks.Require();
        string[] arguments = ["train", "--digits", "--steps", "100", "--batch", "256", "--hidden", "64"];
        string[] alone = Ranks.Run(0, arguments);
        double[] expected = Losses(alone);
        Assert.Equal(100, expected.Length);
        Assert.InRange(expected[^1], 0, 0.7 * expected[0]);
        foreach (int count in new[] { 1, 2, 4 })
        {
            string[] shared = Ranks.Run(count, arguments);
            double[] losses = Losses(shared);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], losses[i], 1e-6);
            if (count == 2) Assert.Equal(shared.Where(IsResult), Ranks.Run(count, arguments).Where(IsResult));
        }
    }

    [SkippableFact]
    public void A_network_whose_rank_is_killed_stops_and_goes_on_from_its_checkpoint_as_if_unbroken()
    {
        Ranks.Require();
        string[] arguments = ["network", "--neurons", "4000", "--duration", "400"];
        string unbroken = Last(Ranks.Run(2, arguments), "spikes ");
        string[] saving = [.. arguments, "--checkpoint", Path.Combine(_folder, "network"), "--every", "20"];
        KillAfter("saved at 40 ms", saving);
        string[] resumed = Ranks.Run(2, saving);
        Assert.StartsWith("goes on from", resumed[0], StringComparison.Ordinal);
        Assert.Equal(unbroken, Last(resumed, "spikes "));
    }

    [SkippableFact]
    public void Training_whose_rank_is_killed_stops_and_goes_on_from_its_checkpoint_as_if_unbroken()
    {
        Ranks.Require();
        string[] arguments = ["train", "--digits", "--steps", "400", "--batch", "512", "--hidden", "256"];
        string unbroken = Last(Ranks.Run(2, arguments), "weights ");
        string[] saving = [.. arguments, "--checkpoint", Path.Combine(_folder, "training"), "--every", "20"];
        KillAfter("saved at batch 40", saving);
        string[] resumed = Ranks.Run(2, saving);
        Assert.StartsWith("goes on from batch", resumed[0], StringComparison.Ordinal);
        Assert.Equal(unbroken, Last(resumed, "weights "));
    }

    [SkippableFact]
    public void A_rank_that_fails_says_why_and_takes_the_others_with_it()
    {
        Ranks.Require();
        File.WriteAllText(Path.Combine(_folder, "damaged.0of2"), "no network");
        File.WriteAllText(Path.Combine(_folder, "damaged.1of2"), "no network");
        using Ranks ranks = Ranks.Start(2, "network", "--neurons", "1000", "--checkpoint", Path.Combine(_folder, "damaged"));
        Assert.NotEqual(0, ranks.Wait(TimeSpan.FromMinutes(1)));
        Assert.Contains("of 2 failed: InvalidDataException", ranks.Error);
        Assert.Contains("this is no checkpoint", ranks.Error);
    }

    [SkippableFact]
    public void A_sweep_is_shared_and_goes_on_with_what_is_missing()
    {
        Ranks.Require();
        string folder = Path.Combine(_folder, "sweep");
        string[] arguments = ["sweep", "--seeds", "2", "--epochs", "1", "--folder", folder];
        string[] first = Ranks.Run(2, arguments);
        Assert.Equal("8 experiments, 8 run now on 2 ranks", first[0]);
        File.Delete(Path.Combine(folder, "a=2-1.json"));
        string[] second = Ranks.Run(0, arguments);
        Assert.Equal("8 experiments, 1 run now on 1 ranks", second[0]);
        Assert.Equal(first.Skip(1), second.Skip(1));
    }

    [SkippableFact]
    public void A_publication_swept_by_ranks_comes_to_the_conclusions_of_one_and_is_not_run_twice()
    {
        Ranks.Require();
        string outcomes = Path.Combine(_folder, "outcomes"), report = Path.Combine(_folder, "report");
        string[] arguments = ["Papers.dll", "roles", "--smoke", "--part", "xor", "--seeds", "2", "--report", report];
        string[] alone = Ranks.Run(0, arguments), shared = Ranks.Run(2, [.. arguments, "--sweep", outcomes]);
        Assert.Equal(Said(alone), Said(shared));
        Assert.True(File.Exists(Path.Combine(report, "roles.html")));
        Dictionary<string, DateTime> written = Directory.GetFiles(outcomes).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        Assert.Equal(20, written.Count);
        Assert.Equal(Said(alone), Said(Ranks.Run(0, [.. arguments, "--sweep", outcomes])));
        Assert.All(written, w => Assert.Equal(w.Value, File.GetLastWriteTimeUtc(w.Key)));

        static IEnumerable<string> Said(string[] lines) => lines.Where(l => !l.EndsWith('%') || l.Contains("hold", StringComparison.Ordinal));
    }

    private static void KillAfter(string line, string[] arguments)
    {
        using Ranks ranks = Ranks.Start(2, arguments);
        ranks.WaitFor(line);
        ranks.KillOne();
        Stopwatch clock = Stopwatch.StartNew();
        Assert.NotEqual(0, ranks.Wait(TimeSpan.FromSeconds(10)));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains("exited on signal 9", ranks.Error);
        Assert.Contains("another rank has failed", ranks.Error);
    }

    private static string Last(string[] lines, string start) => lines.Last(l => l.StartsWith(start, StringComparison.Ordinal));

    private static double[] Losses(string[] lines) =>
        [.. lines.Where(l => l.Contains(" loss ", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture))];

    private static bool IsResult(string line) => line.Contains(" loss ", StringComparison.Ordinal) || line.StartsWith("weights ", StringComparison.Ordinal);
}
