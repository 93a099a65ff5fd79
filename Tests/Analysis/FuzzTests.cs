using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Syntax;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>
/// Neurons spoilt in one to three places, ten thousand of them with NEURONDSL_FUZZ=1: reading never throws, and where neither the generator nor C# objects to the source,
/// what is emitted compiles.
/// </summary>
public sealed class FuzzTests
{
    // All of them take two minutes of processor time: the variable asks for them, and a part is looked at by default.
    private static readonly int Sources = Environment.GetEnvironmentVariable("NEURONDSL_FUZZ") == "1" ? 10_000 : 2_000;

    // Emitting and compiling costs a hundred times the reading: every so many of the sources to which nobody objects.
    private const int CompiledEvery = 25;

    private static readonly string[] Words =
    [
        "+", "-", "*", "/", "(", ")", "0", "1", "1f", "2.5f", "1e30f", "float", "double", "int", "v", "u", "x", "Tau", "nameof(v)", "nameof(u)", "null", "true", "!", ">=", "<", "&&",
        "?", ":", ";", "{", "}", "=>", "=", "this", "static", "private", "readonly", "const", "return", "MathF.Exp", "Neural.Sigmoid", "Solver.Exact", "Solver.RushLarsen", "float.NaN",
        "[State]", "[Parameter]", "[Input]", "[Receives]", "[Noise]", "[Unit(\"mV\")]", "[Unit(\"1\")]", "[Range(0, 1)]", "\"\"", "@class", "Population", "Fires", "Next", "+=", "++", ",", "var", "new()",
    ];

    private static readonly string[] Seeds =
    [
        """
        [Neuron(Solvers = Solver.Euler, Targets = Target.Simulation, Dt = 0.1)]
        public partial class A
        {
            [Parameter, Unit("ms"), Range(1, 50)] public float Tau = 10f;
            [Refractory] public float TRef = 2f;
            [State, Receives, Unit("mV")] public float v = -65f;
            [State] public float u;
            [Input] public float x;
            [Initial(nameof(u))] float U0 => Tau * v;
            [Derivative(nameof(v))] float Dv => (x - v + Rate(v)) / Tau;
            [Derivative(nameof(u))] float Du => Drive * (1 - u) - u;
            float Drive => 0.1f * (v + 40) / (1 - MathF.Exp(-(v + 40) / 10));
            static float Rate(float y) => y > 0 ? MathF.Sqrt(y) : Neural.Relu(y);
            [Spike] bool Fires => v >= -50;
            [Reset] void Drop() { v = -65f; if (u > 0) u += 1; }
        }
        """,
        """
        namespace N;
        [Neuron]
        public partial class B
        {
            [Parameter(Learnable = true)] public float Tau = 0.5f;
            [State] public float v, u;
            [Input] public float x;
            [Update(nameof(v))] float Next => Neural.Sigmoid(Tau) * v + x;
            [Update(nameof(u))] float NextU => MathF.Min(u, 1) + (Fires ? v : 0);
            [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1 - u;
            [Reset(Detach = true)] void Drop() => v -= 1;
        }
        """,
        """
        public static partial class Outer
        {
            [Neuron(Solvers = Solver.Exact | Solver.RungeKutta4, Targets = Target.Simulation), Unit("s")]
            public partial class C
            {
                [Parameter] public double Tau { get; set; } = 10, K = 2;
                [State] public double v = 1;
                [State] public double u = Math.PI;
                [Input] public double x;
                [Derivative(nameof(v))] double Dv => -v / Tau + x;
                [Derivative(nameof(u))] double Du { get { double half = u / 2; return v - half; } }
                [Output] double Y => Math.Clamp(v, 0, K);
            }
        }
        """,
    ];

    [Fact]
    public void Spoilt_neurons_are_read_or_reported()
    {
        Random random = new(20251122);
        CSharpCompilation project = ConsumerCompilation.Create("");
        int sound = 0;
        for (int k = 0; k < Sources; k++)
        {
            string source = Spoil(Seeds[k % Seeds.Length], random);
            NeuronModel? model = null;
            try
            {
                CSharpCompilation compilation = project.WithText("File0.cs", _ => source);
                TypeDeclarationSyntax? type = compilation.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => t.AttributeLists.Count > 0);
                model = type is null ? null : NeuronReader.Read(compilation, type, default).Model;
            }
            catch (Exception fault)
            {
                Assert.Fail($"{fault}\n{source}");
            }

            if (model is null || sound++ % CompiledEvery != 0) continue;
            NeuronRun run = GeneratorHarness.RunOnce(source);
            Diagnostic[] objections = [.. run.Output.GetDiagnostics()];
            if (objections.Any(d => d.DefaultSeverity == DiagnosticSeverity.Error && !IsEmitted(d))) continue;
            string[] faults = [.. objections.Where(d => d.Severity > DiagnosticSeverity.Hidden && IsEmitted(d)).Select(d => d.ToString())];
            if (faults.Length > 0) Assert.Fail($"{string.Join("\n", faults.Take(5))}\n{source}");
        }

        Assert.True(sound > Sources / 20, $"Only {sound} sources were fit to lead to code.");
    }

    private static bool IsEmitted(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static string Spoil(string seed, Random random)
    {
        List<string> tokens = [.. SyntaxFactory.ParseTokens(seed).Select(t => t.ToFullString())];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(tokens.Count), other = random.Next(tokens.Count);
            switch (random.Next(8))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[other]);
                    break;
                case 2:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = $" {Words[random.Next(Words.Length)]} ";
                    break;
                default:
                    // One of the same kind: what C# may well accept.
                    string[] alike = [.. tokens.Where(t => KindOf(t) == KindOf(tokens[at]))];
                    tokens[at] = $" {alike[random.Next(alike.Length)].Trim()} ";
                    break;
            }
        }

        return string.Concat(tokens);
    }

    private static int KindOf(string token)
    {
        string text = token.Trim();
        return text.Length == 0 ? 0 : char.IsLetter(text[0]) ? 1 : char.IsDigit(text[0]) ? 2 : "+-*/".Contains(text[0]) ? 3 : "<>=".Contains(text[0]) ? 4 : 5 + text[0];
    }
}
