using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Diagnostics;
using NeuronDsl.Generator.Emit;
using NeuronDsl.Generator.FixedPoint;
using NeuronDsl.Generator.Incremental;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Syntax;

namespace NeuronDsl.Generator;

/// <summary>
/// Roslyn's view of the compiler: every class marked <c>[Neuron]</c> is read into a model, and from there source and diagnostics go
/// separate ways, so that a line that moves re-emits nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NeuronGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, by which tests and benchmarks find them.</summary>
    internal static class Steps
    {
        public const string Find = nameof(Find);
        public const string Surroundings = nameof(Surroundings);
        public const string Locate = nameof(Locate);
        public const string Read = nameof(Read);
        public const string Model = nameof(Model);
        public const string Diagnostics = nameof(Diagnostics);
        public const string Fixed = nameof(Fixed);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // By syntax alone: an edit elsewhere costs a comparison, as what a class means is asked only where something that it names has changed.
        IncrementalValuesProvider<Candidate> candidates = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }, static (c, _) => new Candidate((TypeDeclarationSyntax)c.Node))
            .WithTrackingName(Steps.Find);

        IncrementalValueProvider<Surroundings> surroundings = context.CompilationProvider
            .Select(static (compilation, token) => Surroundings.Of(compilation, token))
            .WithTrackingName(Steps.Surroundings);

        IncrementalValuesProvider<Located> located = candidates
            .Combine(surroundings)
            .Where(static pair => pair.Left.IsMarked || pair.Left.Attributes.Any(pair.Right.Aliases.Contains))
            .Select(static (pair, token) => new Located(pair.Left.Node, pair.Right.Around(pair.Left, token)))
            .WithTrackingName(Steps.Locate);

        IncrementalValuesProvider<Result> results = located
            .Combine(context.CompilationProvider.Select(static (compilation, _) => new WeakReference<Compilation>(compilation)))
            .Select(static (pair, _) => new Unread(pair.Left, pair.Right))
            .Select(static (unread, token) => unread.Read(token))
            .WithTrackingName(Steps.Read);

        IncrementalValuesProvider<NeuronModel> models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(Steps.Model);

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = results
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(Steps.Diagnostics);

        IncrementalValuesProvider<FixedForms> forms = models
            .Where(static model => model.Fixed.Count > 0)
            .Select(static (model, _) => FixedForms.Compile(model))
            .WithTrackingName(Steps.Fixed);

        // Files are told apart without regard to case, classes are not.
        IncrementalValueProvider<EquatableArray<string>> alike = models
            .Select(static (model, _) => model.Type.HintName)
            .Collect()
            .Select(static (names, _) => (EquatableArray<string>)names
                .GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).SelectMany(g => g).OrderBy(n => n, StringComparer.Ordinal).ToArray());

        context.RegisterSourceOutput(models.Combine(alike), Emit);
        context.RegisterSourceOutput(forms, static (output, forms) => AddMicrocode(output, forms));
        IncrementalValuesProvider<DiagnosticInfo> faults = forms
            .Combine(results.SelectMany(static (result, _) => result.Places).Collect())
            .SelectMany(static (pair, _) => Faults(pair.Left, pair.Right));
        context.RegisterSourceOutput(
            faults.Combine(context.CompilationProvider), static (output, pair) => output.ReportDiagnostic(pair.Left.ToDiagnostic(pair.Right)));
        context.RegisterSourceOutput(
            diagnostics.Combine(context.CompilationProvider), static (output, pair) => output.ReportDiagnostic(pair.Left.ToDiagnostic(pair.Right)));
    }

    private static void AddMicrocode(SourceProductionContext output, FixedForms forms)
    {
        if (forms.Programs.Count == 0) return;
        output.AddSource($"{forms.Type.HintName}.Microcode.g.cs", MicrocodeEmitter.Emit(forms.Type, [.. forms.Programs]));
    }

    // What fixed point finds, it finds in the model, which knows no places: they come from the reading.
    private static IEnumerable<DiagnosticInfo> Faults(FixedForms forms, ImmutableArray<Place> places)
    {
        foreach (Fault fault in forms.Faults)
        {
            Place? place = places.FirstOrDefault(p => p.HintName == forms.Type.HintName && p.Member == fault.Member) ?? places.FirstOrDefault(p => p.HintName == forms.Type.HintName);
            if (place is not null) yield return new DiagnosticInfo(Descriptors.OfFixedPoint(fault.Id), place.Location, fault.Arguments, null);
        }
    }

    private static void Emit(SourceProductionContext output, (NeuronModel Model, EquatableArray<string> Alike) neuron)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        NeuronModel model = neuron.Model;
        string name = model.Type.HintName, distinct = neuron.Alike.Contains(name) ? $"{name}-{default(Fingerprint).With(name).First:x16}" : name;
        foreach ((string hintName, SourceText text) in NeuronCompiler.Compile(model))
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource(distinct + hintName.Substring(name.Length), text);
        }
    }
}
