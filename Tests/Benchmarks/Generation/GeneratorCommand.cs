using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Generator;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Generation;

/// <summary>
/// What the generator costs in the editor and in a build: projects of 1 to 1,000 neurons cold, and edits of every kind. Times are the
/// generator's own steps as Roslyn's driver measures them; parsing and binding by the compiler itself are not among them.
/// </summary>
internal static class GeneratorCommand
{
    private const int Edits = 15;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<int[]> neurons = new("--neurons") { Description = "Sizes of the projects, in place of 1, 10, 100 and 1,000.", AllowMultipleArgumentsPerToken = true };
        Option<bool> processor = new("--processor-time") { Description = "Takes the processor's time of each run with all that Roslyn does in it: for machines with other work." };
        Option<bool> phases = new("--phases") { Description = "Prints where the time of one neuron goes instead." };
        Option<bool> traces = new("--eligibility") { Description = "Emits what learns online too: a neuron has to ask for it, beside simulation and training." };
        Command command = new("generator", "Milliseconds of the source generator: projects cold, and edits.") { neurons, processor, phases, traces };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(phases)) CompilerPhases.Print();
            else Run(arguments.GetValue(neurons) is { Length: > 0 } sizes ? sizes : [1, 10, 100, 1_000], arguments.GetValue(processor), arguments.GetValue(traces));
        });
        return command;
    }

    private static void Run(int[] sizes, bool processor, bool traces)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("neurons");
        foreach (string column in new[] { "cold", "per neuron", "comment elsewhere", "body elsewhere", "class elsewhere", "neuron moved", "equation edited", "files emitted again" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        double first = Cold(NeuronProject.Of(1, traces), processor, out _);
        AnsiConsole.WriteLine($"the first neuron of the process, compiled with the generator itself: {first:0} ms");
        foreach (int size in sizes)
        {
            NeuronProject project = NeuronProject.Of(size, traces);
            double cold = Cold(project, processor, out GeneratorDriver driver);
            driver = driver.RunGenerators(project.WithComment(-1).Compilation);
            int last = size - 1;
            (double equation, int emitted) = Edit(driver, processor, k => project.WithEquation(last, k));
            table.AddRow(
                $"{size}",
                $"{cold:0.0} ms",
                $"{cold / size:0.00} ms",
                $"{Edit(driver, processor, project.WithComment).Milliseconds:0.00} ms",
                $"{Edit(driver, processor, project.WithBody).Milliseconds:0.00} ms",
                $"{Edit(driver, processor, project.WithClass).Milliseconds:0.00} ms",
                $"{Edit(driver, processor, _ => project.WithMovedNeuron(last)).Milliseconds:0.00} ms",
                $"{equation:0.00} ms",
                $"{emitted}");
        }

        AnsiConsole.Write(table);
    }

    private static double Cold(NeuronProject project, bool processor, out GeneratorDriver driver)
    {
        GeneratorDriver fresh = CSharpGeneratorDriver.Create(
            [new NeuronGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)project.Compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: false));
        double time = Time(fresh, project.Compilation, processor, out driver);
        if (driver.GetRunResult().Results.Single() is { Exception: { } fault }) throw new InvalidOperationException("The generator failed.", fault);
        return time;
    }

    /// <summary>The median over edits, each of the same project, and how many files the last of them emitted that were not there before.</summary>
    private static (double Milliseconds, int Emitted) Edit(GeneratorDriver driver, bool processor, Func<int, NeuronProject> edit)
    {
        HashSet<SourceText> before = Texts(driver);
        List<double> times = [];
        int emitted = 0;
        for (int k = 0; k < Edits; k++)
        {
            times.Add(Time(driver, edit(k).Compilation, processor, out GeneratorDriver edited));
            emitted = Texts(edited).Count(text => !before.Contains(text));
        }

        return (times.Order().ElementAt(Edits / 2), emitted);
    }

    // What is not emitted again is the same object: a thousand neurons' texts are not compared by character.
    private static HashSet<SourceText> Texts(GeneratorDriver driver) => [.. driver.GetRunResult().Results.Single().GeneratedSources.Select(s => s.SourceText)];

    private static double Time(GeneratorDriver driver, Compilation compilation, bool processor, out GeneratorDriver run)
    {
        double start = CpuClock.Seconds;
        run = driver.RunGenerators(compilation);
        return processor ? 1e3 * (CpuClock.Seconds - start) : run.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;
    }
}
