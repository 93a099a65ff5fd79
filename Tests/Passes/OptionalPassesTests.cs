using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Generator;
using Xunit;
using GeneratorSolver = NeuronDsl.Generator.Solver;
using SymbolKind = NeuronDsl.Generator.Symbolics.SymbolKind;

namespace NeuronDsl.Tests.Passes;

/// <summary>No pass is needed for right results: each is left out by itself, and all at once.</summary>
public sealed class OptionalPassesTests
{
    private const string Source = """
        [Neuron(Solvers = Solver.RungeKutta4 | Solver.Heun | Solver.ExponentialEuler, Targets = Target.Simulation)]
        public partial class Axon
        {
            [Parameter] public double GNa = 120, GK = 36, GL = 0.3, C = 1;
            [State] public double v = -65, m = 0.05, h = 0.6, n = 0.3;
            [Input] public double I;
            [Derivative(nameof(v))] double Dv => (I - GNa * m * m * m * h * (v - 50) - GK * n * n * n * n * (v + 77) - GL * (v + 54.4)) / C;
            [Derivative(nameof(m))] double Dm => Neural.Linoid(v + 40, 10) * (1 - m) - 4 * Math.Exp(-(v + 65) / 18) * m;
            [Derivative(nameof(h))] double Dh => 0.07 * Math.Exp(-(v + 65) / 20) * (1 - h) - h / (1 + Math.Exp(-(v + 35) / 10));
            [Derivative(nameof(n))] double Dn => 0.1 * Neural.Linoid(v + 55, 10) * (1 - n) - 0.125 * Math.Exp(-(v + 65) / 80) * n;
            [Spike] bool Fires => v >= -20;
        }

        [Neuron(Solvers = Solver.Euler | Solver.Exact, Targets = Target.Simulation)]
        public partial class Adaptive
        {
            [Parameter] public double Tau = 10, TauW = 100, B = 2, VTh = 1;
            [Refractory] public double TRef = 0.3;
            [State, Receives] public double v;
            [State] public double w;
            [Input] public double I;
            [Derivative(nameof(v))] double Dv => (I - v - w) / Tau;
            [Derivative(nameof(w))] double Dw => -w / TauW;
            [Spike] bool Fires => v >= VTh;
            [Reset] void Reset() { v = 0; w += B / TauW; }
        }

        [Neuron(Targets = Target.Simulation)]
        public partial class Chaotic
        {
            [Parameter] public double Alpha = 4, Mu = 0.001, Sigma = 0.1;
            [State] public double x = -1, y = -3;
            [Input] public double I;
            [Update(nameof(x))] double NextX => x <= 0 ? Alpha / (1 - x) + y + I : x < Alpha + y ? Alpha + y + I : -1 + Math.Tanh(x) - 1;
            [Update(nameof(y))] double NextY => y - Mu * (x + 1 - Sigma);
            [Spike] bool Fires => x > 0;
        }
        """;

    private static readonly Lazy<IReadOnlyList<NeuronModel>> Models = new(() => GeneratorHarness.Run(Source).Models);

    private static IEnumerable<(NeuronModel Model, GeneratorSolver Solver)> Cases =>
        Models.Value.SelectMany(m => m.Solvers.Count == 0 ? [GeneratorSolver.None] : (IEnumerable<GeneratorSolver>)[.. m.Solvers], (m, s) => (m, s));

    public static TheoryData<string> LeftOut =>
        [.. Enum.GetValues<OptionalPasses>().Where(p => BitOperations.IsPow2((int)p)).Append(OptionalPasses.Reassociating).Append(OptionalPasses.All).Select(p => p.ToString())];

    [Theory, MemberData(nameof(LeftOut))]
    public void A_step_means_the_same_with_any_pass_left_out(string leftOut)
    {
        OptionalPasses passes = OptionalPasses.All & ~Enum.Parse<OptionalPasses>(leftOut);
        Random random = new(7);
        foreach ((NeuronModel model, GeneratorSolver solver) in Cases)
        {
            StepProgram meaning = NeuronCompiler.Meaning(model, solver);
            HoistedProgram lowered = NeuronCompiler.Forward(model, solver, passes);
            for (int round = 0; round < 50; round++)
            {
                Dictionary<string, double> point = [];
                double At(Symbol symbol) => point.TryGetValue(symbol.Name, out double value) ? value : point[symbol.Name] = ValueOf(model, symbol, random);
                Dictionary<Symbol, double> expected = meaning.Interpret(At), actual = lowered.Interpret(At);
                Assert.All(expected, e => Assert.Equal(0, (actual[e.Key] - e.Value) / Math.Max(1, Math.Abs(e.Value)), 1e-11));
            }
        }
    }

    [Theory, MemberData(nameof(LeftOut))]
    public void Every_width_gives_the_same_bits_with_any_pass_left_out(string leftOut)
    {
        Assembly assembly = Compile(OptionalPasses.All & ~Enum.Parse<OptionalPasses>(leftOut));
        foreach ((NeuronModel model, GeneratorSolver solver) in Cases)
        {
            byte[] expected = Run(assembly, model, solver, VectorWidth.Scalar);
            foreach (VectorWidth width in new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported))
            {
                Assert.Equal(expected, Run(assembly, model, solver, width));
            }
        }
    }

    [Fact]
    public void A_neuron_that_forbids_reassociation_keeps_the_order_of_its_text()
    {
        // (3/2 v + I) - I loses what v has below the rounding of I; in another order it does not lose all.
        static string Neuron(string options) => $$"""
            [Neuron({{options}}Targets = Target.Simulation)]
            public partial class Rounding
            {
                [State] public double v = 0.3;
                [Input] public double I = 1e16;
                [Update(nameof(v))] double Next => v + 0.5 * v + I - I;
                [Spike] bool Fires => v > 10;
            }
            """;

        NeuronModel free = GeneratorHarness.Read(Neuron("")), kept = GeneratorHarness.Read(Neuron("Reassociate = false, "));
        Assert.True(free.Reassociate);
        Assert.False(kept.Reassociate);
        Assert.Equal(0, Next(kept));
        Assert.NotEqual(0, Next(free));

        static double Next(NeuronModel model) => NeuronCompiler.Forward(model, GeneratorSolver.None)
            .Interpret(s => s.Name == "v" ? 0.3 : s.Name == "I" ? 1e16 : 0).Single(r => r.Key.Kind == SymbolKind.State).Value;
    }

    private static double ValueOf(NeuronModel model, Symbol symbol, Random random) =>
        symbol.Kind == SymbolKind.Dt ? 0.05
        : symbol.Type == TermType.Bool ? random.Next(2)
        : symbol.Kind == SymbolKind.Remaining ? random.Next(3)
        : symbol.Kind == SymbolKind.Parameter ? 1 + random.NextDouble()
        : model.Type.Name == "Axon" && symbol.Name == "v" ? -90 + (130 * random.NextDouble())
        : (2 * random.NextDouble()) - 0.5;

    private static Assembly Compile(OptionalPasses passes)
    {
        IEnumerable<SyntaxTree> emitted = Models.Value.SelectMany(m => NeuronCompiler.Compile(m, passes)).Select(f => ConsumerCompilation.Parse(f.Text.ToString(), f.HintName));
        using MemoryStream image = new();
        CSharpCompilation compilation = ConsumerCompilation.Create(Source).AddSyntaxTrees(emitted);
        var result = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(image.ToArray());
    }

    // All states after some steps, as bytes; a NaN is as good as another.
    private static byte[] Run(Assembly assembly, NeuronModel model, GeneratorSolver solver, VectorWidth width)
    {
        const int Count = 130, Steps = 40;
        Type neuron = assembly.GetTypes().Single(t => t.Name == model.Type.Name && t.DeclaringType is null);
        using var population = (Population<double>)Activator.CreateInstance(neuron.GetNestedType("Population")!, Count, null, (Solver)(int)solver)!;
        population.VectorWidth = width;
        Span<double> input = population.Input("I");
        for (int i = 0; i < Count; i++) input[i] = 0.15 * i;
        population.Step(0.05, Steps);
        double[] states = [.. population.Layout.States.SelectMany(s => population.State(s).ToArray()).Select(x => double.IsNaN(x) ? double.NaN : x)];
        return [.. MemoryMarshal.AsBytes(states.AsSpan()), .. MemoryMarshal.AsBytes(population.SpikeMask)];
    }
}
