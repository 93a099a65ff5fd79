using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Syntax.Rules;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>Whatever a user calls members, the emitted code compiles, or the name is reported.</summary>
public sealed class NameTests
{
    // Names that emitted code uses for itself, keywords, and letters of other scripts.
    private static readonly string[] Hostile =
    [
        "dt", "i", "j", "k", "t", "at", "held", "deaf", "solver", "condition", "fired", "matrix", "neuron", "copy", "prototype", "count", "options", "slice", "word", "lane",
        "bits", "sent", "mask", "rows", "uniforms", "value", "field", "record", "global", "@class", "@event", "@this", "@float", "@new", "nuint", "var", "dynamic", "await", "nameof",
        "Vector512", "Avx512F", "Unsafe", "Math", "MathF", "System", "NeuronDsl", "Solver", "Row", "Count", "Run", "Prepare", "SetParameter", "State", "Input", "Dispose",
        "VectorWidth", "Signal", "Generated", "LayerKernels", "_v0", "v1", "sum1", "product1", "gradient", "Ω", "größe", "変数", "ε_r", "x\u0301", "__x", "Equals_", "Object",
        "String", "Layer", "Population", "Description", "Step", "Initialize", "NeuronLayout", "TrainableLayer", "AdvanceEuler", "MemberwiseClone", "GetHashCode", "ToString", "GetType", "Finalize",
    ];

    public static TheoryData<string> Names => [.. Hostile];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_a_parameter_and_an_input_of_any_name(string name)
    {
        foreach (string role in new[] { "State, Receives", "Parameter(Learnable = true)", "Input" })
        {
            string other = role.StartsWith("State", System.StringComparison.Ordinal) ? $"[Derivative(nameof({name}))] float D1 => -this.{name} + other;" : "";
            string use = role.StartsWith("State", System.StringComparison.Ordinal) ? "0" : "this." + name;
            NeuronRun run = Light($$"""
                [Neuron(Solvers = Solver.Euler)]
                public partial class Hostile
                {
                    [{{role}}] public float {{name}} = 0.5f;
                    [State] public float other;
                    {{other}}
                    [Derivative(nameof(other))] float D2 => -other + {{use}};
                    [Spike] bool Fires => other >= 1;
                    [Reset] void Drop() => other = 0;
                }
                """);
            AssertSound(run, name);
        }
    }

    [Theory]
    [InlineData("Layer")]
    [InlineData("Population")]
    [InlineData("Step")]
    [InlineData("TrainableLayer")]
    [InlineData("@class")]
    [InlineData("Ψ")]
    [InlineData("Kernels")]
    [InlineData("Solver")]
    public void A_neuron_of_any_name(string name) => AssertSound(Light($$"""
        [Neuron(Solvers = global::NeuronDsl.Solver.Euler)]
        public partial class {{name}}
        {
            [State] public float v;
            [Input] public float x;
            [Derivative(nameof(v))] float Dv => x - v;
            [Spike] bool Fires => v >= 1;
            [Reset] void Drop() => v = 0;
        }
        """), name);

    [Fact]
    public void Neurons_whose_names_differ_in_case_alone()
    {
        NeuronRun run = Light(Leaky("Leaky"), Leaky("leaky"), Leaky("LEAKY"));
        Assert.Empty(run.Errors);
        Assert.Equal(3, run.Models.Count);
        Assert.Empty(run.CompilerErrors);

        static string Leaky(string name) => $$"""
            [Neuron] public partial class {{name}} { [State] public float v; [Input] public float x; [Update(nameof(v))] float Next => 0.5f * v + x; }
            """;
    }

    // The rule's list is what the emitters emit.
    [Fact]
    public void Every_emitted_member_is_among_those_that_are_guarded()
    {
        NeuronRun run = Light("""
            [Neuron(Solvers = Solver.EulerMaruyama)]
            public partial class Rich
            {
                [Parameter(Learnable = true)] public float Tau = 10;
                [Refractory] public float TRef = 2;
                [State, Receives] public float v;
                [Input] public float x;
                [Noise] public float xi;
                [Derivative(nameof(v))] float Dv => (x - v) / Tau + xi;
                [Spike] bool Fires => v >= 1;
                [Reset] void Drop() => v = 0;
                [Output] float Y => Fires ? v : 0;
            }
            """);
        NeuronModel model = Assert.Single(run.Models);
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName("Rich")!;
        HashSet<string> guarded = [.. NameRule.Added(model).Select(a => a.Name)];
        IEnumerable<string> emitted = type.GetMembers()
            .Where(m => !m.IsImplicitlyDeclared && m.Locations.Any(l => l.SourceTree!.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal)))
            .Where(m => m is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
            .Select(m => m.Name).Distinct();
        Assert.DoesNotContain(emitted, name => !guarded.Contains(name));
    }

    internal static NeuronRun Light(params string[] sources) => GeneratorHarness.RunOnce(sources);

    private static void AssertSound(NeuronRun run, string name)
    {
        if (run.Errors.Any()) return;
        string[] faults = [.. run.Output.GetDiagnostics().Where(d => d.Location.SourceTree is { } t && t.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal) && d.Severity > DiagnosticSeverity.Hidden).Select(d => d.ToString())];
        bool user = run.Output.GetDiagnostics().Any(d => d.DefaultSeverity == DiagnosticSeverity.Error && d.Location.SourceTree is { } t && !t.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal));
        if (!user) Assert.True(faults.Length == 0, $"{name}: {string.Join("\n", faults.Take(5))}");
    }
}
