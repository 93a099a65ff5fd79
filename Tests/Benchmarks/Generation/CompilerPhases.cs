using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Benchmarks.Measuring;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Emit;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Syntax;
using Spectre.Console;

namespace NeuronDsl.Benchmarks.Generation;

/// <summary>Where the generator's time goes for one neuron of Hodgkin and Huxley's size, in the processor's time and in what is allocated.</summary>
internal sealed class CompilerPhases
{
    private const int Neurons = 60;

    private readonly List<(string Name, double Seconds, long Bytes)> _phases = [];

    /// <summary>Measures neuron after neuron, the first half to warm up, and prints the means.</summary>
    public static void Print()
    {
        CSharpCompilation project = NeuronProject.Of(Neurons).Compilation;
        CompilerPhases phases = new();
        for (int k = 0; k < Neurons; k++)
        {
            if (k == Neurons / 2) phases._phases.Clear();
            phases.Compile(project, project.SyntaxTrees[k].GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Single());
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("phase", "processor time", "allocated");
        foreach (IGrouping<string, (string Name, double Seconds, long Bytes)> phase in phases._phases.GroupBy(p => p.Name))
        {
            double count = Neurons - (Neurons / 2);
            table.AddRow(
                phase.Key,
                string.Create(CultureInfo.InvariantCulture, $"{1e3 * phase.Sum(p => p.Seconds) / count:0.00} ms"),
                string.Create(CultureInfo.InvariantCulture, $"{phase.Sum(p => p.Bytes) / count / (1 << 20):0.0} MB"));
        }

        AnsiConsole.Write(table);
    }

    private void Compile(CSharpCompilation project, ClassDeclarationSyntax neuron)
    {
        NeuronModel model = Time("reading, rules and advice", () => NeuronReader.Read(project, neuron, default).Model!);
        Time("scalar neuron", () => new NeuronEmitter(model).Emit());
        List<KernelProgram> kernels = [];
        foreach (Generator.Solver solver in model.Solvers)
        {
            Time($"expressions to a program ({solver})", () => NeuronCompiler.Meaning(model, solver));
            HoistedProgram program = Time("the same and all passes, all solvers", () => NeuronCompiler.Forward(model, solver));
            kernels.Add(Time("cutting, all solvers", () => KernelProgram.Of(solver, solver.ToString(), program, splits: true)));
        }

        Time("description", () => DescriptionEmitter.Emit(model, kernels));
        Time("population's text", () => PopulationEmitter.Emit(model, kernels));
        HoistedProgram adjoint = Time("adjoint's program", () => NeuronCompiler.Adjoint(model, model.TrainingSolvers[0]));
        Time("layer's text", () => LayerEmitter.Emit(model, [LayerProgram.Of(model.TrainingSolvers[0].ToString(), adjoint)]));
        Time("all but reading, at once", () => NeuronCompiler.Compile(model).Sum(file => file.Text.Length));
    }

    private T Time<T>(string phase, Func<T> work)
    {
        (double start, long bytes) = (CpuClock.Seconds, GC.GetAllocatedBytesForCurrentThread());
        T result = work();
        _phases.Add((phase, CpuClock.Seconds - start, GC.GetAllocatedBytesForCurrentThread() - bytes));
        return result;
    }
}
