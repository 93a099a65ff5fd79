using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Tests.Kernels;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Trains networks and layers, ours and the peers' by turns on one core, and prints one table.</summary>
internal static class TrainingCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> peers = new("--peers") { Description = "A folder with what to compare with beside torch: training/ with the libraries' scripts, and ../prototypes/training." };
        Option<FileInfo> json = new("--json") { Description = "Where to write the rows (name, ours, peer, unit, ratio, goal)." };
        Option<bool> quick = new("--quick") { Description = "Fewer turns." };
        Option<string> only = new("--only") { Description = "Only workloads with this in their name." };
        Command command = new("training", "Forward and backward passes and training steps of one core, beside torch and OpenBLAS.") { peers, json, quick, only };
        command.SetAction(arguments => Run(arguments.GetValue(peers), arguments.GetValue(json), arguments.GetValue(quick), arguments.GetValue(only)));
        return command;
    }

    private static int Run(DirectoryInfo? peers, FileInfo? json, bool quick, string? only)
    {
        int core = CpuClock.PinToOneCore();
        foreach (string line in Results.Machine(core)) AnsiConsole.WriteLine(line);
        IReadOnlyList<TorchPeer> torch = TorchPeer.Start();
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("neurondsl-peers");
        try
        {
            AnsiConsole.WriteLine(torch.Count == 0 ? "without torch: not installed" : $"{torch[0].Description}; tuned: allocator keeps its memory");
            AnsiConsole.WriteLine(OpenBlas.IsAvailable ? $"OpenBLAS for {OpenBlas.Core}" : "without OpenBLAS: not installed");
            List<Row> rows = [];
            TrainingMatch match = new(torch, rows, quick);
            Libraries? libraries = peers is null ? null : new Libraries(peers, scratch.FullName);
            if (libraries is null) AnsiConsole.WriteLine("without SpikingJelly, snnTorch, Norse and prototypes: no --peers");
            PlayLayers(match, libraries, rows, Wanted);
            PlayNetworks(match, libraries, rows, Wanted);
            if (Wanted("alif")) PlayAdaptive(match, libraries, rows);
            PlayProducts(match, Wanted);
            Results.Print(rows);
            if (json is not null) Results.Save(rows, json);
            return rows.Exists(r => r.Wrong is not null) ? 1 : 0;
        }
        finally
        {
            foreach (TorchPeer peer in torch) peer.Dispose();
            scratch.Delete(recursive: true);
        }

        bool Wanted(string name) => only is null || name.Contains(only, StringComparison.Ordinal);
    }

    private static void PlayLayers(TrainingMatch match, Libraries? libraries, List<Row> rows, Func<string, bool> wanted)
    {
        const int Size = 4096;
        IReadOnlyDictionary<string, double>? prototypes = null;
        if (wanted("lif-layer")) Play(new LayerWorkload("LIF", Lif.Layer(Size)), "lif", "LIF nt", ("lif", "autograd", 5), ("lif-fused", "fused by hand", 2.5));
        if (wanted("plif-layer"))
            Play(new LayerWorkload("PLIF", ParametricLif.Layer(Size)), "plif", "PLIF nt", ("plif", "autograd", 5), ("plif-fused", "fused by hand", 2.5));
        if (wanted("izhikevich-layer"))
        {
            Play(
                new LayerWorkload("Izhikevich", QuadraticAdaptive.Layer(Size)), "izh", "Izhikevich nt",
                ("izhikevich", "autograd", 5), ("izhikevich-fused", "fused by hand", 2.5));
        }

        if (wanted("adex-layer")) Play(new LayerWorkload("AdEx by Heun", LearnableAdEx.Layer(Size, dt: 0.5f), 2000, 500), null, "", ("adex", "autograd", 15));

        void Play(Workload ours, string? kind, string prototype, params (string Workload, string Label, double? Goal)[] contests)
        {
            using (ours)
            {
                match.Play(ours, contests);
                if (kind is null || libraries is null) return;
                libraries.PlayLayer(ours, kind, 5, rows);
                prototypes ??= libraries.Prototypes("neuron");
                if (!prototypes.TryGetValue(prototype, out double theirs)) return;
                double mine = TrainingMatch.Rate(ours);
                rows.Add(new Row($"{ours.Name} / prototype", mine, theirs, ours.Unit, mine / theirs, 0.95));
            }
        }
    }

    private static void PlayNetworks(TrainingMatch match, Libraries? libraries, List<Row> rows, Func<string, bool> wanted)
    {
        if (!wanted("constant") && !wanted("poisson") && !wanted("conv")) return;
        if (!File.Exists(Path.Combine(FashionMnist.DefaultDirectory, "train-images-idx3-ubyte.gz")))
        {
            AnsiConsole.WriteLine("without networks: dataset-fashion-mnist is not installed");
            return;
        }

        (Dataset train, _) = FashionMnist.Load(FashionMnist.DefaultDirectory);
        if (wanted("constant"))
        {
            using ConnectedWorkload constant = new(train, poisson: false);
            match.Play(constant, ("fc-idiomatic", "idiomatic", 9), ("fc-hoisted", "hoisted", 3.5), ("fc-fused", "hoisted and fused by hand", null));
            libraries?.PlayNetwork(constant, "", 9, rows);
            libraries?.PlayNetwork(constant, "hoist", 3.5, rows);
            AddPrototype(constant, "fc", "managed");
        }

        if (wanted("poisson"))
        {
            using ConnectedWorkload poisson = new(train, poisson: true);
            match.Play(poisson, ("fc-poisson", "autograd", 3), ("fc-poisson-fused", "fused by hand", null));
            libraries?.PlayNetwork(poisson, "", 3, rows, "--enc", "poisson");
            AddPrototype(poisson, "fc", "poisson", "sparse", "managed");
        }

        if (wanted("conv"))
        {
            using ConvolutionalWorkload convolutional = new(train);
            match.Play(convolutional, ("conv", "autograd", 3));
        }

        void AddPrototype(Workload ours, params string[] arguments)
        {
            if (libraries is null || !libraries.Prototypes(arguments).TryGetValue("samples/s", out double theirs)) return;
            double mine = TrainingMatch.Rate(ours);
            rows.Add(new Row($"{ours.Name} / prototype", mine, theirs, ours.Unit, mine / theirs, 0.95));
        }
    }

    private static void PlayAdaptive(TrainingMatch match, Libraries? libraries, List<Row> rows)
    {
        using AdaptiveWorkload online = new(Rule.Eligibility), windows = new(Rule.EligibilityCarried), factorised = new(Rule.EligibilityFactorised), unrolled = new(Rule.Unrolled);
        match.Play(online, ("alif-traces", "traces", 50));
        match.Play(windows, ("alif-traces", "traces", 50));
        match.Play(factorised, ("lif-factorised", "factorised", null));
        match.Play(unrolled, ("alif-indexed", "autograd, x[t]", 6), ("alif-unrolled", "autograd, unbind", 6));
        match.Play(online, unrolled, "our BPTT", 1 / 1.6);
        match.Play(windows, unrolled, "our BPTT", 1 / 1.6);
        libraries?.PlayAdaptive(online, unrolled, factorised, rows);
    }

    private static void PlayProducts(TrainingMatch match, Func<string, bool> wanted)
    {
        if (!wanted("gemm") || !OpenBlas.IsAvailable) return;
        foreach ((int rows, int depth, int columns, bool transposed) in Products)
        {
            using GemmWorkload managed = new(rows, depth, columns, transposed, native: false), native = new(rows, depth, columns, transposed, native: true);
            match.Play(managed, native, "OpenBLAS", rows >= 128 ? 1 : null);
        }
    }

    private static readonly (int Rows, int Depth, int Columns, bool Transposed)[] Products =
    [
        (128, 784, 512, false), (784, 128, 512, true), (1024, 784, 512, false), (784, 1024, 512, true), (256, 1568, 256, false), (1568, 256, 256, true),
        (1024, 1024, 1024, false), (1024, 10, 512, false), (16, 256, 256, false), (32, 256, 256, false), (64, 512, 512, false), (16, 784, 512, false),
    ];
}
