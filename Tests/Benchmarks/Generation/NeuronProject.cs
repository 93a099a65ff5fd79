using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuronDsl.Benchmarks.Generation;

/// <summary>A user's project in memory: neurons of the size of Hodgkin and Huxley's, one file each, beside a file without neurons.</summary>
internal sealed class NeuronProject
{
    private const string OtherPath = "Other.cs";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(NeuronAttribute).Assembly.Location),
    ];

    private NeuronProject(CSharpCompilation compilation) => Compilation = compilation;

    public CSharpCompilation Compilation { get; }

    /// <summary>A project of so many neurons.</summary>
    /// <param name="neurons">How many.</param>
    /// <param name="traces">Whether they leave eligibility traces too, which a neuron has to ask for.</param>
    public static NeuronProject Of(int neurons, bool traces = false) => new(CSharpCompilation.Create(
        "Project",
        [
            .. Enumerable.Range(0, neurons).Select(k => Parse(Neuron(k, traces), PathOf(k))),
            Parse("global using System; global using NeuronDsl;", "Usings.cs"),
            Parse("namespace Project;\n\npublic static class Other\n{\n    public static int Answer() => 41;\n}\n", OtherPath),
        ],
        References,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)));

    /// <summary>The project with a comment added to the file without neurons.</summary>
    public NeuronProject WithComment(int salt) => With(OtherPath, text => $"{text}// {salt}\n");

    /// <summary>The project with another body for the method in the file without neurons.</summary>
    public NeuronProject WithBody(int salt) => With(OtherPath, text => text.Replace("41", $"{salt}", StringComparison.Ordinal));

    /// <summary>The project with a class added to the file without neurons.</summary>
    public NeuronProject WithClass(int salt) => With(OtherPath, text => $"{text}\npublic static class Added{salt}\n{{\n    public const int Answer = 42;\n}}\n");

    /// <summary>The project with a comment added above a neuron.</summary>
    public NeuronProject WithMovedNeuron(int neuron) => With(PathOf(neuron), text => $"// moved\n{text}");

    /// <summary>The project with another right-hand side of one equation.</summary>
    public NeuronProject WithEquation(int neuron, int salt) => With(
        PathOf(neuron), text => text.Replace("AlphaN * (1 - n)", $"{salt + 2} * AlphaN * (1 - n)", StringComparison.Ordinal));

    private static string PathOf(int neuron) => $"Neuron{neuron}.cs";

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    private NeuronProject With(string path, Func<string, string> edit)
    {
        SyntaxTree tree = Compilation.SyntaxTrees.Single(t => t.FilePath == path);
        return new(Compilation.ReplaceSyntaxTree(tree, Parse(edit(tree.ToString()), path)));
    }

    // Each has numbers of its own, so that none is known from another.
    private static string Neuron(int k, bool traces) => $$"""
        namespace Project;

        [Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun | Solver.ExponentialEuler | Solver.RushLarsen{{(traces ? ", Targets = Target.Simulation | Target.Training | Target.Eligibility" : "")}})]
        public partial class Neuron{{k}}
        {
            [Parameter, Unit("uF/cm^2")] public float C = 1f;
            [Parameter, Unit("mS/cm^2")] public float GNa = {{120 + k}}f, GK = 36f, GL = 0.3f;
            [Parameter, Unit("mV")] public float ENa = 50f, EK = -77f, EL = -54.387f;
            [State, Unit("mV")] public float V = -65f;
            [State, Unit("1")] public float m = 0.05293249f, h = 0.59612075f, n = 0.31767691f;
            [Input, Unit("uA/cm^2")] public float I;

            [Derivative(nameof(V))] float DV => (I - GNa * m * m * m * h * (V - ENa) - GK * n * n * n * n * (V - EK) - GL * (V - EL)) / C;
            [Derivative(nameof(m))] float Dm => AlphaM * (1 - m) - BetaM * m;
            [Derivative(nameof(h))] float Dh => AlphaH * (1 - h) - BetaH * h;
            [Derivative(nameof(n))] float Dn => AlphaN * (1 - n) - BetaN * n;

            float AlphaM => 0.1f * Neural.Linoid(V + 40, {{10 + (k / 1000f)}}f);
            float BetaM => 4 * MathF.Exp(-(V + 65) / 18);
            float AlphaH => 0.07f * MathF.Exp(-(V + 65) / 20);
            float BetaH => 1 / (1 + MathF.Exp(-(V + 35) / 10));
            float AlphaN => 0.01f * Neural.Linoid(V + 55, 10);
            float BetaN => 0.125f * MathF.Exp(-(V + 65) / 80);

            [Spike] bool Fires => V >= 0;
        }
        """;
}
