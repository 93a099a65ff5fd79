using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;
using NeuronDsl.Models;

namespace MicrocodeSample;

/// <summary>
/// Neurons in fixed point: those of the catalogue, which this program carries as sources, a user's own source, or a program's text. Sources go through the
/// compiler that a build uses, with [Fixed] as it is asked for.
/// </summary>
internal static class Catalogue
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>The catalogue's neurons with differential equations.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Catalogue).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".cs", StringComparison.Ordinal))
            .Where(n => Source(n).Contains("[Derivative(", StringComparison.Ordinal)).Select(n => n[..^3]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The program of a neuron; the neuron's class, if it is one of the catalogue.</summary>
    /// <param name="neuron">A name of the catalogue, a C# file with one neuron, or a file with a program's text.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="bits">The width of words.</param>
    /// <exception cref="ArgumentException">There is no such neuron, or it has no such program; the message says why.</exception>
    public static (Type? Neuron, FixedProgram Program, NeuronModel? Model) Find(string neuron, string solver, int bits)
    {
        if (File.Exists(neuron))
        {
            string text = File.ReadAllText(neuron);
            if (!neuron.EndsWith(".cs", StringComparison.Ordinal)) return (null, FixedText.Parse(text), null);
            (FixedProgram own, NeuronModel model) = Compile(text, neuron, solver, bits);
            return (null, own, model);
        }

        if (!Names.Contains(neuron)) throw new ArgumentException($"The catalogue has no '{neuron}'; it has {string.Join(", ", Names)}.");
        (FixedProgram program, NeuronModel found) = Compile(Source(neuron + ".cs"), neuron, solver, bits);
        return (typeof(Izhikevich).Assembly.GetType($"{typeof(Izhikevich).Namespace}.{neuron}"), program, found);
    }

    private static string Source(string resource)
    {
        using StreamReader reader = new(typeof(Catalogue).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>The program of the first neuron of a source, and what was read of it.</summary>
    /// <param name="source">C#.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="bits">The width of words.</param>
    /// <param name="maxError">The greatest error of a step, as a fraction of a state's bounds; 0 if any will do.</param>
    public static (FixedProgram Program, NeuronModel Model) Compile(string source, string path, string solver, int bits, double maxError = 0)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, ParseOptions, path);
        ClassDeclarationSyntax neuron = tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
            .FirstOrDefault(c => c.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Neuron" or "NeuronDsl.Neuron"))
            ?? throw new ArgumentException($"{path} has no class marked [Neuron].");
        string space = neuron.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() is { } n ? $"namespace {n.Name};" : "";
        string name = neuron.Identifier.Text;
        SyntaxTree asked = CSharpSyntaxTree.ParseText($"{space} [NeuronDsl.Fixed(Bits = {bits}, MaxError = {maxError:R}, Solvers = NeuronDsl.Solver.{solver})] partial class {name};", ParseOptions);
        SyntaxTree usings = CSharpSyntaxTree.ParseText("global using System; global using NeuronDsl;", ParseOptions);
        CSharpCompilation compilation = CSharpCompilation.Create("Neurons", [tree, asked, usings], References(), new(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriverRunResult run = CSharpGeneratorDriver
            .Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: ParseOptions, driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(compilation).GetRunResult();
        string[] errors = [.. run.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.GetMessage()).Distinct()];
        if (errors.Length > 0) throw new ArgumentException($"{name} by {solver} in {bits} bits: {string.Join("; ", errors)}");
        string? text = run.GeneratedTrees.SelectMany(t => t.GetRoot().DescendantNodes().OfType<PropertyDeclarationSyntax>()).Where(p => p.Identifier.Text == "Microcode")
            .SelectMany(p => p.DescendantNodes().OfType<LiteralExpressionSyntax>()).Select(l => l.Token.ValueText).FirstOrDefault();
        if (text is null) throw new ArgumentException($"{name} has no program by {solver} in {bits} bits.");
        return (FixedText.Parse(text), (NeuronModel)run.Results.Single().TrackedSteps[NeuronGenerator.Steps.Model].SelectMany(s => s.Outputs).Single().Value);
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
        .Append(typeof(NeuronDsl.NeuronAttribute).Assembly.Location).Select(p => MetadataReference.CreateFromFile(p));
}
