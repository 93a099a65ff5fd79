using System.Linq;
using NeuronDsl.Microcode;
using Xunit;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>What the build proves of fixed-point neurons is attacked with random and extreme states.</summary>
public sealed class ProofTests
{
    public static TheoryData<string, string, int> Neurons => new()
    {
        { "CubaLif", "Euler", 32 },
        { "CubaLif", "RungeKutta4", 16 },
        { "AlphaCurrentLif", "RungeKutta4", 16 },
        { "Izhikevich", "Euler", 32 },
        { "Izhikevich", "Euler", 16 },
        { "QuadraticIntegrateAndFire", "RungeKutta4", 32 },
        { "LeakyIntegrateAndFire", "Euler", 16 },
        { "FitzHughNagumo", "Euler", 16 },
        { "MorrisLecar", "Euler", 32 },
        { "HodgkinHuxley", "Euler", 16 },
        { "AdEx", "Euler", 32 },
        { "AdEx", "Euler", 16 },
    };

    [Theory]
    [MemberData(nameof(Neurons))]
    public void No_state_refutes_a_proven_interval_or_error(string name, string solver, int bits) =>
        Assert.Null(FixedNeuron.OfCatalogue(name, solver, bits).Counterexample());

    [Theory]
    [InlineData("Izhikevich", 32)]
    [InlineData("CubaLif", 32)]
    [InlineData("MorrisLecar", 32)]
    public void An_error_bound_that_is_too_small_is_refuted(string name, int bits)
    {
        FixedNeuron neuron = FixedNeuron.OfCatalogue(name, "Euler", bits);
        FixedProgram loose = neuron.Program with { States = [.. neuron.Program.States.Select(s => s with { StepError = s.StepError / 8 })] };
        Assert.Contains("is off by", neuron.Counterexample(loose, 20_000));
    }

    [Theory]
    [InlineData("Izhikevich", 32)]
    [InlineData("CubaLif", 16)]
    public void An_interval_that_is_too_narrow_is_refuted(string name, int bits)
    {
        FixedNeuron neuron = FixedNeuron.OfCatalogue(name, "Euler", bits);
        FixedProgram loose = neuron.Program with
        {
            Operations = [.. neuron.Program.Operations.Select(o => o with { Range = o.Range with { Low = o.Range.Low * 3 / 4, High = o.Range.High * 3 / 4 } })],
        };
        Assert.Contains("not in", neuron.Counterexample(loose, 20_000));
    }

    [Fact]
    public void Wherever_a_step_is_written_the_bounds_are_kept_for_good()
    {
        // The states that the search begins from are those that steps end in: what is proven for one step holds for all.
        FixedProgram program = FixedNeuron.OfCatalogue("Izhikevich", "Euler", 32).Program;
        FixedEvaluator evaluator = new(program, 16);
        System.Random random = new(5);
        for (int step = 0; step < 5000; step++)
        {
            for (int n = 0; n < 16; n++) evaluator.Inputs[0][n] = (int)random.NextInt64(program.Inputs[0].Range.Low, program.Inputs[0].Range.High + 1);
            evaluator.Step();
            for (int s = 0; s < program.States.Length; s++) Assert.All(evaluator.States[s], x => Assert.InRange(x, program.States[s].Range.Low, program.States[s].Range.High));
        }
    }
}
