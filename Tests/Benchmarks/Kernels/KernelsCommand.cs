using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NeuronDsl.Benchmarks.Simulation;

namespace NeuronDsl.Benchmarks.Kernels;

/// <summary>The emitted kernels in isolation, under BenchmarkDotNet.</summary>
internal static class KernelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> only = new("--only") { Description = "Only workloads with this in their name." };
        Command command = new("kernels", "Nanoseconds per neuron-step of every emitted kernel, by BenchmarkDotNet.") { only };
        command.SetAction(arguments =>
        {
            KernelBenchmarks.Only = arguments.GetValue(only);

            // The table is what is wanted: logs and exports go where they harm nobody.
            string artifacts = Path.Combine(Path.GetTempPath(), "neurondsl-kernels");
            BenchmarkRunner.Run<KernelBenchmarks>(DefaultConfig.Instance.WithArtifactsPath(artifacts).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
            return 0;
        });
        return command;
    }
}

/// <summary>A thousand neurons, which fit the first-level cache or the second.</summary>
public class KernelBenchmarks
{
    private const int Count = 1_000, Steps = 100;

    private MeasuredPopulation? _population;

    /// <summary>A part of the names of those that are asked for, null for all.</summary>
    public static string? Only { get; set; }

    /// <summary>The workloads, by name.</summary>
    public static IEnumerable<string> Models => Workload.Named(Only).Select(w => w.Name);

    /// <summary>The workload.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    /// <summary>The precision.</summary>
    [Params("f32", "f64")]
    public string Type { get; set; } = "";

    /// <summary>Makes the neurons.</summary>
    [GlobalSetup]
    public void Setup() => _population = Workload.All.First(w => w.Name == Model).Create(Type == "f64", Count);

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Cleanup() => _population?.Dispose();

    /// <summary>One step of one neuron.</summary>
    [Benchmark(OperationsPerInvoke = Count * Steps)]
    public long Step() => _population!.Step(Steps);
}
