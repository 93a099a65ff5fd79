using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Diagnostics;
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
        public const string Read = nameof(Read);
        public const string Model = nameof(Model);
        public const string Diagnostics = nameof(Diagnostics);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Result> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(Vocabulary.Neuron, static (node, _) => node is TypeDeclarationSyntax, static (c, token) => NeuronReader.Read(c, token))
            .WithTrackingName(Steps.Read);

        IncrementalValuesProvider<NeuronModel> models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(Steps.Model);

        IncrementalValuesProvider<DiagnosticInfo> diagnostics = results
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(Steps.Diagnostics);

        context.RegisterSourceOutput(models, Emit);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }

    private static void Emit(SourceProductionContext output, NeuronModel model)
    {
        using InvariantCulture culture = InvariantCulture.Enter();
        foreach ((string hintName, string text) in NeuronCompiler.Compile(model))
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource(hintName, SourceText.From(text, Encoding.UTF8));
        }
    }
}
