using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Training;
using PapersSample.VariableSpikes.Layers;
using PapersSample.VariableSpikes.Neurons;

namespace PapersSample.VariableSpikes;

/// <summary>A network of two hidden layers of one kind of unit, read out as the mean over time of a dense layer.</summary>
internal sealed class SpikingNetwork : IDisposable
{
    public const int Hidden = 64;

    private readonly Layer<float>[] _units;

    private SpikingNetwork(int inputs, int outputs, Func<Layer<float>> makeUnits)
    {
        _units = [makeUnits(), makeUnits()];
        Layers = new Sequential(new Linear(inputs, Hidden), _units[0], new Linear(Hidden, Hidden), _units[1], new Linear(Hidden, outputs)) { Threads = 1 };
    }

    /// <summary>The network itself.</summary>
    public Sequential<float> Layers { get; }

    /// <summary>A network of a kind with its initial weights.</summary>
    /// <param name="kind">What its units send.</param>
    /// <param name="inputs">Features.</param>
    /// <param name="outputs">Numbers read out.</param>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="penalty">What full activity of a layer adds to the loss; for <see cref="NetworkKind.Vsn"/>.</param>
    public static SpikingNetwork Create(NetworkKind kind, int inputs, int outputs, ulong seed, double penalty = 0)
    {
        SpikingNetwork network = new(inputs, outputs, () => kind switch
        {
            NetworkKind.Ann => Rectifier.Layer(Hidden),
            NetworkKind.Lif => LeakySpiking.Layer(Hidden, sharing: ParameterSharing.PerNeuron),
            _ => new PenalizedSpiking(Hidden, penalty),
        });
        network.Layers.Initialize(seed);
        if (kind == NetworkKind.Lif) network.ShareInitialValues(seed);
        return network;
    }

    /// <summary>A network whose units send z at random times.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="outputs">Numbers read out.</param>
    /// <param name="seed">Seeds the weights and the times.</param>
    /// <param name="activities">The probability of sending, by layer.</param>
    public static SpikingNetwork CreateRandom(int inputs, int outputs, ulong seed, double[] activities)
    {
        int layer = 0;
        SpikingNetwork network = new(inputs, outputs, () => new RandomGate(activities[layer], seed + (ulong)(100 * layer++)));
        network.Layers.Initialize(seed);
        return network;
    }

    /// <summary>Keeps parameters where they make sense; to be called after each step of the optimiser.</summary>
    public void Project()
    {
        foreach (Layer<float> units in _units)
        {
            if (units is PenalizedSpiking spiking) spiking.Project();
            else if (units is LeakySpiking.TrainableLayer) foreach (ref float beta in units.Parameters[0].Row(0)) beta = Math.Clamp(beta, 0, 1);
        }
    }

    /// <summary>The share of units and steps that send something, by hidden layer.</summary>
    public double[] Activities(Signal<float> input)
    {
        List<double> activities = [];
        Signal<float> signal = input;
        foreach (Layer<float> layer in Layers.Layers)
        {
            signal = layer.Forward(signal, training: false);
            if (!_units.Contains(layer)) continue;
            long sent = 0;
            foreach (float value in signal.Values) sent += value != 0 ? 1 : 0;
            activities.Add((double)sent / signal.Rows / Hidden);
        }

        return [.. activities];
    }

    public void Dispose() => Layers.Dispose();

    // The same random betas and thresholds as variable spiking neurons start with.
    private void ShareInitialValues(ulong seed)
    {
        using SpikingNetwork twin = Create(NetworkKind.Vsn, Layers.InputShape.Size, Layers.OutputShape.Size, seed);
        for (int k = 0; k < Layers.Parameters.Count; k++) twin.Layers.Parameters[k].Values.CopyTo(Layers.Parameters[k].Values);
    }
}
