using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using PapersSample;
using PapersSample.Reproduction;
using Spectre.Console;
using Xunit;

namespace NeuronDsl.Tests.Papers;

/// <summary>The commands of Samples/Papers in their small versions: what they print and write, and the controls that hold at any size.</summary>
public sealed class PaperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neurondsl-papers-").FullName;

    public static TheoryData<string> Names => [.. Commands.Papers.Select(paper => paper.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_paper_runs_judges_its_claims_and_writes_a_report(string name)
    {
        Paper paper = Commands.Papers.Single(paper => paper.Name == name);
        string output = await Run(name);
        Assert.Contains(paper.Claims, output, StringComparison.Ordinal);
        Assert.Contains("no verdict below means anything", output, StringComparison.Ordinal);
        Assert.All(paper.Parts, part => Assert.Contains("== " + part.Title, output, StringComparison.Ordinal));
        string html = await File.ReadAllTextAsync(Path.Combine(_folder, name + ".html"));
        Assert.Equal(1 + paper.Parts.Count, Regex.Count(html, "<h2"));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        int verdicts = Regex.Count(output, @"^\[(holds|holds in part|does not hold)\] ", RegexOptions.Multiline);
        Assert.True(verdicts > paper.Parts.Count);
        Assert.Equal(verdicts, Regex.Matches(output, @"^(\d+) of \d+: ", RegexOptions.Multiline).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Results_do_not_depend_on_the_number_of_threads()
    {
        string one = await Run("regression", "--part", "membranes", "--seeds", "2", "--threads", "1");
        string two = await Run("regression", "--part", "membranes", "--seeds", "2", "--threads", "2");
        Assert.Equal(9, Figures(one).Length);
        Assert.Equal(Figures(one), Figures(two));

        // The fourth column is a time.
        static string[] Figures(string output) =>
            [.. Regex.Matches(output, @"^(?:LIF|FHN|IZH|HH).*Euler .*|^(?:LIF|FHN|IZH|HH).*RungeKutta4 .*", RegexOptions.Multiline).Select(row => string.Join('|', Regex.Split(row.Value, " {2,}").Where((_, i) => i != 3)))];
    }

    [Fact]
    public async Task Solvers_converge_with_their_orders_and_membranes_rest_at_rest()
    {
        string output = await Run("regression", "--part", "numerics");
        Assert.Equal(3, Regex.Count(output, @"^\[holds\] control", RegexOptions.Multiline));
    }

    [Fact]
    public async Task A_cancelled_run_leaves_no_report()
    {
        (int code, string output) = await Invoke(new CancellationToken(canceled: true), "regression", "--smoke", "--report", _folder);
        Assert.Equal(130, code);
        Assert.Contains("cancelled", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--part", "nothing")]
    public async Task What_makes_no_sense_is_refused(string option, string value)
    {
        (int code, string _) = await Invoke(default, "regression", "--smoke", "--report", _folder, option, value);
        Assert.NotEqual(0, code);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_verdict_is_the_whole_claim_a_part_of_it_or_none()
    {
        Assert.Equal(Verdict.Holds, Verdicts.Of(true, true));
        Assert.Equal(Verdict.HoldsInPart, Verdicts.Of(true, false));
        Assert.Equal(Verdict.DoesNotHold, Verdicts.Of(false, false));
    }

    [Fact]
    public void A_spread_is_mean_and_standard_deviation_of_a_sample()
    {
        Spread spread = Spread.Of([1, 2, 3, 6]);
        Assert.Equal("3.00 ± 2.16", spread.ToString("0.00"));
        Assert.True(spread.IsBelow(4.1) && !spread.IsBelow(4.0) && spread.IsAbove(1.9) && !spread.IsAbove(2.0));
        Assert.Equal("5", Spread.Of([5]).ToString("0"));
        Assert.Equal(-1, Spread.OfDifferences([1, 2], [2, 3]).Mean);
    }

    private async Task<string> Run(string paper, params string[] arguments)
    {
        (int code, string output) = await Invoke(default, [paper, "--smoke", "--report", _folder, .. arguments]);
        Assert.True(code == 0, output);
        Assert.Contains("report " + Path.Combine(_folder, paper + ".html"), output, StringComparison.Ordinal);
        return output;
    }

    private static async Task<(int Code, string Output)> Invoke(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        int code = await Commands.Create(console).Parse(arguments).InvokeAsync(cancellationToken: cancellation);
        return (code, output.ToString());
    }
}
