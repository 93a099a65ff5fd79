using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.CodeFixes;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>Each mend: the source before, after, and that the diagnostic is gone and all compiles after it.</summary>
public sealed class CodeFixTests
{
    private const string Edited = "File0.cs";

    [Fact]
    public Task Makes_the_class_partial() => Check(new MakePartialFix(), "NDSL0001", "Make 'Leaky' partial",
        """
        [Neuron]
        public class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
        }
        """);

    [Theory]
    [InlineData("Add the derivative of 'v'", "[Derivative(nameof(v))] double Dv => 0;")]
    [InlineData("Add the next value of 'v'", "[Update(nameof(v))] double Nextv => v;")]
    public Task Adds_the_missing_equation(string title, string added) => Check(new MissingMemberFix(), "NDSL0013", title,
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public double v, u;
            [Update(nameof(u))] double NextU => v;
        }
        """,
        $$"""
        [Neuron]
        public partial class Leaky
        {
            [State] public double v, u;
            [Update(nameof(u))] double NextU => v;
            {{added}}
        }
        """);

    [Fact]
    public Task Adds_the_spike_that_a_reset_waits_for() => Check(new MissingMemberFix(), "NDSL0021", "Add a spike",
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
            [Reset] void Reset() => v = 0;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
            [Reset] void Reset() => v = 0;
            [Spike] bool Fires => v >= 1;
        }
        """);

    [Fact]
    public Task Adds_the_spike_and_the_reset_that_a_refractory_period_waits_for() => Check(new MissingMemberFix(), "NDSL0021", "Add a spike and a reset",
        """
        [Neuron]
        public partial class Leaky
        {
            [Refractory] public float TRef = 2;
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [Refractory] public float TRef = 2;
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
            [Spike] bool Fires => v >= 1;
            [Reset] void Reset() => v = 0;
        }
        """);

    [Fact]
    public Task Spells_the_state_that_an_equation_is_of() => Check(new ReplacementFix(), "NDSL0015", "Write 'nameof(Potential)'",
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public float Potential;
            [Input] public float x;
            [Update("Potental")] float Next => 0.9f * Potential + x;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [State] public float Potential;
            [Input] public float x;
            [Update(nameof(Potential))] float Next => 0.9f * Potential + x;
        }
        """);

    [Fact]
    public Task Spells_a_name_in_an_equation() => Check(new MisspeltNameFix(), "CS0103", "Write 'Threshold'",
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter] public float Threshold = 1;
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
            [Spike] bool Fires => v >= Treshold;
            [Reset] void Reset() => v = 0;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter] public float Threshold = 1;
            [State] public float v;
            [Input] public float x;
            [Update(nameof(v))] float Next => 0.9f * v + x;
            [Spike] bool Fires => v >= Threshold;
            [Reset] void Reset() => v = 0;
        }
        """);

    [Fact]
    public Task Spells_a_unit() => Check(new ReplacementFix(), "NDSL0036", "Write '\"mV\"'",
        """
        [Neuron]
        public partial class Leaky
        {
            [State, Unit("mv")] public float V;
            [Input, Unit("mV")] public float x;
            [Update(nameof(V))] float Next => 0.9f * V + x;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [State, Unit("mV")] public float V;
            [Input, Unit("mV")] public float x;
            [Update(nameof(V))] float Next => 0.9f * V + x;
        }
        """);

    [Fact]
    public Task Declares_the_unit_that_fits() => Check(new UnitFix(), "NDSL0037", "Declare 'x' in mV",
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("mV")] public float E = 1;
            [State, Unit("mV")] public float V;
            [Input, Unit("V")] public float x;
            [Update(nameof(V))] float Next => V - E + x;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("mV")] public float E = 1;
            [State, Unit("mV")] public float V;
            [Input, Unit("mV")] public float x;
            [Update(nameof(V))] float Next => V - E + x;
        }
        """);

    [Fact]
    public Task Adds_the_unit_that_follows() => Check(new UnitFix(), "NDSL0051", "Declare 'R' in MOhm",
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter] public float R = 1;
            [Input, Unit("nA")] public float I;
            [State, Unit("mV")] public float V;
            [Update(nameof(V))] float Next => V + R * I;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("MOhm")] public float R = 1;
            [Input, Unit("nA")] public float I;
            [State, Unit("mV")] public float V;
            [Update(nameof(V))] float Next => V + R * I;
        }
        """);

    [Fact]
    public Task Corrects_the_unit_of_what_is_assigned() => Check(new UnitFix(), "NDSL0038", "Declare 'Floor' in mV",
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("V")] public float Floor = 0;
            [State, Unit("mV")] public float V;
            [Input, Unit("mV")] public float x;
            [Update(nameof(V))] float Next => V + x;
            [Spike] bool Fires => V >= 1;
            [Reset] void Reset() => V = Floor;
        }
        """,
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("mV")] public float Floor = 0;
            [State, Unit("mV")] public float V;
            [Input, Unit("mV")] public float x;
            [Update(nameof(V))] float Next => V + x;
            [Spike] bool Fires => V >= 1;
            [Reset] void Reset() => V = Floor;
        }
        """);

    [Fact]
    public async Task Offers_no_unit_for_a_helper_whose_equation_has_another() => Assert.Empty(await OffersAsync(new UnitFix(), "NDSL0037",
        """
        [Neuron]
        public partial class Leaky
        {
            [Parameter, Unit("1/ms")] public float Rate = 1;
            [State, Unit("mV")] public float V;
            [Input, Unit("mV")] public float x;
            float Drift => Rate * V;
            [Update(nameof(V))] float Next => V + Drift + x;
        }
        """));

    [Fact]
    public Task Takes_a_stable_solver() => Check(new ReplacementFix(), "NDSL0040", "Write 'Solver.Exact'",
        """
        [Neuron(Solvers = Solver.Euler, Dt = 1)]
        public partial class Synapse
        {
            [Parameter] public float Tau = 0.2f;
            [State] public float g;
            [Input] public float I;
            [Derivative(nameof(g))] float Dg => I - g / Tau;
        }
        """,
        """
        [Neuron(Solvers = Solver.Exact, Dt = 1)]
        public partial class Synapse
        {
            [Parameter] public float Tau = 0.2f;
            [State] public float g;
            [Input] public float I;
            [Derivative(nameof(g))] float Dg => I - g / Tau;
        }
        """);

    [Fact]
    public Task Adds_a_better_solver() => Check(new ReplacementFix(), "NDSL0041", "Write 'Solver.Exact | Solver.Heun'",
        """
        [Neuron(Solvers = Solver.Heun)]
        public partial class Synapse
        {
            [Parameter] public float Tau = 5;
            [State] public float g;
            [Input] public float I;
            [Derivative(nameof(g))] float Dg => I - g / Tau;
        }
        """,
        """
        [Neuron(Solvers = Solver.Exact | Solver.Heun)]
        public partial class Synapse
        {
            [Parameter] public float Tau = 5;
            [State] public float g;
            [Input] public float I;
            [Derivative(nameof(g))] float Dg => I - g / Tau;
        }
        """);

    [Theory]
    [InlineData("0.1f * (V + 40) / (1 - MathF.Exp(-(V + 40) / 10))", "1f * Neural.Linoid(V + 40f, 10f)", "Neural.Linoid(V + 40f, 10f)", 0.1)]
    [InlineData("-0.01f * (V + 55) / (MathF.Exp(-0.1f * (V + 55)) - 1)", "", "Neural.Linoid(V + 55f, 10f)", 0.01)]
    [InlineData("(V - 20) / (1 - MathF.Exp((20 - V) / 4))", "", "Neural.Linoid(V - 20f, 4f)", 1)]
    public Task Names_the_linear_exponential_rate(string written, string _, string rate, double factor)
    {
        string after = factor == 1 ? rate : FormattableString.Invariant($"{factor}f * {rate}");
        return Check(new ReplacementFix(), "NDSL0043", $"Write '{after}'", Gate(written), Gate(after));

        static string Gate(string alpha) => $$"""
            [Neuron]
            public partial class Gate
            {
                [State, Range(-100, 50)] public float V = -65;
                [State] public float m;
                [Derivative(nameof(V))] float DV => -(V + 65) * m;
                [Derivative(nameof(m))] float Dm => ({{alpha}}) * (1 - m);
            }
            """;
    }

    private static async Task Check(CodeFixProvider provider, string id, string title, string before, string after)
    {
        CodeAction chosen = Assert.Single(await OffersAsync(provider, id, before), a => a.Title == title);
        Solution changed = (await chosen.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        string text = (await changed.Projects.Single().Documents.Single(d => d.Name == Edited).GetTextAsync()).ToString();
        Assert.Equal(after.ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));

        // What is mended stays mended, and the project compiles with all that the build adds.
        Assert.DoesNotContain(Advice.Of(text), d => d.Id == id);
        NeuronRun run = GeneratorHarness.Run(text);
        Assert.Empty(run.Errors);
        Assert.Empty(run.CompilerErrors);
    }

    private static async Task<IReadOnlyList<CodeAction>> OffersAsync(CodeFixProvider provider, string id, string before)
    {
        AdhocWorkspace workspace = new();
        ProjectId project = ProjectId.CreateNewId();
        CSharpCompilation compilation = ConsumerCompilation.Create(before);
        Solution solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "P", "P", LanguageNames.CSharp, compilationOptions: compilation.Options, parseOptions: ConsumerCompilation.ParseOptions))
            .AddMetadataReferences(project, compilation.References);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), tree.FilePath, await tree.GetTextAsync(), filePath: tree.FilePath);
        }

        Document document = solution.Projects.Single().Documents.Single(d => d.Name == Edited);
        Diagnostic[] found = [.. id.StartsWith("CS", StringComparison.Ordinal) ? compilation.GetDiagnostics() : Advice.Of(before)];
        Diagnostic diagnostic = found.First(d => d.Id == id);
        Assert.Contains(id, provider.FixableDiagnosticIds);
        Diagnostic placed = Diagnostic.Create(
            diagnostic.Descriptor, Location.Create((await document.GetSyntaxTreeAsync())!, diagnostic.Location.SourceSpan), diagnostic.Properties!);
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, placed, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }
}
