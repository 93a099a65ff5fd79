using System;
using System.CommandLine;
using System.Threading;
using NeuronDsl.Reports;
using NeuronDsl.Simulation;
using Spectre.Console;

namespace SimulationSample.Experiments;

/// <summary>One run of an experiment: what was asked for, and where its results go.</summary>
internal sealed class ExperimentRun(string title, ParseResult arguments, ulong seed, bool smoke, IAnsiConsole console, CancellationToken cancellation)
{
    /// <summary>The report, saved when the experiment has ended well.</summary>
    public Report Report { get; } = new(title);

    /// <summary>The options of the command.</summary>
    public ParseResult Arguments => arguments;

    /// <summary>The seed of everything random.</summary>
    public ulong Seed => seed;

    /// <summary>Whether only a small version is asked for.</summary>
    public bool Smoke => smoke;

    /// <summary>Asks the run to end.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Prints a key figure.</summary>
    public void Print(FormattableString line) => Commands.Print(console, FormattableString.Invariant(line));

    /// <summary>Does some work under a progress bar.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">The work; it says which fraction is done.</param>
    public T Progress<T>(string title, Func<Action<double>, T> work) => console
        .Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(display =>
        {
            ProgressTask task = display.AddTask(Markup.Escape(title), maxValue: 1);
            T result = work(done =>
            {
                cancellation.ThrowIfCancellationRequested();
                task.Value = done;
            });
            task.Value = 1;
            return result;
        });

    /// <summary>Runs a network under a progress bar.</summary>
    /// <returns>The number of spikes.</returns>
    public long Simulate(Network network, double duration, string title) =>
        Progress(title, done => network.Run(duration, new NetworkProgress(done), cancellation));

    // Progress<T> would post to a thread pool and arrive late.
    private sealed class NetworkProgress(Action<double> done) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => done(value.Time / value.End);
    }
}
