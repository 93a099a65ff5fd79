using System;
using System.Linq;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Catalogue;
using Xunit;

namespace NeuronDsl.Tests.Numerics;

/// <summary>
/// The exact solver against analytic solutions, in double, at every step size from 2^0 to 2^-13 ms. The bound is 1e-13, in mV for a potential that
/// starts from 0, else in units of the state's scale: a step rounds the potential once, and at -70 mV twenty thousand of these roundings are all
/// that is left to see.
/// </summary>
public class ExactSolutionTests
{
    private const double Precision = 1e-13;

    public static TheoryData<int> Exponents => [.. Enumerable.Range(0, 14)];

    // C = 250 pF, tau = 10 ms and I = 1000 pA: R I = 40 mV.
    [Theory, MemberData(nameof(Exponents))]
    public void The_membrane_charges_as_the_exponential_says(int exponent)
    {
        const double Duration = 5, Final = 40;
        double dt = Math.ScaleB(1, -exponent);
        SingleNeuron<double> neuron = SingleNeuron<double>.New("LeakyIntegrateAndFire");
        (neuron["TauM"], neuron["R"], neuron["EL"], neuron["V"], neuron["VThreshold"], neuron["I"]) = (10, Final / 1000, 0, 0, 1e6, 1000);
        using Population<double> population = neuron.Populate(1, Solver.Exact);
        population.Step(dt, (int)(Duration / dt));
        double expected = Final * (1 - Math.Exp(-Duration / 10));
        Assert.Equal(expected, population.State("V")[0], Precision);
    }

    [Theory, MemberData(nameof(Exponents))]
    public void Coupled_equations_follow_the_power_series_of_the_exponential(int exponent)
    {
        foreach (LinearNeuron linear in LinearNeuron.All)
        {
            const double Duration = 4;
            double dt = Math.ScaleB(1, -exponent);
            SingleNeuron<double> neuron = linear.Create();
            using Population<double> population = neuron.Populate(1, Solver.Exact);
            Assert.Equal(0, population.Step(dt, (int)(Duration / dt)));
            Check(linear, linear.Solve(linear.Start, Duration, held: false), population);
        }
    }

    // A neuron that starts above the threshold fires in its first step; V is held until TRef is over, then starts from the reset.
    [Theory, MemberData(nameof(Exponents))]
    public void Currents_decay_exactly_while_the_potential_is_held(int exponent)
    {
        foreach (LinearNeuron linear in LinearNeuron.All.Where(n => n.Refractory))
        {
            const double Period = 2, Within = 1, After = 1;
            double dt = Math.ScaleB(1, -exponent);
            SingleNeuron<double> neuron = linear.Create();
            neuron["V"] = -40;
            neuron["TRef"] = Period;
            using Population<double> population = neuron.Populate(1, Solver.Exact);
            double[] start = [.. linear.Start];
            start[0] = neuron["VReset"];

            Assert.Equal(1, population.Step(dt, (int)(Within / dt)));
            Check(linear, linear.Solve(start, Within, held: true), population);
            Assert.Equal(0, population.Step(dt, (int)((Period - Within) / dt)));
            double[] released = linear.Solve(start, Period, held: true);
            Check(linear, released, population);
            Assert.Equal(0, population.Step(dt, (int)(After / dt)));
            Check(linear, linear.Solve(released, After, held: false), population);
        }
    }

    private static void Check(LinearNeuron linear, double[] expected, Population<double> population)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], population.State(population.Layout.States[k])[0], Precision * linear.Scales[k]);
        }
    }

    /// <summary>A coupled linear neuron as a matrix, written down from its equations by hand: x' = A x + b.</summary>
    private sealed record LinearNeuron(string Name, decimal[,] A, decimal[] B, double[] Start, double[] Scales, bool Refractory)
    {
        private const decimal Input = 0.2m;

        public static readonly LinearNeuron[] All =
        [
            // TauM 10, TauSyn 2, R 40, EL -70
            new("AlphaCurrentLif",
                new[,] { { -0.1m, 4, 0 }, { 0, -0.5m, 2.71828182845904523536m / 2 }, { 0, 0, -0.5m } },
                [(-70 + (40 * Input)) / 10, 0, 0],
                [-66, 0.1, 0.2], [70, 1, 1], true),

            // TauM 20, TauExc 5, TauInh 10, R 10, EL -60
            new("ExponentialCurrentLif",
                new[,] { { -0.05m, 0.5m, 0.5m }, { 0, -0.2m, 0 }, { 0, 0, -0.1m } },
                [(-60 + (10 * Input)) / 20, 0, 0],
                [-57, 0.4, -0.3], [60, 1, 1], true),

            // TauSyn 5, TauMem 10, WIn 1, R 1, VLeak 0
            new("CubaLif",
                new[,] { { -0.2m, 0 }, { 0.1m, -0.1m } },
                [Input / 5, 0],
                [0.7, 0.3], [1, 1], false),
        ];

        public SingleNeuron<double> Create()
        {
            SingleNeuron<double> neuron = SingleNeuron<double>.New(Name);
            NeuronLayout layout = NeuronCatalogue.LayoutOf(Name);
            neuron[layout.Inputs.Single()] = (double)Input;
            for (int k = 0; k < Start.Length; k++) neuron[layout.States[k]] = Start[k];
            return neuron;
        }

        /// <summary>The states after a time, by the power series of exp(A t) in decimal arithmetic; held, the first of them does not move.</summary>
        public double[] Solve(double[] start, double time, bool held)
        {
            const int Terms = 80;
            int n = start.Length;
            decimal[] sum = [.. start.Select(x => (decimal)x)], term = Slope(sum, constant: 1);
            for (int k = 1; k <= Terms; k++)
            {
                term = [.. term.Select(x => x * (decimal)time / k)];
                sum = [.. sum.Zip(term, (x, y) => x + y)];
                term = Slope(term, constant: 0);
            }

            return [.. sum.Select(x => (double)x)];

            decimal[] Slope(decimal[] x, decimal constant) =>
                [.. Enumerable.Range(0, n).Select(i => held && i == 0 ? 0 : (constant * B[i]) + Enumerable.Range(0, n).Sum(j => A[i, j] * x[j]))];
        }
    }
}
