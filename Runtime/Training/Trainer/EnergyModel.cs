using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Training;

/// <summary>
/// An estimate of the energy of a network on hardware of 45 nm, from counts of operations and of memory accesses, as Garg and Chakraborty
/// (arXiv:2311.09267) use it. The counts are exact, the energies of one operation are somebody's measurements on one process: compare with them,
/// do not quote them.
/// </summary>
/// <param name="MultiplyAccumulate">Picojoules of a multiplication and an addition.</param>
/// <param name="Accumulate">Picojoules of an addition.</param>
/// <param name="Read">Picojoules of a word read from memory.</param>
/// <param name="Write">Picojoules of a word written to memory.</param>
public sealed record EnergyModel(double MultiplyAccumulate = 4.6, double Accumulate = 0.9, double Read = 5, double Write = 5)
{
    /// <summary>
    /// Single precision and words of 32 bits from a memory of 8 KB (Horowitz, ISSCC 2014, figure 1.1.9: 3.7 pJ a multiplication, 0.9 pJ an addition, 10 pJ for
    /// 64 bits).
    /// </summary>
    public static EnergyModel Default { get; } = new();

    /// <summary>
    /// The energy of a layer of synapses and the neurons behind it, in picojoules a sample. With th the inputs that are not 0, N the neurons, T the steps and
    /// th' what they send: additions 2 T N + th fan-out, multiplications T N (the leak) and, where inputs are values, th fan-out; reads
    /// th + (th + 1) fan-out + T N + 2 N, writes th' + T N.
    /// </summary>
    public double Spiking(SynapticWork work, double sent)
    {
        ArgumentNullException.ThrowIfNull(work);
        double neurons = (double)work.Steps * work.Outputs, synapses = work.Arriving * work.FanOut;
        double multiplications = neurons + (work.Binary ? 0 : synapses), additions = (2 * neurons) + synapses;
        double reads = work.Arriving + synapses + work.Outputs + neurons + (2 * work.Outputs);
        return (multiplications * MultiplyAccumulate) + (additions * Accumulate) + (reads * Read) + ((sent + neurons) * Write);
    }

    /// <summary>
    /// The energy of the same synapses in a network without spikes, once, in picojoules: multiplications N_in fan-out, additions N_in + 2 N, reads
    /// N_in + (N_in + 1) fan-out, writes N.
    /// </summary>
    public double Dense(SynapticWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        double synapses = work.DenseOperations;
        return (synapses * MultiplyAccumulate) + ((work.Inputs + (2.0 * work.Outputs)) * Accumulate)
            + ((work.Inputs + synapses + work.Outputs) * Read) + (work.Outputs * Write);
    }

    /// <summary>The energy of all layers of an evaluation, in picojoules a sample.</summary>
    public double Spiking(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Work.Sum(work => Spiking(work.Synapses, work.Sent));
    }

    /// <summary>The energy of the same network without spikes, in picojoules a sample.</summary>
    public double Dense(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Work.Sum(work => Dense(work.Synapses));
    }
}
