using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NeuronDsl.Generator.Suppression;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>
/// Each suppression: where a neuron's members have good reason it silences, elsewhere it must not. The strict consumer's build has the SDK's own
/// analyzers say these things; here one that says them of every member stands in.
/// </summary>
public sealed class SuppressionTests
{
    private const string Source = """
        [Neuron]
        public partial class Leaky
        {
            [Parameter] public float Gain = 0;
            [State] public float v, u_2;
            [Input] public float x;
            [Update(nameof(v))] float Next => Gain * Helper + Twice(x);
            [Update(nameof(u_2))] float Next2 => v;
            [Spike] bool Fires => v >= 1;
            [Reset] void Reset() => v = 0;
            float Helper => 0.5f * v;
            static float Twice(float y) => 2 * y;
            int _forgotten = 0;
        }
        public class Plain
        {
            float v = 0;
            float Next => v;
            void Reset() => v = 0;
        }
        """;

    private static readonly string[] Marked = ["Gain", "v", "u_2", "x", "Next", "Next2", "Fires", "Reset"];

    // What a helper is called, and that it could be static, is the neuron's affair; whether anything reads it is not.
    private static readonly string[] OfHelpers = ["IDE1006", "CA1707", "CA1708", "CA1715", "CA1720", "CA1822"];

    /// <summary>All but those of C# itself, which only C# can say: they have cases of their own.</summary>
    public static TheoryData<string> Suppressed => [.. new LanguageMemberSuppressor().SupportedSuppressions.Select(s => s.SuppressedDiagnosticId).Where(id => !id.StartsWith("CS", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Suppressed))]
    public async Task Silences_a_neurons_own_members_and_nothing_else(string id)
    {
        string[] expected = [.. Marked, .. OfHelpers.Contains(id) ? new[] { "Helper", "Twice" } : []];
        Assert.Equal(expected.Order(), (await SilencedAsync(id)).Order());
    }

    [Theory]
    [InlineData("CS0649", "[State] float u;", "class Plain { float u; public float Read => u; }")]
    [InlineData("CS0169", "[State] float u;", "class Plain { float u; }")]
    [InlineData("CS0414", "[State] float u = 1;", "class Plain { float u = 1; }")]
    public async Task Silences_the_compilers_own_warnings_of_fields_that_only_emitted_code_touches(string id, string field, string plain)
    {
        string others = id == "CS0649" ? "public float Read => u;" : "";
        CSharpCompilation compilation = ConsumerCompilation.Create($$"""[Neuron] partial class Leaky { {{field}} {{others}} } {{plain}}""");
        Diagnostic[] found = [.. await ReportAsync(compilation, new Everywhere("OTHER"), id)];
        Assert.Equal([true, false], found.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.IsSuppressed));
    }

    private static async Task<IEnumerable<string>> SilencedAsync(string id)
    {
        IEnumerable<Diagnostic> all = await ReportAsync(ConsumerCompilation.Create(Source), new Everywhere(id), id);
        return all.Where(d => d.IsSuppressed).Select(d => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan));
    }

    private static async Task<IEnumerable<Diagnostic>> ReportAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer, string id)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        ImmutableArray<Diagnostic> all = await new CompilationWithAnalyzers(compilation, [analyzer, new LanguageMemberSuppressor()], options).GetAllDiagnosticsAsync();
        return all.Where(d => d.Id == id);
    }

#pragma warning disable RS1001, RS1017, RS1026 // an analyzer for this test alone, not for a compiler to load
    /// <summary>Says the same of every member there is.</summary>
    private sealed class Everywhere(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _descriptor = new(id, "A member", "A member", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is { IsImplicitlyDeclared: false } and not IMethodSymbol { AssociatedSymbol: not null }) symbol.ReportDiagnostic(Diagnostic.Create(_descriptor, symbol.Symbol.Locations[0]));
                },
                SymbolKind.Field,
                SymbolKind.Property,
                SymbolKind.Method);
        }
    }
}
