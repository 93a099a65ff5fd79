using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Analysis;

/// <summary>
/// What goes wrong while a neuron is typed: of C# and the generator together, one diagnostic at the expression that is wrong and none that follows from it.
/// </summary>
public sealed class MistakeTests
{
    private static readonly string[] Lines =
    [
        "[Neuron(Solvers = Solver.Euler)]",
        "public partial class Leaky",
        "{",
        "    [Parameter, Unit(\"ms\")] public float Tau = 10;",
        "    [State, Unit(\"mV\")] public float V = 0;",
        "    [Input, Unit(\"mV\")] public float x;",
        "    [Derivative(nameof(V))] float Dv => (x - V) / Tau;",
        "    [Spike] bool Fires => V >= 1;",
        "    [Reset] void Reset() => V = 0;",
        "}",
    ];

    /// <summary>A line of the neuron as it should be, as it is mistyped, and what is reported there; marks are around the place.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "[State, ", "[[|Stat|], ", "CS0246" },
        { "[Parameter, ", "[[|Paramter|], ", "CS0246" },
        { "[Derivative(", "[[|Derivativ|](", "CS0246" },
        { "[Spike]", "[[|Spikes|]]", "CS0246" },
        { "Unit(\"mV\")] public float V", "Unit([|\"mv\"|])] public float V", "NDSL0036" },
        { "nameof(V)", "nameof([|Vm|])", "CS0103" },
        { "nameof(V)", "[|\"Vm\"|]", "NDSL0015" },
        { "nameof(V)", "[|nameof(Tau)|]", "NDSL0015" },
        { "nameof(V)", "[|nameof(x)|]", "NDSL0015" },
        { "public partial class Leaky", "public class [|Leaky|]", "NDSL0001" },
        { "public float V = 0", "public int [|V|] = 0", "NDSL0005" },
        { "public float V = 0", "public static float [|V|] = 0", "NDSL0007" },
        { "(x - V) / Tau", "([|y|] - V) / Tau", "CS0103" },
        { "(x - V) / Tau", "([|X|] - V) / Tau", "CS0103" },
        { "(x - V) / Tau", "[|0.1 * (x - V) / Tau|]", "CS0266" },
        { "(x - V) / Tau", "[|MathF.Round|](x - V) / Tau", "NDSL0017" },
        { "(x - V) / Tau", "[|System.Random.Shared.NextSingle|]() * (x - V) / Tau", "NDSL0017" },
        { "(x - V) / Tau", "MathF.[|Expp|](x - V) / Tau", "CS0117" },
        { "(x - V) / Tau", "(x - [|V[0]|]) / Tau", "CS0021" },
        { "(x - V) / Tau;", "(x - V) / Tau + [|Dv|];", "NDSL0020" },
        { "[Spike] bool Fires => V >= 1;", "[Spike] float [|Fires|] => V;", "NDSL0010" },
        { "[Spike] bool Fires => V >= 1;", "[Spike] bool Fires => V >= 1; [Spike] bool [|Again|] => V >= 2;", "NDSL0011" },
        { "[Reset] void Reset() => V = 0;", "[Reset] void Reset() => V = 0; [Reset] void [|Again|]() => V = 1;", "NDSL0011" },
        { "[Spike] bool Fires => V >= 1;", "[Spike] bool Fires => [|V|];", "CS0029" },
        { "[Spike] bool Fires => V >= 1;\n    [Reset] void Reset()", "[Reset] void [|Reset|]()", "NDSL0021" },
        { "void Reset() => V = 0", "void Reset() => [|Tau|] = 0", "NDSL0022" },
        { "void Reset() => V = 0", "void Reset() => [|x|] = 0", "NDSL0022" },
        { "void Reset() => V = 0", "bool [|Reset|]() => V == 0", "NDSL0010" },
        { "void Reset() => V = 0", "void Reset() { [|while|] (V > 0) V -= 1; } float Unused => 0", "NDSL0018" },
        { "public float V = 0;\n    [Input, Unit(\"mV\")] public float x;\n    [Derivative(nameof(V))] float Dv => (x - V) / Tau;", "public float [|V|] = 0;\n    [Input] public float x;", "NDSL0013" },
        { "Solver.Euler", "Solver.[|Eulr|]", "CS0117" },
        { "Solvers = ", "[|Solver|] = ", "CS0246" },
        { "Solver.Euler)", "Solver.Euler, Dt = [|-1|])", "NDSL0027" },
        { "(x - V) / Tau", "[|V * V|]", "NDSL0033" },
        { "[Input, ", "[Input, [|Range(5, 1)|], ", "NDSL0012" },
        { "[Input, Unit(\"mV\")] public float x", "[Input, Receives] public float [|x|]", "NDSL0009" },
        { "[Input, Unit(\"mV\")] public float x", "[Input, Noise, Unit(\"mV\")] public float [|x|]", "NDSL0008" },
        { "public partial class Leaky", "public abstract partial class [|Leaky|]", "NDSL0002" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Is_reported_once_where_it_is(string right, string wrong, string id)
    {
        string source = string.Join("\n", Lines);
        Assert.Contains(right, source, StringComparison.Ordinal);
        if (id == "NDSL0033") source = source.Replace("Solver.Euler", "Solver.Exact", StringComparison.Ordinal);
        MarkedSource marked = MarkedSource.Parse(source.Replace(right, wrong, StringComparison.Ordinal));
        NeuronRun run = GeneratorHarness.RunOnce(marked.Text);
        IEnumerable<Diagnostic> all = run.Diagnostics.Concat(run.Output.GetDiagnostics()).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591");

        // Of an attribute that it does not know, C# says so twice: with its suffix and without.
        Assert.Equal(
            marked.Spans.Select(s => $"{id} at '{marked.Text.Substring(s.Start, s.Length)}'"),
            all.Select(d => $"{d.Id} at '{d.Location.SourceTree?.GetText().ToString(d.Location.SourceSpan)}'").Distinct());
    }
}
