using System;
using System.Collections.Generic;
using NeuronDsl;
using NeuronDsl.Simulation;
using NeuronDsl.Training;
using PapersSample.Regression.Membranes;

namespace PapersSample.Regression;

/// <summary>
/// A membrane model of the comparison. All are in double precision, which the order of Runge-Kutta's error asks for, start at rest, and count their
/// input in units of their own rheobase.
/// </summary>
/// <param name="Name">The usual abbreviation.</param>
/// <param name="States">States, the membrane potential first.</param>
/// <param name="Simulate">Makes a population of a number of neurons.</param>
/// <param name="Train">Makes a layer of a size, a time step, a solver and a number of solver steps in it.</param>
internal sealed record Membrane(
    string Name, IReadOnlyList<string> States, Func<int, Solver, Population<double>> Simulate, Func<int, double, Solver, int, NeuronLayer<double>> Train)
{
    public static Membrane Lif { get; } = new(
        "LIF", ["V"], (count, solver) => new LeakyIntegrateAndFire.Population(count, solver: solver), (size, dt, solver, substeps) => LeakyIntegrateAndFire.Layer(size, dt, solver, substeps));

    public static Membrane Fhn { get; } = new(
        "FHN", ["v", "w"], (count, solver) => new FitzHughNagumo.Population(count, solver: solver), (size, dt, solver, substeps) => FitzHughNagumo.Layer(size, dt, solver, substeps));

    public static Membrane Izh { get; } = new(
        "IZH", ["v", "u"], (count, solver) => new Izhikevich.Population(count, solver: solver), (size, dt, solver, substeps) => Izhikevich.Layer(size, dt, solver, substeps));

    public static Membrane Hh { get; } = new(
        "HH", ["V", "m", "h", "n"], (count, solver) => new HodgkinHuxley.Population(count, solver: solver), (size, dt, solver, substeps) => HodgkinHuxley.Layer(size, dt, solver, substeps));

    /// <summary>From the plainest to the one closest to biology.</summary>
    public static IReadOnlyList<Membrane> All { get; } = [Lif, Fhn, Izh, Hh];

    /// <summary>The two solvers of the comparison.</summary>
    public static IReadOnlyList<Solver> Solvers { get; } = [Solver.Euler, Solver.RungeKutta4];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
