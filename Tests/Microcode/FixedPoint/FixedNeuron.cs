using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Generator.FixedPoint;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Microcode;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>A neuron in fixed point beside its step in double precision, which shares nothing with the analysis but the equations.</summary>
internal sealed class FixedNeuron
{
    private static readonly ConcurrentDictionary<string, Lazy<FixedNeuron>> Known = new();
    private readonly StepProgram _real;

    private FixedNeuron(NeuronModel model, FixedForms forms)
    {
        Program = FixedText.Parse(Assert.Single(forms.Programs));
        global::NeuronDsl.Generator.Solver solver = Enum.TryParse(Program.Solver, out global::NeuronDsl.Generator.Solver named) ? named : global::NeuronDsl.Generator.Solver.None;
        _real = Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(model, solver)), model);
    }

    /// <summary>The fixed-point program, as it stands in the class.</summary>
    public FixedProgram Program { get; }

    /// <summary>A neuron of the catalogue.</summary>
    public static FixedNeuron OfCatalogue(string name, string solver, int bits) => Known.GetOrAdd($"{name} {solver} {bits}", _ => new(() => Of(
        File.ReadAllText(Path.Combine(Repository.Root, "Models", name + ".cs")),
        $"namespace NeuronDsl.Models; [Fixed(Bits = {bits}, Solvers = Solver.{solver})] public partial class {name};"))).Value;

    /// <summary>A neuron by its sources.</summary>
    public static FixedNeuron Of(params string[] sources)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(sources);
        GeneratorRunResult run = CSharpGeneratorDriver
            .Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions, driverOptions: new(IncrementalGeneratorOutputKind.None, true))
            .RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(run.Exception);
        Assert.Empty(run.Diagnostics.Where(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error));
        return new((NeuronModel)Value(NeuronGenerator.Steps.Model), (FixedForms)Value(NeuronGenerator.Steps.Fixed));

        object Value(string step) => run.TrackedSteps[step].SelectMany(s => s.Outputs).Single().Value;
    }

    /// <summary>One step in double precision.</summary>
    /// <param name="state">The states, in the program's order.</param>
    /// <param name="input">The inputs, in the program's order.</param>
    /// <returns>The new states, and whether the neuron fires.</returns>
    public (double[] State, bool Fires) RealStep(double[] state, double[] input)
    {
        double[] values = new double[_real.Operations.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Operation o = _real.Operations[i];
            values[i] = o.Symbol is { } s ? Load(s) : o.Function is null ? o.Constant : o.Function.Evaluate([.. o.Operands.Select(v => values[v.Index])]);
        }

        double[] next = [.. state];
        bool fires = false;
        foreach (Result result in _real.Results)
        {
            if (result.Target.Kind == global::NeuronDsl.Generator.Symbolics.SymbolKind.Fired) fires = values[result.Value.Index] != 0;
            int slot = Slot(Program.States, result.Target);
            if (slot >= 0) next[slot] = values[result.Value.Index];
        }

        return (next, fires);

        double Load(Symbol symbol) => Slot(Program.States, symbol) is >= 0 and var s ? state[s] : input[Slot(Program.Inputs, symbol)];
    }

    private static int Slot(IReadOnlyList<FixedVariable> variables, Symbol symbol)
    {
        for (int i = 0; i < variables.Count; i++) if (variables[i].Name == symbol.Name && variables[i].Role.ToString() == symbol.Kind.ToString()) return i;
        return -1;
    }
}
