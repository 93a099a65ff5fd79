using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using Quickstart;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Option<int> epochs = new("--epochs") { Description = "Passes over the training digits.", DefaultValueFactory = _ => 30 };
Option<ulong> seed = new("--seed") { Description = "Seeds weights, split and order.", DefaultValueFactory = _ => 1 };
Option<FileInfo> report = new("--report") { Description = "Where to write the report.", DefaultValueFactory = _ => new FileInfo(Path.Combine("reports", "quickstart.html")) };
RootCommand command = new("Declares a neuron, simulates ten thousand of them, trains a network of them, and writes a report.") { epochs, seed, report };

command.SetAction((arguments, cancellation) =>
{
    var page = new Report("NeuronDsl quickstart");
    (long spikes, double seconds) = Simulation.Run(page.Section("Ten thousand neurons"));
    AnsiConsole.MarkupLineInterpolated($"simulated 10,000 neurons for 500 ms in {seconds:0.00} s: {spikes:N0} spikes");

    Evaluation evaluation = Training.Run(page.Section("A network that reads digits"), arguments.GetValue(epochs), arguments.GetValue(seed), cancellation);
    FileInfo file = arguments.GetValue(report)!;
    file.Directory?.Create();
    page.Save(file.FullName);
    AnsiConsole.MarkupLineInterpolated($"test accuracy {100 * evaluation.Accuracy:0.00} %  on held-out digits");
    AnsiConsole.MarkupLineInterpolated($"spikes per sample {evaluation.SpikesPerSample:0.0}");
    AnsiConsole.WriteLine($"report {file.FullName}");
    return Task.FromResult(0);
});

return await command.Parse(args).InvokeAsync();
