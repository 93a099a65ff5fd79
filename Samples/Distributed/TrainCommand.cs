using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using NeuronDsl;
using NeuronDsl.Data;
using NeuronDsl.Distributed;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace DistributedSample;

/// <summary>A fully connected network trained on all ranks, each with a share of every batch.</summary>
internal static class TrainCommand
{
    public static Command Create(Communicator communicator)
    {
        Option<int> steps = new("--steps") { Description = "Batches to learn in all.", DefaultValueFactory = _ => 100 };
        Option<int> batch = new("--batch") { Description = "Samples of a batch, over all ranks.", DefaultValueFactory = _ => 1024 };
        Option<int> hidden = new("--hidden") { Description = "Hidden neurons.", DefaultValueFactory = _ => 512 };
        Option<bool> digits = new("--digits") { Description = "The small set of digits even where Fashion-MNIST is installed." };
        Option<ulong> seed = new("--seed") { Description = "Seeds weights and order.", DefaultValueFactory = _ => 1 };
        Option<string?> checkpoint = new("--checkpoint") { Description = "Where to save training, and to go on from if it is there." };
        Option<int> every = new("--every") { Description = "How often to save, in batches.", DefaultValueFactory = _ => 20 };
        Command command = new("train", "Trains a network, each rank with a share of every batch.") { steps, batch, hidden, digits, seed, checkpoint, every };
        command.SetAction(arguments => Run(
            communicator, arguments.GetValue(steps), arguments.GetValue(batch), arguments.GetValue(hidden), arguments.GetValue(digits), arguments.GetValue(seed),
            arguments.GetValue(checkpoint), arguments.GetValue(every)));
        return command;
    }

    private static void Run(Communicator communicator, int steps, int batchSize, int hidden, bool digits, ulong seed, string? checkpoint, int every)
    {
        (Dataset data, _) = digits || !Directory.Exists(FashionMnist.DefaultDirectory) ? Digits.Load() : FashionMnist.Load();
        using Sequential network = new(new Linear(data.Shape.Size, hidden), Plif.Layer(hidden), new Linear(hidden, data.Classes), Plif.Layer(data.Classes));
        network.Initialize(seed);
        network.Threads = 1;
        using Adam adam = new(network.Parameters, learningRate: 1e-3);
        DataParallelTrainer<float> trainer = new(communicator, network, adam, new MeanSquaredError(), new ConstantEncoder(steps: 8), batchSize, seed);
        if (checkpoint is not null && File.Exists(checkpoint))
        {
            trainer.Resume(checkpoint);
            Print(communicator, $"goes on from batch {adam.StepCount}");
        }

        Batches batches = new(data, batchSize, seed, shuffle: true, dropLast: true);
        long bytes = communicator.BytesSent, messages = communicator.MessagesSent, start = adam.StepCount;
        TimeSpan waited = communicator.Waited;
        Stopwatch clock = Stopwatch.StartNew();
        while (adam.StepCount < steps)
        {
            (long epoch, long batch) = Math.DivRem(adam.StepCount, batches.Count);
            batches.StartEpoch((int)epoch);
            double loss = trainer.Step(data, batches[(int)batch]);
            Print(communicator, $"batch {adam.StepCount} loss {loss:R}");
            if (checkpoint is null || adam.StepCount % every != 0) continue;
            trainer.Save(checkpoint);
            Print(communicator, $"saved at batch {adam.StepCount}");
        }

        double seconds = clock.Elapsed.TotalSeconds, taken = Math.Max(1, adam.StepCount - start);
        (bytes, messages) = (communicator.BytesSent - bytes, communicator.MessagesSent - messages);
        Print(communicator, $"{communicator.Size} ranks, {taken} batches of {batchSize} in {seconds:0.000} s, {1000 * seconds / taken:0.00} ms a batch");
        Print(communicator, $"rank 0 sent {messages / taken:0.#} messages and {bytes / taken:0} bytes a batch, and spent {(communicator.Waited - waited).TotalSeconds:0.000} s in exchanges");
        Print(communicator, $"weights checksum {Checksum.Of(MemoryMarshal.AsBytes(network.Parameters[0].Values))}");
    }

    private static void Print(Communicator communicator, FormattableString line)
    {
        if (communicator.Rank == 0) Console.WriteLine(FormattableString.Invariant(line));
    }
}
