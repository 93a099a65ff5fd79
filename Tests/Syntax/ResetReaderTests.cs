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

/// <summary>The reset as one expression per state, and that it leaves the states as C# leaves them.</summary>
public sealed class ResetReaderTests
{
    // Statements, and what each state becomes; * marks the states that refractoriness holds.
    private static readonly (string Body, string Expected)[] Cases =
    [
        ("=> v = C;", "v* = C"),
        ("{ v = C; u += D; }", "v* = C, u = u + D"),
        ("{ v -= D; u *= 2; w /= C; }", "v = v - D, u = u * 2, w = w / C"),
        ("{ v++; --u; }", "v = v + 1, u = u - 1"),
        ("{ v = u; u = v; }", "v* = u, u* = u"),
        ("{ float old = v; v = u; u = old; }", "v* = u, u* = v"),
        ("{ v += 1; v = v * 2; }", "v* = (v + 1) * 2"),
        ("{ if (u > 0) v = C; }", "v* = u > 0 ? C : v"),
        ("{ if (u > 0) { v = C; } else { v += 1; w = 0; } }", "v* = u > 0 ? C : v + 1, w* = u > 0 ? w : 0"),
        ("{ v = 1; if (v > 0) u = 2; else u = 3; }", "v* = 1, u* = 2"),
        ("{ if (u > 0) { if (w > 0) v = 1; else v = 2; } else v = 3; }", "v* = u > 0 ? (w > 0 ? 1 : 2) : 3"),
        ("{ float a = 1; if (u > 0) { float b = 2; a = b * v; } v = a; }", "v* = u > 0 ? 2 * v : 1"),
        ("{ float a; a = D; { v = a; } ; }", "v* = D"),
        ("{ bool high = u > 0; if (w > 0) high = w > 5; v = high ? C : 0; }", "v* = w > 0 && w > 5 || !(w > 0) && u > 0 ? C : 0"),
        ("{ u = Sum; }", "u* = Sum"),
        ("{ v = C; u = Sum; }", "v* = C, u* = C + w"),
        ("{ u = Sum; v = C; w = Sum + u; }", "u* = Sum, v* = C, w* = C + w + Sum"),
        ("{ v = C; if (Fires) u = 1; }", "v* = C, u* = C >= 30 ? 1 : u"),
        ("{ v = Twice(v); u = Twice(v); }", "v* = v + v, u* = v + v + (v + v)"),
        ("{ u = x; v = x; }", "u* = x, v* = x"),
        ("{ this.v = C; }", "v* = C"),
        ("{ }", ""),
    ];

    private static readonly string AllCases = string.Join("\n", Cases.Select((c, i) => Source(c.Body, $"N{i}")));

    [Fact]
    public void Statements_fold_into_one_value_per_state()
    {
        NeuronRun run = GeneratorHarness.Run(AllCases);
        Assert.Empty(run.Errors);
        Assert.Equal(
            Cases.Select(c => $"{c.Body}: {c.Expected}"),
            run.Models.Select((m, i) => $"{Cases[i].Body}: {string.Join(", ", m.Reset!.Assignments.Select(a => $"{a.State}{(a.Clamps ? "*" : "")} = {Infix.Text(a.Value)}"))}"));
    }

    [Fact]
    public void States_end_as_CSharp_leaves_them()
    {
        NeuronRun run = GeneratorHarness.Run(AllCases);
        Assembly assembly = GeneratorHarness.Compile(AllCases);
        Random random = new(3);
        foreach (NeuronModel model in run.Models)
        {
            Type type = assembly.GetType(model.Type.Name)!;
            MethodInfo reset = type.GetMethod("Run", BindingFlags.Instance | BindingFlags.NonPublic)!;
            for (int trial = 0; trial < 20; trial++)
            {
                object neuron = Activator.CreateInstance(type)!;
                Dictionary<string, float> before = new[] { "v", "u", "w", "C", "D", "x" }.ToDictionary(n => n, _ => random.Next(-12, 13) / 2f);
                foreach ((string name, float value) in before) type.GetField(name)!.SetValue(neuron, value);
                reset.Invoke(neuron, null);
                foreach (string state in new[] { "v", "u", "w" })
                {
                    Expression? value = model.Reset!.Assignments.FirstOrDefault(a => a.State == state)?.Value;
                    double expected = value is null ? before[state] : Evaluator.Evaluate(model.Inline(value), s => before[s.Name]);
                    Assert.True(Equals((float)expected, type.GetField(state)!.GetValue(neuron)), $"{state} after {model.Reset.Text}");
                }
            }
        }
    }

    [Theory]
    [InlineData("[|C|] = 1;")]
    [InlineData("[|x|] = 1;")]
    [InlineData("[|other|] = 1;")]
    [InlineData("[|D|] *= 2;")]
    [InlineData("v = 0; [|C|]++;")]
    public void Only_states_are_assigned(string body) => GeneratorHarness.Diagnose("NDSL0022", Source($$"""{ {{body}} }"""));

    [Theory]
    [InlineData("[|while|] (v > 0) v -= 1;")]
    [InlineData("[|return|];")]
    [InlineData("v = [|u = 0|];")]
    [InlineData("[|(v, u) = (u, v)|];")]
    [InlineData("[|Fill()|];")]
    [InlineData("void [|Local|]() { }")]
    [InlineData("v = [|numbers[0]|];")]
    [InlineData("[|v %= 2|];")]
    [InlineData("[|switch|] (v) { default: v = 0; break; }")]
    public void Only_assignments_and_conditions_are_understood(string body) => GeneratorHarness.Diagnose("NDSL0018", Source($$"""{ {{body}} }"""));

    private static string Source(string body, string name = "N") => $$"""
        [Neuron(Targets = Target.None)]
        public partial class {{name}}
        {
            [Parameter] public float C = -65, D = 8;
            [State] public float v, u, w;
            [Input] public float x;
            public float other;
            public float[] numbers = new float[1];
            [Derivative(nameof(v))] float Dv => -v;
            [Derivative(nameof(u))] float Du => -u;
            [Derivative(nameof(w))] float Dw => -w;
            float Sum => v + w;
            [Spike] bool Fires => v >= 30;
            static float Twice(float a) => a + a;
            void Fill() { }
            [Reset] void Run() {{body}}
        }
        """;
}
