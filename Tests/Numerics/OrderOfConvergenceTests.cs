using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Catalogue;
using Xunit;

namespace NeuronDsl.Tests.Numerics;

/// <summary>The measured order of each solver on every smooth neuron of the catalogue, in double, over a window without spikes.</summary>
public class OrderOfConvergenceTests
{
    private static readonly Dictionary<Solver, (double Order, double Tolerance)> Orders = new()
    {
        [Solver.Euler] = (1, 0.1),
        [Solver.ExponentialEuler] = (1, 0.1),
        [Solver.RushLarsen] = (1, 0.1),
        [Solver.Heun] = (2, 0.15),
        [Solver.RungeKutta4] = (4, 0.3),
    };

    // Steps small enough that the leading term rules, large enough that rounding does not.
    private static readonly Dictionary<string, Window> Windows = new()
    {
        ["AdEx"] = new(16, 0.5, 500, ("w", 20)),
        ["AlphaCurrentLif"] = new(10, 0.25, 0.2, ("ISyn", 0.1), ("Rise", 0.1)),
        ["ConductanceLif"] = new(10, 0.25, 50, ("GExc", 3), ("GInh", 5)),
        ["CubaLif"] = new(10, 0.5, 0.5, ("i", 0.2)),
        ["ExponentialCurrentLif"] = new(10, 0.5, 0.5, ("IExc", 0.5), ("IInh", -0.3)),
        ["ExponentialIntegrateAndFire"] = new(10, 0.25, 0.1),
        ["FitzHughNagumo"] = new(16, 0.0625, 0.1),
        ["HodgkinHuxley"] = new(4, 1 / 64.0, 2),
        ["Izhikevich"] = new(8, 0.125, 2, ("v", -60)),
        ["IzhikevichEprop"] = new(8, 0.125, 2, ("v", -60)),
        ["LeakyIntegrateAndFire"] = new(10, 0.5, 1),
        ["LeakyIntegrator"] = new(10, 0.5, 1),
        ["MorrisLecar"] = new(16, 0.25, 60),
        ["NirLif"] = new(5, 0.125, 0.05),
        ["QuadraticIntegrateAndFire"] = new(10, 0.25, 0.5, ("V", -60)),
    };

    // No error, no order: a single linear equation is solved exactly by exponential Euler, an integrator by Euler.
    private static readonly (string Neuron, Solver Solver)[] Exact =
    [
        ("IntegrateAndFire", Solver.Euler),
        ("LeakyIntegrateAndFire", Solver.ExponentialEuler),
        ("LeakyIntegrator", Solver.ExponentialEuler),
        ("NirLif", Solver.ExponentialEuler),
    ];

    public static TheoryData<string, Solver> Cases
    {
        get
        {
            TheoryData<string, Solver> data = [];
            foreach ((string neuron, Solver solver) in NeuronCatalogue.Solvers.Except(Exact))
            {
                if (Orders.ContainsKey(solver)) data.Add(neuron, solver);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Halving_the_step_divides_the_error_by_two_to_the_order(string neuron, Solver solver)
    {
        (double order, double tolerance) = Orders[solver];
        Window window = Windows[neuron];
        double[] reference = Reference(neuron, window);
        double coarse = Distance(neuron, Run(neuron, solver, window, window.Dt), reference);
        double fine = Distance(neuron, Run(neuron, solver, window, window.Dt / 2), reference);
        Assert.Equal(order, Math.Log2(coarse / fine), tolerance);
    }

    // A neuron of one solver has a twin with the same equations.
    private static double[] Reference(string neuron, Window window) =>
        Run(neuron == "IzhikevichEprop" ? "Izhikevich" : neuron, Solver.RungeKutta4, window, window.Dt / 64);

    private static double[] Run(string neuron, Solver solver, Window window, double dt)
    {
        using Population<double> population = SingleNeuron<double>.New(neuron).Populate(1, solver);
        population.Input(population.Layout.Inputs.Single())[0] = window.Input;
        foreach ((string state, double value) in window.Start) population.State(state)[0] = value;
        Assert.Equal(0, population.Step(dt, (int)(window.Duration / dt)));
        return [.. population.Layout.States.Select(state => population.State(state)[0])];
    }

    private static double Distance(string neuron, double[] a, double[] b) =>
        Enumerable.Range(0, a.Length).Max(k => Math.Abs(a[k] - b[k]) / Drive.Of(neuron).States[k].Scale);

    private sealed record Window(double Duration, double Dt, double Input, params (string State, double Value)[] Start);
}
