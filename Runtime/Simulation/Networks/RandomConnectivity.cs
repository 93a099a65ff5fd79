using System;
using System.Collections.Generic;

namespace NeuronDsl.Simulation;

/// <summary>
/// Each pair with the same probability. The gaps between a source's targets are geometrically distributed, so only synapses cost a draw.
/// </summary>
internal sealed class FixedProbabilityConnectivity(double probability, bool selfConnections) : Connectivity
{
    internal override double ExpectedCount(in ConnectionShape shape) => probability * shape.Sources * shape.Targets;

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        if (probability == 0) return;
        CounterRandom random = shape.Random.Stream(neuron);
        int self = selfConnections ? -1 : shape.SelfAsTarget(neuron);
        double scale = 1 / (probability < 1e-8 ? -probability : Math.Log(1 - probability));
        long place = (long)neuron * shape.Targets;
        for (long target = 0, draw = 0; ; target++)
        {
            // With probability 1 the scale is -0 and every gap is 0; a gap may be past the end, but never past the range of a double.
            double next = target + Math.Floor(Math.Log(random.Uniform(draw++)) * scale);
            if (!(next < shape.Targets)) return;
            target = (long)next;
            if (target != self) partners.Add((int)target, place + target);
        }
    }
}

/// <summary>Each target receives from the same number of sources, chosen at random.</summary>
internal sealed class FixedInDegreeConnectivity(int degree, bool selfConnections, bool multapses) : Connectivity
{
    private readonly HashSet<int> _chosen = [];

    internal override bool BySource => false;

    internal override double ExpectedCount(in ConnectionShape shape) => (double)degree * shape.Targets;

    internal override void Check(in ConnectionShape shape)
    {
        int most = shape.Sources - (selfConnections || shape.SelfOffset is null ? 0 : 1);
        if (!multapses && degree > most)
            throw new ArgumentException($"Each target is to receive from {degree} sources, but there are {most} to choose from.", "connectivity");
        if (multapses && degree > 0 && most == 0) throw new ArgumentException("There is no source to choose from.", "connectivity");
    }

    internal override void Fill(int neuron, in ConnectionShape shape, Partners partners)
    {
        CounterRandom random = shape.Random.Stream(neuron);
        int self = selfConnections ? -1 : shape.SelfAsSource(neuron);
        int among = shape.Sources - (self >= 0 ? 1 : 0);
        long place = (long)neuron * shape.Sources;
        _chosen.Clear();
        for (int k = 0; k < degree; k++)
        {
            // Floyd's algorithm: degree draws choose as many different sources, all subsets alike.
            int last = multapses ? among - 1 : among - degree + k;
            int choice = random.Below(last + 1, k);
            if (!multapses && !_chosen.Add(choice)) _chosen.Add(choice = last);
            partners.Add(self >= 0 && choice >= self ? choice + 1 : choice, place + k);
        }
    }
}
