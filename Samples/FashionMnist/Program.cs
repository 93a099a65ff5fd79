using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FashionMnistSample;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Training;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Option<int> epochs = new("--epochs") { Description = "Passes over the 60,000 training images.", DefaultValueFactory = _ => 5 };
Option<ulong> seed = new("--seed") { Description = "Seeds weights and order.", DefaultValueFactory = _ => 1 };
Option<int> steps = new("--steps") { Description = "Time steps for an image.", DefaultValueFactory = _ => 8 };
Option<bool> poisson = new("--poisson") { Description = "Present pixels as random spikes instead of constant currents." };
Option<DirectoryInfo> data = new("--data") { Description = "Where the IDX files are.", DefaultValueFactory = _ => new DirectoryInfo(FashionMnist.DefaultDirectory) };
Option<FileInfo?> checkpoint = new("--checkpoint") { Description = "Save here after every epoch, and take up from here if the file exists." };
Option<FileInfo> report = new("--report") { Description = "Where to write the report.", DefaultValueFactory = _ => new FileInfo(Path.Combine("reports", "fashion-mnist.html")) };
RootCommand command = new("Trains a 784-512-10 network of leaky neurons on Fashion-MNIST.") { epochs, seed, steps, poisson, data, checkpoint, report };

command.SetAction((arguments, cancellation) =>
{
    (Dataset train, Dataset test) = FashionMnist.Load(arguments.GetValue(data)!.FullName);
    using var network = new Sequential(new Linear(784, 512), DiscreteLif.Layer(512), new Linear(512, 10), DiscreteLif.Layer(10));
    network.Initialize(arguments.GetValue(seed));
    using var adam = new Adam(network.Parameters, learningRate: 1e-3);
    int time = arguments.GetValue(steps);
    Encoder<float> encoder = arguments.GetValue(poisson) ? new RateEncoder(time, arguments.GetValue(seed)) : new ConstantEncoder(time);
    var trainer = new Trainer(network, adam, new MeanSquaredError(), encoder, batchSize: 128, arguments.GetValue(seed));
    FileInfo? saved = arguments.GetValue(checkpoint);
    if (saved is { Exists: true }) trainer.Resume(saved.FullName);

    Stopwatch clock = Stopwatch.StartNew();
    History history = new();
    AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(display =>
    {
        int last = arguments.GetValue(epochs);
        for (int epoch = trainer.State.Epoch + 1; epoch <= last; epoch++)
        {
            ProgressTask task = display.AddTask($"epoch {epoch}");
            TrainingProgress progress = history.Train(trainer, train, epoch, task, cancellation);
            Evaluation evaluation = trainer.Evaluate(test, cancellation);
            history.Add(epoch, progress, evaluation);
            task.Description = $"epoch {epoch}  loss {progress.Loss:0.0000}  train {progress.Accuracy:0.0%}  test {evaluation.Accuracy:0.00%}";
            if (saved is not null) trainer.Save(saved.FullName);
        }
    });

    if (history.Last is not { } final)
    {
        AnsiConsole.MarkupLineInterpolated($"nothing to do: {trainer.State.Epoch} epochs are done already");
        return Task.FromResult(0);
    }

    foreach ((int epoch, double accuracy) in history.TestAccuracies) AnsiConsole.MarkupLineInterpolated($"epoch {epoch}: test accuracy {accuracy:0.00} %");
    AnsiConsole.MarkupLineInterpolated($"test accuracy {100 * final.Accuracy:0.00} %, {final.SpikesPerSample:0} spikes per sample, {clock.Elapsed.TotalSeconds:0.0} s");
    FileInfo file = arguments.GetValue(report)!;
    file.Directory?.Create();
    history.ToReport(network).Save(file.FullName);
    AnsiConsole.WriteLine($"report {file.FullName}");
    return Task.FromResult(0);
});

return await command.Parse(args).InvokeAsync();
