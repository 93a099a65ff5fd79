using System;
using System.Globalization;
using System.Linq;
using NeuronDsl.Simulation;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>Independently computed figures of FitzHugh and Nagumo's neuron, in double.</summary>
public class FitzHughNagumoFiguresTests
{
    private const double Dt = 0.01;

    /// <summary>
    /// I = 0.8 from v = w = 0 (example 9 of NeuroML 2): maxima of v, converged by Runge-Kutta at two step sizes, and by
    /// Euler with steps of 0.01. To a unit of the last place printed.
    /// </summary>
    [Theory]
    [InlineData(Solver.RungeKutta4, "2.4483 39.1146 75.6327 112.1507 148.6687 185.1868")]
    [InlineData(Solver.Euler, "2.44 39.11 75.64 112.17 148.70 185.23")]
    public void The_maxima_of_an_oscillation(Solver solver, string times)
    {
        SingleNeuron<double> neuron = SingleNeuron<double>.New("FitzHughNagumo");
        (neuron["v"], neuron["w"]) = (0, 0);
        double[] v = [0, .. Experiment.Trace(neuron, solver, Dt, 200, _ => 0.8, "v").Select(sample => sample.Value)];
        double[] maxima = [.. Enumerable.Range(1, v.Length - 2).Where(i => v[i] > v[i - 1] && v[i] >= v[i + 1]).Select(Maximum)];
        double[] expected = [.. times.Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        Assert.Equal(expected.Length, maxima.Length);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], maxima[k], solver == Solver.Euler ? 1e-9 : 1e-4);

        // The vertex of the parabola through three samples; Euler's figures are samples.
        double Maximum(int i) => solver == Solver.Euler
            ? i * Dt
            : (i + ((v[i - 1] - v[i + 1]) / (2 * (v[i - 1] - (2 * v[i]) + v[i + 1])))) * Dt;
    }

    /// <summary>I = 0.5 from (-1, 1): the state at t = 100, converged by Runge-Kutta.</summary>
    [Fact]
    public void The_state_at_100()
    {
        SingleNeuron<double> neuron = SingleNeuron<double>.New("FitzHughNagumo");
        (neuron["v"], neuron["w"], neuron["I"]) = (-1, 1, 0.5);
        using Population<double> population = neuron.Populate(1);
        population.Step(1 / 512.0, 51200);
        Assert.Equal(-0.499663938644, population.State("v")[0], 1e-12);
        Assert.Equal(-0.211070376129, population.State("w")[0], 1e-12);
    }
}
