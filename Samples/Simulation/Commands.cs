using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SimulationSample.Catalogue;
using SimulationSample.Experiments;
using Spectre.Console;

namespace SimulationSample;

/// <summary>The command line: one command for each experiment, and one that lists them.</summary>
internal static class Commands
{
    private const int Cancelled = 130;

    public static RootCommand Create(IAnsiConsole console)
    {
        IReadOnlyList<Experiment> experiments = [new IzhikevichPatterns(), new HodgkinHuxleyAxon(), new RandomNetwork(), new BrunelNetwork()];
        RootCommand root = new("Simulates neurons and networks known from the literature; each command writes a report with pictures.");
        Command list = new("list", "Names the experiments.");
        list.SetAction(_ =>
        {
            foreach (Experiment experiment in experiments) Print(console, $"{experiment.Name,-16} {experiment.Description}");
        });
        root.Add(list);
        root.Add(CatalogueCommand(console));
        foreach (Experiment experiment in experiments) root.Add(CommandOf(experiment, console));
        return root;
    }

    /// <summary>Prints a line as it is: the console's own method would break it to the window's width, also in a file.</summary>
    public static void Print(IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);

    private static Command CatalogueCommand(IAnsiConsole console)
    {
        Option<DirectoryInfo> docs = new("--docs") { Description = "Where to write models.md and models/*.svg.", DefaultValueFactory = _ => new DirectoryInfo("docs") };
        Command command = new("catalogue", "Writes the page of the catalogue and its pictures.") { docs };
        command.SetAction(arguments =>
        {
            string folder = arguments.GetValue(docs)!.FullName;
            Print(console, $"{CataloguePage.Write(folder)} files in {folder}");
        });
        return command;
    }

    private static Command CommandOf(Experiment experiment, IAnsiConsole console)
    {
        Option<ulong> seed = new("--seed") { Description = "Seeds everything random.", DefaultValueFactory = _ => 1 };
        Option<bool> smoke = new("--smoke") { Description = "A small version that takes seconds." };
        Option<FileInfo> report = new("--report") { Description = "Where to write the report.", DefaultValueFactory = _ => new FileInfo(Path.Combine("reports", $"{experiment.Name}.html")) };
        Command command = new(experiment.Name, experiment.Description) { seed, smoke, report };
        foreach (Option option in experiment.Options) command.Add(option);

        // On a thread of its own, so that Ctrl-C is heard while it runs.
        command.SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, cancellation), CancellationToken.None));
        return command;

        int Run(ParseResult arguments, CancellationToken cancellation)
        {
            var run = new ExperimentRun(experiment.Title, arguments, arguments.GetValue(seed), arguments.GetValue(smoke), console, cancellation);
            try
            {
                experiment.Run(run);
                cancellation.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                Print(console, "cancelled; no report was written");
                return Cancelled;
            }

            string file = arguments.GetValue(report)!.FullName;
            run.Report.Save(file);
            Print(console, $"report {file}");
            return 0;
        }
    }
}
