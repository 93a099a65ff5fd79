using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using MicrocodeSample;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Generator.FixedPoint;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>A neuron in fixed point, and what the generator read of it.</summary>
internal sealed class FixedNeuron
{
    private static readonly ConcurrentDictionary<string, Lazy<FixedNeuron>> Known = new();

    private FixedNeuron(NeuronModel model, FixedForms forms) => (Model, Program) = (model, FixedText.Parse(Assert.Single(forms.Programs)));

    /// <summary>The neuron.</summary>
    public NeuronModel Model { get; }

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

    /// <summary>The first counterexample to what the program claims; null where none is found.</summary>
    /// <param name="claimed">The program with other claims, if not its own.</param>
    /// <param name="states">How many states to try.</param>
    public string? Counterexample(FixedProgram? claimed = null, int states = ProofSearch.FewStates) => ProofSearch.Counterexample(Model, claimed ?? Program, states);
}
