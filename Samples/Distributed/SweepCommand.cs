using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Distributed;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace DistributedSample;

/// <summary>How long a membrane should remember: initial leakages by seeds, one experiment after the other on every rank.</summary>
internal static class SweepCommand
{
    private static readonly double[] Leakages = [-2, 0, 2, 4];

    public static Command Create(Communicator communicator)
    {
        Option<int> seeds = new("--seeds") { Description = "Seeds for each setting.", DefaultValueFactory = _ => 3 };
        Option<int> epochs = new("--epochs") { Description = "Passes over the digits.", DefaultValueFactory = _ => 3 };
        Option<string> folder = new("--folder") { Description = "Where outcomes are kept; what is there is not run again.", DefaultValueFactory = _ => "sweep" };
        Command command = new("sweep", "Trains small networks of several leakages with several seeds, and tabulates them.") { seeds, epochs, folder };
        command.SetAction(arguments => Run(communicator, arguments.GetValue(seeds), arguments.GetValue(epochs), arguments.GetValue(folder)!));
        return command;
    }

    private static void Run(Communicator communicator, int seeds, int epochs, string folder)
    {
        IReadOnlyList<SweepPoint> points = Sweep.Points(
            Leakages.Select(a => string.Create(CultureInfo.InvariantCulture, $"a={a}")), Enumerable.Range(1, seeds).Select(s => (ulong)s));
        int ran = 0;
        IReadOnlyList<SweepResult> results = new Sweep(communicator, folder).Run(points, point =>
        {
            ran++;
            return Train(float.Parse(point.Setting[2..], CultureInfo.InvariantCulture), point.Seed, epochs);
        });
        long total = communicator.Sum(ran);
        if (communicator.Rank != 0) return;
        Console.WriteLine($"{points.Count} experiments, {total} run now on {communicator.Size} ranks");
        foreach (IGrouping<string, SweepResult> setting in results.GroupBy(r => r.Point.Setting))
        {
            double[] accuracies = [.. setting.Select(r => r.Figures["accuracy"])];
            double mean = accuracies.Average(), deviation = Math.Sqrt(accuracies.Average(a => (a - mean) * (a - mean)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{setting.Key,-6} accuracy {100 * mean:0.00} ± {100 * deviation:0.00} %"));
        }
    }

    private static Dictionary<string, double> Train(float leakage, ulong seed, int epochs)
    {
        (Dataset train, Dataset test) = Digits.Load();
        using Sequential network = new(
            new Linear(64, 64), Plif.Layer(64, prototype: new Plif { a = leakage }), new Linear(64, 10), Plif.Layer(10, prototype: new Plif { a = leakage }));
        network.Initialize(seed);
        network.Threads = 1;
        using Adam adam = new(network.Parameters, learningRate: 3e-3);
        Trainer trainer = new(network, adam, new MeanSquaredError(), new ConstantEncoder(steps: 8), batchSize: 64, seed);
        trainer.Train(train, epochs);
        Evaluation evaluation = trainer.Evaluate(test);
        return new() { ["accuracy"] = evaluation.Accuracy, ["loss"] = evaluation.Loss, ["spikes"] = evaluation.SpikesPerSample };
    }
}
