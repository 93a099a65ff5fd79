using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Syntax;

using Solver = NeuronDsl.Generator.Solver;
using Target = NeuronDsl.Generator.Target;

public sealed class SolverReaderTests
{
    [Theory]
    [InlineData("", "Derivative", "Euler RungeKutta4")]
    [InlineData("", "Update", "")]
    [InlineData("Solvers = Solver.None", "Update", "")]
    [InlineData("Solvers = Solver.RungeKutta4 | Solver.Euler", "Derivative", "RungeKutta4 Euler")]
    [InlineData("Solvers = (Solver.Heun | Solver.Exact) | NeuronDsl.Solver.Euler", "Derivative", "Heun Exact Euler")]
    [InlineData("Solvers = Chosen", "Derivative", "Heun ExponentialEuler")]
    [InlineData("Targets = Target.None, Solvers = Solver.RushLarsen", "Derivative", "RushLarsen")]
    public void The_solver_named_first_is_the_default(string arguments, string equation, string expected)
    {
        NeuronModel model = GeneratorHarness.Read(Source(arguments, equation));
        Assert.Equal(expected, string.Join(" ", model.Solvers));
    }

    [Theory]
    [InlineData("", "", Target.Simulation)]
    [InlineData("", "[Output] float Y => v;", Target.Simulation | Target.Training)]
    [InlineData("", "[Spike] bool Fires => v > 0;", Target.Simulation | Target.Training)]
    [InlineData("", "[Spike] bool Fires => v > 0 && v < 1; [Output] float Y => v;", Target.Simulation)]
    [InlineData("", "[Spike] bool Fires => v > 0 && v < 1; [Margin] float M => v;", Target.Simulation | Target.Training)]
    [InlineData("Targets = Target.None", "[Spike] bool Fires => v > 0;", Target.None)]
    [InlineData("Targets = Target.Training", "[Spike] bool Fires => v > 0;", Target.Training)]
    public void Targets_left_out_follow_from_what_is_sent(string arguments, string members, Target expected) =>
        Assert.Equal(expected, GeneratorHarness.Read(Source(arguments, "Derivative", members)).Targets);

    [Theory]
    [InlineData("NDSL0025", "Targets = [|(Target)64|]", "")]
    [InlineData("NDSL0027", "Dt = [|0|]", "")]
    [InlineData("NDSL0027", "Dt = [|double.NaN|]", "")]
    [InlineData("NDSL0029", "Solvers = [|Solver.EulerMaruyama | Solver.Heun|]", "[Noise] float xi; [State] public float w; [Derivative(nameof(w))] float Dw => xi;")]
    [InlineData("NDSL0030", "", "[Noise] float xi; [State] public float w; [Update(nameof(w))] float Next => [|w + xi|];")]
    [InlineData("NDSL0030", "", "[Noise] float xi; [Output] float Y => [|Shaken|]; float Shaken => v * xi;")]
    [InlineData("NDSL0031", "", "[Noise] float xi, eta; [State] public float w; [Derivative(nameof(w))] float Dw => [|xi * eta|];")]
    [InlineData("NDSL0032", "Solvers = Solver.ExponentialEuler", "[State] public float w; [Derivative(nameof(w))] float Dw => [|-Gate * w|]; float Gate => 1 + w;")]
    [InlineData("NDSL0032", "Solvers = Solver.RushLarsen | Solver.ExponentialEuler", "[State] public float w; [Derivative(nameof(w))] float Dw => [|1 - w * w|];")]
    [InlineData("NDSL0033", "Solvers = Solver.Exact", "[State] public float w; [Derivative(nameof(w))] float Dw => [|x * w|]; [Input] public float x;")]
    [InlineData("NDSL0033", "Solvers = Solver.Exact", "[State] public float w, k; [Update(nameof(k))] float NextK => 0; [Derivative(nameof(w))] float Dw => [|k * v|];")]
    [InlineData("NDSL0035", "Targets = Target.Training", "[Spike] bool Fires => [|v > 0 && v < 1|];")]
    public void What_does_not_fit_is_reported(string id, string arguments, string members) => GeneratorHarness.Diagnose(id, Source(arguments, "Derivative", members));

    [Theory]
    [InlineData("Solvers = Solver.Exact", "[State] public float w, k; [Update(nameof(k))] float NextK => 0; [Derivative(nameof(w))] float Dw => -w / A + k * k + x * x + v; [Input] public float x; [Parameter] public float A = 1;")]
    [InlineData("Solvers = Solver.RushLarsen", "[State] public float w; [Derivative(nameof(w))] float Dw => w * w; [Spike] bool Fires => High; bool High => w > 1;")]
    [InlineData("Solvers = Solver.ExponentialEuler", "[State] public float w; [Derivative(nameof(w))] float Dw => MathF.Exp(v) * (1 - w) - w * v * v;")]
    [InlineData("Solvers = Solver.EulerMaruyama", "[Noise] float xi, eta; [State] public float w; [Derivative(nameof(w))] float Dw => Amplitude * xi + (w > 0 ? eta : -eta) / 2; float Amplitude => MathF.Sqrt(w * w);")]
    public void What_fits_is_accepted(string arguments, string members) => GeneratorHarness.Read(Source(arguments, "Derivative", members));

    private static string Source(string arguments, string equation, string members = "") => $$"""
        [Neuron({{arguments}})]
        public partial class N
        {
            public const Solver Chosen = Solver.ExponentialEuler | Solver.Heun;
            [State] public float v;
            [{{equation}}(nameof(v))] float Equation => -v;
            {{members}}
        }
        """;
}
