using System;

namespace NeuronDsl.Simulation;

/// <summary>Every source to every target.</summary>
internal sealed class AllToAllConnectivity(bool selfConnections) : Connectivity
{
    internal override double ExpectedCount(in ConnectionShape shape) => (double)shape.Sources * shape.Targets;

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        int self = selfConnections ? -1 : shape.SelfAsTarget(neuron);
        for (int target = 0; target < shape.Targets; target++)
        {
            if (target != self) partners.Add(target, ((long)neuron * shape.Targets) + target);
        }
    }
}

/// <summary>Each source to the target of its own number.</summary>
internal sealed class OneToOneConnectivity : Connectivity
{
    internal override double ExpectedCount(in ConnectionShape shape) => shape.Sources;

    internal override void Check(in ConnectionShape shape)
    {
        if (shape.Sources != shape.Targets)
            throw new ArgumentException(
                $"One to one joins as many sources as targets, but there are {shape.Sources} and {shape.Targets}.", "connectivity");
    }

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners) => partners.Add(neuron, neuron);
}
