using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Generator;
using NeuronDsl.Tests.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

/// <summary>What an expression is read as, and that it has the value that C# gives it.</summary>
public sealed class ExpressionReaderTests
{
    private static readonly (string CSharp, string Read)[] Cases =
    [
        // Names and constants.
        ("v", "v"),
        ("this.v + (u)", "v + u"),
        ("Tau * x", "Tau * x"),
        ("Half * v", "0.5 * v"),
        ("Outside.Third * v", "3 * v"),
        ("1 / 2 + v", "v"),
        ("1.0 / 2 + v", "0.5 + v"),
        ("0.1f + v", "0.1 + v"),
        ("-2 * v", "-2 * v"),
        ("Math.PI * v", "3.141592653589793 * v"),
        ("(double)(float)v * (int)7.9", "v * 7"),

        // Operators.
        ("-(v + u) * -v", "-(v + u) * -v"),
        ("+v / u / x", "v / u / x"),
        ("v / (u / x)", "v / (u / x)"),
        ("v - (u - x)", "v - (u - x)"),
        ("v > 0 ? u : -u", "v > 0 ? u : -u"),
        ("v <= 0 && u < 3 || !(x >= 2) ? 1 : 0", "v <= 0 && u < 3 || !(x >= 2) ? 1 : 0"),
        ("v == 0 ^ u != 0 ? x : v", "v == 0 && !(u != 0) || !(v == 0) && u != 0 ? x : v"),
        ("(v > 0 ? u > 0 : x > 0) ? 2 : 3", "v > 0 && u > 0 || !(v > 0) && x > 0 ? 2 : 3"),
        ("(v > 0 ? 2 : 3) * 4 + u", "(v > 0 ? 2 : 3) * 4 + u"),

        // Functions.
        ("Math.Abs(v) + Math.Sqrt(u * u) + Math.Cbrt(v) + Math.Exp(-u)", "Abs(v) + Sqrt(u * u) + Cbrt(v) + Exp(-u)"),
        ("Math.Log(u * u + 1) + Math.Sin(v) * Math.Cos(v) - Math.Tan(x)", "Log(u * u + 1) + Sin(v) * Cos(v) - Tan(x)"),
        ("Math.Sinh(v) + Math.Cosh(u) + Math.Tanh(x) + Math.Atan(v)", "Sinh(v) + Cosh(u) + Tanh(x) + Atan(v)"),
        ("Math.Min(v, Math.Max(u, x))", "Min(v, Max(u, x))"),
        ("Math.Clamp(v, -1, 0.5)", "Min(Max(v, -1), 0.5)"),
        ("Math.Clamp(max: 2, min: x - 9, value: v)", "Min(Max(v, x - 9), 2)"),
        ("Math.Pow(v, 2) + Math.Pow(u * u, 0.5) + Math.Pow(3, x)", "v * v + Sqrt(u * u) + Pow(3, x)"),
        ("MathF.Exp((float)v)", "Exp(v)"),
        ("Neural.Linoid(v, 10)", "10 / ExpRel(-(v / 10))"),
        ("Neural.ExpRel(v) + Neural.Sigmoid(u) + Neural.Heaviside(x) + Neural.Relu(v)", "ExpRel(v) + Sigmoid(u) + Heaviside(x) + Relu(v)"),
        ("Cosh(v)", "Cosh(v)"),

        // Methods and helpers.
        ("Square(v + 1)", "(v + 1) * (v + 1)"),
        ("Scaled(u, by: 3) + Scaled(v)", "u * 3 + v * 2"),
        ("Outside.Mean(v, u)", "0.5 * (v + u)"),
        ("v.Halved()", "v * 0.5"),
        ("Blocked(v, u)", "(v + u) * (v + u) - 1"),
        ("Gate * u", "Gate * u"),
        ("this.InBlock", "InBlock"),
        ("Open ? v : u", "Open ? v : u"),
        ("Sign * v", "Sign * v"),
        ("Level * v", "Level * v"),
        ("Fires ? u : x", "Fires ? u : x"),
        ("D0 + u", "D0 + u"),
    ];

    private static readonly string Source = $$"""
        using static System.Math;

        public static class Outside
        {
            public const int Third = 3;
            public static double Mean(double a, double b) => 0.5 * (a + b);
            public static double Halved(this double x) => x * 0.5;
        }

        [Neuron(Targets = Target.None)]
        public partial class N
        {
            private const float Half = 0.5f;

            [Parameter] public double Tau = 10;
            [State] public double v, u;
            [Input] public double x;
            [Derivative(nameof(v))] double Dv => -v;
            [Derivative(nameof(u))] double Du => -u;
            [Spike] bool Fires => v >= u;

            double Gate => 1 / (1 + Math.Exp(-v * Inner));
            double Inner => Half * x;
            double InBlock
            {
                get
                {
                    const int Twice = 2;
                    double a = Twice * v, b = a * u;
                    var c = a + b;
                    return c * c;
                }
            }
            bool Open => v > 0 && u < 1;
            int Sign => v > 0 ? 1 : -1;
            static double Level => 7;

            static double Square(double a) => a * a;
            static double Scaled(double a, double by = 2) => a * by;
            static double Blocked(double a, double b) { double c = a + b; return Square(c) - 1; }

        {{string.Join("\n", Cases.Select((c, i) => $"    [State] public double s{i}; [Derivative(nameof(s{i}))] double D{i} => {c.CSharp};"))}}
        }
        """;

    private static readonly Lazy<NeuronModel> Model = new(() => GeneratorHarness.Read(Source));

    public static IEnumerable<object[]> Expressions => Cases.Select((c, i) => new object[] { i, c.CSharp, c.Read });

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_is_read_as_it_stands(int index, string csharp, string read)
    {
        EquationModel equation = Model.Value.States.Single(s => s.Name == $"s{index}").Equation;
        Assert.Equal(read, Infix.Text(equation.Expression));
        Assert.Equal(csharp, equation.Text);
    }

    [Fact]
    public void Every_expression_has_the_value_that_CSharp_gives_it()
    {
        Type type = GeneratorHarness.Compile(Source).GetType("N")!;
        object neuron = Activator.CreateInstance(type)!;
        Random random = new(7);
        for (int trial = 0; trial < 40; trial++)
        {
            Dictionary<string, double> values = new() { ["v"] = Draw(random), ["u"] = Draw(random), ["x"] = Draw(random), ["Tau"] = Draw(random) };
            foreach ((string name, double value) in values) type.GetField(name)!.SetValue(neuron, value);
            for (int i = 0; i < Cases.Length; i++)
            {
                double expected = (double)type.GetProperty($"D{i}", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(neuron)!;
                double actual = Evaluator.Evaluate(Model.Value.Inline(Model.Value.States[i + 2].Equation.Expression), s => values[s.Name]);

                // MathF and float casts round to float on the way.
                double tolerance = Cases[i].CSharp.Contains("loat") ? 1e-6 : 1e-12;
                Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected)), $"{Cases[i].CSharp}: C# says {expected}, read {actual}");
            }
        }

        // Whole numbers too, so that comparisons meet equality.
        static double Draw(Random random) => random.Next(3) == 0 ? random.Next(-2, 3) : (random.NextDouble() * 6) - 3;
    }

    [Fact]
    public void Float_constants_keep_their_digits()
    {
        NeuronModel model = GeneratorHarness.Read("""
            [Neuron(Targets = Target.None)]
            public partial class N
            {
                [State] public float v;
                [Derivative(nameof(v))] float Dv => 0.04f * v + 1e-7f + 1f / 3;
            }
            """);
        Assert.Equal((double)0.04f, Constants(model.States[0].Equation.Expression).First());
        Assert.Equal("0.04 * v + 1E-07 + 0.33333334", Infix.Text(model.States[0].Equation.Expression));

        static IEnumerable<double> Constants(Expression e) => e is Constant c ? [c.Value] : e is Apply a ? a.Arguments.SelectMany(Constants) : [];
    }

    [Fact]
    public void Helpers_come_after_those_they_name()
    {
        string[] names = [.. Model.Value.Helpers.Select(h => h.Name)];
        Assert.Equal(["Inner", "Gate", "InBlock", "Open", "Sign", "Level", "D0"], names);
        Assert.Equal("1 / (1 + Math.Exp(-v * Inner))", Model.Value.Helpers[1].Text);
        Assert.Equal("1 / (1 + Exp(-v * Inner))", Infix.Text(Model.Value.Helpers[1].Expression));
    }

    [Fact]
    public void The_spike_condition_is_a_symbol_of_its_own()
    {
        Expression expression = Model.Value.States.Single(s => s.Equation.Text.StartsWith("Fires")).Equation.Expression;
        Assert.True(Algebra.Mentions(expression, s => s.Kind == SymbolKind.Condition && s.Name == "Fires" && s.Type == TermType.Bool));
    }

    [Fact]
    public void Text_is_on_one_line_without_comments()
    {
        NeuronModel model = GeneratorHarness.Read("""
            [Neuron(Targets = Target.None)]
            public partial class N
            {
                [State] public float v;
                [Derivative(nameof(v))] float Dv =>
                    -v // leak
                    +   2 /* twice */ * v;
                [Spike] bool Fires => v>=1;
                [Reset] void Reset()
                {
                    // back to rest
                    v = 0;
                    v += 1;
                }
            }
            """);
        Assert.Equal("-v + 2 * v", model.States[0].Equation.Text);
        Assert.Equal("v>=1", model.Spike!.Text);
        Assert.Equal("v = 0; v += 1;", model.Reset!.Text);
    }

    [Fact]
    public void The_same_call_is_read_once()
    {
        NeuronModel model = GeneratorHarness.Read("""
            [Neuron(Targets = Target.None)]
            public partial class N
            {
                [State] public float v;
                [Derivative(nameof(v))] float Dv => F(v) + F(v);
                static float F(float x) => MathF.Exp(x);
            }
            """);
        Apply sum = Assert.IsType<Apply>(model.States[0].Equation.Expression);
        Assert.Same(sum.Arguments[0], sum.Arguments[1]);
    }
}
