using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>Independently computed figures of the squid axon, in double.</summary>
public class HodgkinHuxleyFiguresTests
{
    /// <summary>
    /// 8 uA/cm^2 from 100 to 200 ms, EL = -54.3: upward crossings of 0 mV. The converged times are those of Runge-Kutta at two step sizes that agree
    /// in every digit; the others belong to their own scheme with steps of 0.01 ms, stamped with the end of the step.
    /// </summary>
    [Theory]
    [InlineData(Solver.RungeKutta4, 0.0002, "102.1799 118.3768 134.3698 150.3548 166.3393 182.3237 198.3081")]
    [InlineData(Solver.Euler, 0.005, "102.20 118.39 134.37 150.34 166.32 182.29 198.26")]
    [InlineData(Solver.ExponentialEuler, 0.005, "102.22 118.50 134.57 150.64 166.70 182.76 198.83")]
    public void A_current_of_8_for_100_ms(Solver solver, double tolerance, string times)
    {
        const double Dt = 0.01;
        SingleNeuron<double> neuron = SingleNeuron<double>.New("HodgkinHuxley");
        neuron["EL"] = -54.3;
        List<double> crossings = [];
        double before = -65;
        foreach ((long step, bool fired, double value) in Experiment.Trace(neuron, solver, Dt, 200, t => t > 100 - (Dt / 2) ? 8 : 0, "V"))
        {
            if (fired) crossings.Add((solver == Solver.RungeKutta4 ? step + (before / (before - value)) : step + 1) * Dt);
            before = value;
        }

        double[] expected = Numbers(times);
        Assert.Equal(expected.Length, crossings.Count);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], crossings[k], tolerance);
    }

    /// <summary>A step from rest, EL = -54.3: 6.2 uA/cm^2 gives four spikes, 6.3 goes on at 52.92 Hz; 10 gives 68.39 Hz and 20 gives 86.51.</summary>
    [Fact]
    public void The_rate_as_a_function_of_the_current()
    {
        const double Dt = 0.01, Duration = 1000;
        SingleNeuron<double> neuron = SingleNeuron<double>.New("HodgkinHuxley");
        neuron["EL"] = -54.3;
        using Population<double> population = neuron.Populate(4);
        ((ReadOnlySpan<double>)[6.2, 6.3, 10, 20]).CopyTo(population.Input("I"));
        SpikeList spikes = new();
        population.Step(Dt, (int)(Duration / Dt), spikes);

        Assert.Equal(4, spikes.TimesOf(0, Dt).Length);
        Assert.Equal([52.92, 68.39, 86.51], new[] { 1, 2, 3 }.Select(i => Math.Round(Rate(i), 2)));

        // Of the second half, where the first spikes are forgotten.
        double Rate(int i)
        {
            double[] settled = [.. spikes.TimesOf(i, Dt).Where(t => t > Duration / 2)];
            return settled.Length < 2 ? 0 : 1000 * (settled.Length - 1) / (settled[^1] - settled[0]);
        }
    }

    /// <summary>
    /// 20 neurons, I = 8 + 12 k / 20, 20 ms, EL = -54.387, gates rounded to four decimals at first: SciPy's LSODA (rtol 1e-10) gives 40 spikes in
    /// all and a mean final potential of -67.952207 mV.
    /// </summary>
    [Fact]
    public void Twenty_neurons_as_an_adaptive_solver_has_them()
    {
        const double Dt = 0.0025;
        SingleNeuron<double> neuron = SingleNeuron<double>.New("HodgkinHuxley");
        (neuron["m"], neuron["h"], neuron["n"]) = (0.0529, 0.5961, 0.3177);
        using Population<double> population = neuron.Populate(20);
        for (int k = 0; k < 20; k++) population.Input("I")[k] = 8 + (12 * k / 20.0);
        long spikes = population.Step(Dt, (int)(20 / Dt));
        Assert.Equal(40, spikes);
        Assert.Equal(-67.952207, population.State("V").ToArray().Average(), 1e-6);
    }

    /// <summary>alpha_m(-40) = 1 and alpha_n(-55) = 0.1, where the published formulas are 0/0, and the rates beside them and further away.</summary>
    [Theory]
    [InlineData("m", -40, 1)]
    [InlineData("n", -55, 0.1)]
    public void The_opening_rates_are_finite_and_right_at_their_removable_singularities(string gate, double potential, double rate)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported))
        {
            CheckRates<float>(gate, potential, rate, width, Math.ScaleB(1, -23));
            CheckRates<double>(gate, potential, rate, width, Math.ScaleB(1, -52));
        }
    }

    // A closed gate opens at its opening rate: after a step of Euler with dt = 1 it is that rate.
    private static void CheckRates<T>(string gate, double potential, double rate, VectorWidth width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T at = T.CreateChecked(potential);
        T[] distances = [T.Zero, T.BitIncrement(at) - at, .. new[] { 1e-3, 1, 4.9, 5.1, 30 }.Select(T.CreateChecked)];
        T[] potentials = [.. distances.Select(d => at + d), .. distances.Select(d => at - d)];
        using Population<T> population = SingleNeuron<T>.New("HodgkinHuxley").Populate(potentials.Length, Solver.Euler);
        population.VectorWidth = width;
        potentials.CopyTo(population.State("V"));
        population.State(gate).Clear();
        population.Step(T.One);
        for (int i = 0; i < potentials.Length; i++)
        {
            double y = (double.CreateChecked(potentials[i]) - potential) / 10, expected = rate * Opening(y);

            // Two roundings where it matters; far away the exponential is shared with the other rates and may have lost three bits.
            Assert.Equal(expected, double.CreateChecked(population.State(gate)[i]), (Math.Abs(y) < 0.2 ? 2 : 16) * epsilon * expected);
        }
    }

    // y / (1 - exp(-y)), near 0 by its series, whose coefficients are Bernoulli's numbers over factorials.
    private static double Opening(double y) => Math.Abs(y) < 0.2
        ? 1 + (y / 2) + (Math.Pow(y, 2) / 12) - (Math.Pow(y, 4) / 720) + (Math.Pow(y, 6) / 30240) - (Math.Pow(y, 8) / 1209600)
        : y / (1 - Math.Exp(-y));

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
}
