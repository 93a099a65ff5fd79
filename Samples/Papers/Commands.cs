using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NeuronDsl.Distributed;
using PapersSample.EligibilityPropagation;
using PapersSample.HiddenLayers;
using PapersSample.PlifNeurons;
using PapersSample.Regression;
using PapersSample.Reproduction;
using PapersSample.Roles;
using PapersSample.VariableSpikes;
using Spectre.Console;

namespace PapersSample;

/// <summary>The command line: one command for each publication.</summary>
internal static class Commands
{
    private const int Cancelled = 130;

    public static IReadOnlyList<Paper> Papers { get; } = [new RegressionPaper(), new RolesPaper(), new PlifPaper(), new VariableSpikesPaper(), new HiddenLayerComparison(), new EligibilityPaper()];

    public static RootCommand Create(IAnsiConsole console)
    {
        RootCommand root = new("Repeats the experiments of publications, says which of their claims hold, and writes a report of each.");
        foreach (Paper paper in Papers) root.Add(CommandOf(paper, console));
        return root;
    }

    private static Command CommandOf(Paper paper, IAnsiConsole console)
    {
        Option<bool> smoke = new("--smoke") { Description = "Settings that take seconds: everything runs, nothing can be concluded." };
        Option<bool> quick = new("--quick") { Description = "Settings that take at most three minutes on two processors." };
        Option<int?> seeds = new("--seeds") { Description = "How many seeds to average over." };
        Option<int> threads = new("--threads") { Description = "How many runs go on at once; no result depends on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<string[]> parts = new("--part") { Description = $"Which experiments; left out, all of {string.Join(", ", paper.Parts.Select(part => part.Name))}.", AllowMultipleArgumentsPerToken = true };
        Option<DirectoryInfo> report = new("--report") { Description = "The folder to write the report to.", DefaultValueFactory = _ => new DirectoryInfo("reports") };
        Option<DirectoryInfo?> sweep = new("--sweep") { Description = "Shares the runs among the ranks of mpirun or Slurm, and keeps outcomes in this folder: what is there is not run again." };
        parts.AcceptOnlyFromAmong([.. paper.Parts.Select(part => part.Name)]);
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError("--seeds takes a number from 1 on.");
        });
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--threads takes a number from 1 on.");
        });
        Command command = new(paper.Name, paper.Description) { smoke, quick, seeds, threads, parts, report, sweep };

        // On a thread of its own, so that Ctrl-C is heard while it runs.
        command.SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, cancellation), CancellationToken.None));
        return command;

        int Run(ParseResult arguments, CancellationToken cancellation)
        {
            Scale scale = arguments.GetValue(smoke) ? Scale.Smoke : arguments.GetValue(quick) ? Scale.Quick : Scale.Full;
            if (arguments.GetValue(sweep) is not { } folder) return Execute(null);

            // On several ranks the first one speaks; one that fails takes the others with it.
            return Communicator.Run(ranks => Execute(new SharedRuns(ranks, folder.FullName, $"{paper.Name}-{scale}")));

            int Execute(SharedRuns? shared) => Write(
                new PaperRun(paper, scale, arguments.GetValue(seeds), arguments.GetValue(threads), console, cancellation, shared), arguments, shared?.Speaks ?? true);
        }

        int Write(PaperRun run, ParseResult arguments, bool speaks)
        {
            try
            {
                run.Execute(arguments.GetValue(parts) ?? []);
            }
            catch (OperationCanceledException)
            {
                run.Print($"cancelled; no report was written");
                return Cancelled;
            }

            if (!speaks) return 0;
            string file = Path.Combine(arguments.GetValue(report)!.FullName, paper.Name + ".html");
            run.Report.Save(file);
            run.Print($"report {file}");
            return 0;
        }
    }
}
