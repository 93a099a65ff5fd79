using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using SimulationSample;
using Spectre.Console;
using Xunit;

namespace NeuronDsl.Tests.Samples;

/// <summary>The commands of Samples/Simulation in their small versions: what they print, and that they write a report or nothing.</summary>
public sealed class SimulationSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_names_every_experiment()
    {
        (int code, string output) = await Invoke(default, "list");
        Assert.Equal(0, code);
        Assert.Equal(["izhikevich", "hodgkin-huxley", "network", "brunel"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task All_twenty_patterns_of_Izhikevich_fire_as_often_as_by_his_equations_and_steps()
    {
        string output = await Report("izhikevich", figures: 20);
        Assert.Contains("20 of 20 patterns fire as often as expected", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_axon_begins_to_fire_at_the_published_currents_and_rates()
    {
        string output = await Report("hodgkin-huxley", figures: 5);
        Assert.InRange(Number(output, @"one spike from ([\d.]+)"), 2.2, 2.3);
        Assert.InRange(Number(output, @"without end from ([\d.]+)"), 6.2, 6.3);
        Assert.InRange(Number(output, @"rate ([\d.]+) Hz"), 51, 54);
        Assert.InRange(Number(output, @"([\d.]+) Hz at 10\.0"), 67.8, 68.8);
        Assert.True(Number(output, @"Runge-Kutta +third spike off by ([\d.]+)") < 0.1 * Number(output, @"Euler +third spike off by ([\d.]+)"));
    }

    [Fact]
    public async Task The_network_fires_alike_on_two_threads_and_otherwise_from_another_seed()
    {
        string one = await Report("network", figures: 4);
        Assert.InRange(Number(one, @"([\d,]+) synapses"), 1_995_000, 2_003_000);
        Assert.InRange(Number(one, @"mean rate ([\d.]+)"), 25, 45);
        Assert.Equal(Spikes(one), Spikes(await Report("network", figures: 4, "--threads", "2")));
        Assert.NotEqual(Spikes(one), Spikes(await Report("network", figures: 4, "--seed", "2")));
        Assert.NotEqual(Spikes(one), Spikes(await Report("network", figures: 4, "--delays", "random")));

        static double Spikes(string output) => Number(output, @"([\d,]+) spikes,");
    }

    [Fact]
    public async Task The_four_regimes_of_Brunel_are_told_apart()
    {
        string[] lines = [.. (await Report("brunel", figures: 8)).Split('\n').Where(line => line.Contains("mean field", StringComparison.Ordinal))];
        Assert.Equal(4, lines.Length);
        double[] rates = [.. lines.Select(line => Number(line, @"([\d.]+) Hz \(mean"))];
        double[] theory = [.. lines.Select(line => Number(line, @"mean field ([\d.]+)"))];
        double[] variations = [.. lines.Take(3).Select(line => Number(line, @"CV ([\d.]+)"))];
        double[] fano = [.. lines.Select(line => Number(line, @"Fano factor ([\d.]+)"))];

        // Brunel (2000) gives 55.8, 38.0 and 6.5 Hz by theory for B to D of figure 8.
        Assert.InRange(theory[1], 55.3, 56.3);
        Assert.InRange(theory[2], 37.5, 38.5);
        Assert.InRange(theory[3], 6.0, 7.0);
        Assert.InRange(rates[2], 0.9 * theory[2], 1.1 * theory[2]);
        Assert.True(rates[0] > rates[1] && rates[1] > rates[2] && rates[2] > rates[3]);
        Assert.True(variations[0] < 0.1 && variations[1] > 0.7 && variations[2] is > 0.25 and < 0.7);
        Assert.True(fano[0] > 2 * fano[1] && fano[1] > 1.5 * fano[2]);
    }

    [Theory]
    [InlineData("izhikevich")]
    [InlineData("network")]
    public async Task A_cancelled_run_leaves_the_old_report_as_it_was(string experiment)
    {
        string file = _folder.Write("report.html", "old"u8.ToArray());
        (int code, string output) = await Invoke(new CancellationToken(canceled: true), experiment, "--smoke", "--report", file);
        Assert.Equal(130, code);
        Assert.Contains("cancelled", output, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    private async Task<string> Report(string experiment, int figures, params string[] arguments)
    {
        string file = _folder.At(experiment + ".html");
        (int code, string output) = await Invoke(default, [experiment, "--smoke", "--report", file, .. arguments]);
        Assert.True(code == 0, output);
        Assert.Contains("report " + file, output, StringComparison.Ordinal);
        Assert.Equal(figures, Regex.Count(await File.ReadAllTextAsync(file), "<figure>"));
        return output;
    }

    private static async Task<(int Code, string Output)> Invoke(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        // Lines are read as they are written: a slower run prints longer times, which must not wrap a line.
        console.Profile.Width = 1000;
        int code = await Commands.Create(console).Parse(arguments).InvokeAsync(cancellationToken: cancellation);
        return (code, output.ToString());
    }

    private static double Number(string output, string pattern)
    {
        Match match = Regex.Match(output, pattern);
        Assert.True(match.Success, $"nothing like {pattern} in:\n{output}");
        return double.Parse(match.Groups[1].Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
