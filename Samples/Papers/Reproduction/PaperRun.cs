using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using NeuronDsl.Reports;
using Spectre.Console;
using Table = NeuronDsl.Reports.Table;

namespace PapersSample.Reproduction;

/// <summary>One run of a publication's experiments: what was asked for, and where results go.</summary>
internal sealed class PaperRun
{
    private readonly Paper _paper;
    private readonly int _threads;
    private readonly IAnsiConsole _console;
    private readonly CancellationToken _cancellation;
    private readonly List<Claim> _claims = [];
    private readonly SharedRuns? _shared;
    private Section? _section;

    public PaperRun(Paper paper, Scale scale, int? seeds, int threads, IAnsiConsole console, CancellationToken cancellation, SharedRuns? shared = null)
    {
        _shared = shared;
        (_paper, Scale, Seeds, _threads, _console, _cancellation) = (paper, scale, seeds ?? paper.SeedsOf(scale), threads, console, cancellation);
        Report = new Report(paper.Title);
    }

    /// <summary>The report, saved when the run has ended well.</summary>
    public Report Report { get; }

    /// <summary>How much work is asked for.</summary>
    public Scale Scale { get; }

    /// <summary>How many seeds to average over.</summary>
    public int Seeds { get; }

    /// <summary>The report's section of the experiment under way.</summary>
    public Section Section => _section ?? throw new InvalidOperationException("No experiment is under way.");

    /// <summary>The value for the scale asked for.</summary>
    public T Choose<T>(T smoke, T quick, T full) => Scale switch { Scale.Smoke => smoke, Scale.Quick => quick, _ => full };

    /// <summary>Runs the experiments that are asked for, all if none is named.</summary>
    public void Execute(IReadOnlyCollection<string> names)
    {
        Print($"{_paper.Title}");
        Print($"{_paper.Reference}");
        Print($"{_paper.Claims}");
        Section summary = Report.Section("Verdicts").Text(_paper.Reference).Text(_paper.Claims);
        if (Scale != Scale.Full)
        {
            string reservation = Scale == Scale.Smoke ? "Smoke settings: everything runs, but no verdict below means anything." : "Quick settings: verdicts are provisional.";
            Print($"{reservation}");
            summary.Text($"**{reservation}**");
        }

        foreach (Part part in _paper.Parts.Where(part => names.Count == 0 || names.Contains(part.Name)))
        {
            _cancellation.ThrowIfCancellationRequested();
            Print($"");
            Print($"== {part.Title}");
            _section = Report.Section(part.Title);
            part.Run(this);
        }

        summary.Table(ClaimTable(_claims), Invariant($"Means ± standard deviations over seeds; {Seeds} of them where no other number is given."));
        Print($"");
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
        {
            Print($"{_claims.Count(claim => claim.Verdict == verdict)} of {_claims.Count}: {verdict.Words()}");
        }
    }

    /// <summary>Prints a line.</summary>
    public void Print(FormattableString line)
    {
        if (_shared?.Speaks ?? true) _console.Profile.Out.Writer.WriteLine(FormattableString.Invariant(line));
    }

    /// <summary>Prints a table and puts it into the report.</summary>
    public void Show(Listing listing, string caption = "")
    {
        foreach (string line in listing.Lines()) Print($"{line}");
        if (caption.Length > 0) Print($"{caption}");
        Section.Table(listing.ToTable(), caption);
    }

    /// <summary>Prints a remark and puts it into the report.</summary>
    public void Note(FormattableString text)
    {
        Print(text);
        Section.Text(FormattableString.Invariant(text));
    }

    /// <summary>Judges a claim of the publication.</summary>
    /// <param name="statement">What is claimed.</param>
    /// <param name="published">The publication's figures.</param>
    /// <param name="measured">The figures of this run.</param>
    /// <param name="parts">Whether each part of the claim was seen.</param>
    public void Judge(string statement, string published, FormattableString measured, params bool[] parts) =>
        Add(new Claim(statement, published, FormattableString.Invariant(measured), Verdicts.Of(parts)));

    /// <summary>Judges a control: what must come out so for the experiment to mean anything.</summary>
    public void Control(string statement, FormattableString measured, params bool[] parts) =>
        Add(new Claim(statement, "", FormattableString.Invariant(measured), Verdicts.Of(parts), IsControl: true));

    /// <summary>Runs an experiment under every condition with every seed, several at once.</summary>
    /// <param name="title">What the progress bar says.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="experiment">One run; it must not touch what other runs touch.</param>
    /// <param name="seeds">How many seeds; left out, as many as asked for.</param>
    /// <returns>The results of each condition in the order of the seeds, which count from 1.</returns>
    public IReadOnlyDictionary<TCondition, TResult[]> Compare<TCondition, TResult>(
        string title, IReadOnlyList<TCondition> conditions, Func<TCondition, ulong, TResult> experiment, int? seeds = null)
        where TCondition : notnull
    {
        int repetitions = seeds ?? Seeds;
        if (_shared is not null) return conditions.Zip(_shared.Compare(title, conditions, repetitions, experiment)).ToDictionary(pair => pair.First, pair => pair.Second);
        TResult[][] results = [.. conditions.Select(_ => new TResult[repetitions])];
        Progress(title, results.Length * repetitions, index =>
        {
            (int seed, int condition) = Math.DivRem(index, results.Length);
            results[condition][seed] = experiment(conditions[condition], (ulong)seed + 1);
        });
        return conditions.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Runs an experiment with every seed, several at once.</summary>
    public T[] Repeat<T>(string title, Func<ulong, T> experiment, int? seeds = null) =>
        Compare(title, [0], (_, seed) => experiment(seed), seeds)[0];

    private static Table ClaimTable(IEnumerable<Claim> claims)
    {
        Table table = new("", "Publication", "Here", "Verdict");
        foreach (Claim claim in claims) table.Row((claim.IsControl ? "Control: " : "") + claim.Statement, claim.Published, claim.Measured, claim.Verdict.Words());
        return table;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private void Add(Claim claim)
    {
        _claims.Add(claim);
        Section.Table(ClaimTable([claim]));
        Print($"[{claim.Verdict.Words()}] {(claim.IsControl ? "control: " : "")}{claim.Statement}: {claim.Measured}{(claim.Published.Length > 0 ? $" (publication: {claim.Published})" : "")}");
    }

    private void Progress(string title, int count, Action<int> work) => _console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(display =>
        {
            ProgressTask task = display.AddTask(Markup.Escape(title), maxValue: count);
            try
            {
                Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation }, index =>
                {
                    work(index);
                    task.Increment(1);
                });
            }
            catch (AggregateException failed)
            {
                ExceptionDispatchInfo.Throw(failed.InnerExceptions[0]);
            }
        });
}
