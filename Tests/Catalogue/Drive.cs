using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>
/// The range in which a neuron of the catalogue lives: a time step, inputs under which much of a population fires, the weight of an arrival,
/// and where its states are found.
/// </summary>
/// <param name="Dt">The time step.</param>
/// <param name="Input">The range of its one input.</param>
/// <param name="Weight">The greatest weight of an arrival.</param>
/// <param name="States">The range of each state, in the order of declaration.</param>
internal sealed record Drive(double Dt, Interval Input, double Weight, Interval[] States)
{
    private static readonly Interval Unit = new(0, 1);

    private static readonly Dictionary<string, Drive> All = new()
    {
        ["AdEx"] = new(0.1, new(400, 1500), 0, [new(-80, -40), new(-50, 300)]),
        ["AdaptiveLif"] = new(1, new(0.1, 0.9), 0, [new(0, 1.2), new(0, 3), Unit]),
        ["AlphaCurrentLif"] = new(0.1, new(0.3, 1), 0.1, [new(-80, -54), new(0, 0.5), new(0, 0.5)]),
        ["ConductanceLif"] = new(0.1, new(80, 400), 6, [new(-75, -49), new(0, 20), new(0, 20)]),
        ["CubaLif"] = new(0.1, new(0.8, 3), 0, [new(0, 2), new(0, 1.1)]),
        ["DiscreteLif"] = new(1, new(0.5, 2.5), 0, [new(-0.5, 1.1)]),
        ["ExponentialCurrentLif"] = new(0.1, new(0.8, 3), 0.5, [new(-70, -49), new(0, 1), new(-1, 0)]),
        ["ExponentialIntegrateAndFire"] = new(0.05, new(0.1, 1), 0, [new(-80, -31)]),
        ["FitzHughNagumo"] = new(0.1, new(0.2, 1.5), 0, [new(-2, 2), new(-1, 2)]),
        ["HodgkinHuxley"] = new(0.01, new(0, 20), 0, [new(-85, 45), Unit, Unit, Unit]),
        ["IntegrateAndFire"] = new(1, new(0.1, 0.6), 0, [new(0, 1.1)]),
        ["IterativeLif"] = new(1, new(0, 0.6), 0, [new(-0.5, 0.6)]),
        ["Izhikevich"] = new(0.25, new(3, 15), 0, [new(-80, 29), new(-20, 10)]),
        ["IzhikevichEprop"] = new(1, new(3, 15), 0, [new(-80, 29), new(-20, 10)]),
        ["IzhikevichSequential"] = new(0.25, new(3, 15), 0, [new(-80, 29), new(-20, 10)]),
        ["LeakyIntegrateAndFire"] = new(0.1, new(1.4, 3), 2, [new(-75, -49)]),
        ["LeakyIntegrator"] = new(0.1, new(-1, 1), 0, [new(-1, 1)]),
        ["LeakyReadout"] = new(1, new(-1, 1), 0, [new(-2, 2)]),
        ["LearnableDecayLif"] = new(1, new(0, 0.3), 0, [new(-0.3, 0.6)]),
        ["LearnableIterativeLif"] = new(1, new(0, 0.4), 0, [new(-0.3, 0.6)]),
        ["MorrisLecar"] = new(0.1, new(80, 130), 0, [new(-70, 40), Unit]),
        ["NirLif"] = new(0.1, new(0.05, 0.4), 0, [new(0, 0.12)]),
        ["NoisyLeakyIntegrateAndFire"] = new(0.1, new(1, 3), 0, [new(-75, -49)]),
        ["Plif"] = new(1, new(0.5, 2.5), 0, [new(-0.5, 1.1)]),
        ["QuadraticIntegrateAndFire"] = new(0.05, new(0.9, 5), 0, [new(-90, 25)]),
        ["SoftResetLif"] = new(1, new(0, 0.6), 0, [new(-0.3, 1.1)]),
        ["StdpAlif"] = new(1, new(0.1, 0.9), 0, [new(0, 1.2), new(0, 3), Unit, new(0, 3)]),
        ["SynapticLif"] = new(1, new(0, 0.3), 0, [new(0, 1), new(0, 1.1)]),
        ["VariableSpiking"] = new(1, new(0, 0.3), 0, [new(-0.3, 0.6)]),
    };

    /// <summary>The drive of a neuron; a neuron that is added to the catalogue is added here.</summary>
    public static Drive Of(string neuron) => All.TryGetValue(neuron, out Drive? drive)
        ? drive
        : throw new ArgumentException($"{neuron} has no drive yet: say in {nameof(Drive)} where it lives.", nameof(neuron));
}

/// <summary>A range of values.</summary>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>The greatest magnitude within.</summary>
    public double Scale => Math.Max(Math.Abs(Low), Math.Abs(High));

    public double Draw(Random random) => Low + ((High - Low) * random.NextDouble());
}
