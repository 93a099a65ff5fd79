using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NeuronDsl.Tests.Generator;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Neurons for eligibility: some of the catalogue in double precision, and one that the compiler has not seen.</summary>
internal static partial class EligibilityNeurons
{
    // Two coupled conductances, a reset that is differentiated, a helper with a choice: nothing of it is known to be factorised.
    private const string Own = """
        using System;
        using NeuronDsl;

        [Neuron(Solvers = Solver.Euler | Solver.Heun | Solver.RungeKutta4, Targets = Target.Training | Target.Eligibility, Dt = 0.5)]
        public partial class Own
        {
            [Parameter] public double Tau = 9.0, TauW = 31.0, Slope = 0.4, Threshold = 1.0;
            [State] public double v = 0.2;
            [State] public double w;
            [State] public double trace;
            [Input] public double x;
            [Derivative(nameof(v))] double Dv => (-v + Slope * v * v - Pull + x) / Tau;
            [Derivative(nameof(w))] double Dw => (Math.Tanh(v) - w + 0.2 * (-w) * v) / TauW;
            [Update(nameof(trace))] double NextTrace => 0.9 * trace + 0.1 * v * w;
            double Pull => w > 0 ? w : 0.5 * w;
            [Spike(Surrogate.Sigmoid, 3.0)] bool Fires => v >= Threshold + 0.2 * trace;
            [Reset] void Reset() { v -= 0.7 * Threshold; w += 0.3; }
        }
        """;

    // No adaptation, and a reset that only subtracts: the rule factorises.
    private const string Factorised = """
        using NeuronDsl;

        [Neuron(Targets = Target.Training | Target.Eligibility, Dt = 1)]
        public partial class Factorised
        {
            [Parameter] public double Alpha = 0.8, Threshold = 1.0;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double Next => Alpha * v + x;
            [Spike(Surrogate.Triangle, 1.0)] bool Fires => v >= Threshold;
            [Reset(Detach = true)] void Reset() => v -= Threshold;
        }
        """;

    private static readonly string[] FromCatalogue = ["AdaptiveLif", "StdpAlif", "IzhikevichEprop", "AdEx", "LeakyIntegrateAndFire", "ConductanceLif", "VariableSpiking", "CubaLif"];

    private static readonly Lazy<NeuronLibrary> LazyLibrary = new(() => new([.. FromCatalogue.Select(Read), Own, Factorised]));

    public static NeuronLibrary Library => LazyLibrary.Value;

    public static string[] Names => [.. FromCatalogue, "Own", "Factorised"];

    private static string Read(string name)
    {
        string twin = TargetsArgument().Replace(DoubleTwin.Rewrite(File.ReadAllText(Repository.At("Models", name + ".cs"))), "");
        return NeuronAttribute().Replace(twin, m => $"[Neuron({m.Groups[1].Value}{(m.Groups[1].Value.Trim().Length > 0 ? ", " : "")}Targets = Target.Training | Target.Eligibility)]", 1);
    }

    [GeneratedRegex(@"Targets = [\w.| ]+, ")]
    private static partial Regex TargetsArgument();

    [GeneratedRegex(@"\[Neuron\(?([^)\]]*)\)?\]")]
    private static partial Regex NeuronAttribute();
}
