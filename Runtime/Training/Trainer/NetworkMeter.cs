using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>Counts what the neurons of a network send and what arrives at its synapses, batch by batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NetworkMeter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Reading> _readings = [];

    /// <summary>A meter for a network; nothing is counted yet.</summary>
    public NetworkMeter(Layer<T> network) => Visit(network, "");

    /// <summary>Counts the last forward pass.</summary>
    public void Add()
    {
        foreach (var reading in _readings) reading.Count += Signal(reading).ActiveCount;
    }

    /// <summary>What each layer of neurons sent, for a mean of so many samples.</summary>
    public IReadOnlyList<LayerActivity> Activities(int samples) =>
    [
        .. from reading in _readings
           where reading.Synapses is null
           let output = Signal(reading)
           select new LayerActivity(reading.Name, output.Features, output.Steps, (double)reading.Count / samples),
    ];

    /// <summary>What each layer of synapses had to do, and what the neurons behind it sent.</summary>
    public IReadOnlyList<(SynapticWork Synapses, double Sent)> Work(int samples)
    {
        List<(SynapticWork, double)> work = [];
        for (int i = 0; i < _readings.Count; i++)
        {
            if (_readings[i].Synapses is not { } synapses) continue;
            var input = Signal(_readings[i]);
            var behind = _readings.Skip(i + 1).FirstOrDefault(reading => reading.Synapses is null);
            work.Add((
                new SynapticWork(
                    _readings[i].Name, input.Features, synapses.Outputs, input.StoredSteps, synapses.FanOut, (double)_readings[i].Count / samples, input.HasSpikes),
                (double)(behind?.Count ?? 0) / samples));
        }

        return work;
    }

    private static Signal<T> Signal(Reading reading) => reading.Synapses?.Arriving ?? reading.Layer.Output;

    private void Visit(Layer<T> layer, string place)
    {
        if (layer is ISynapses<T> synapses) _readings.Add(new Reading($"{place} {layer.Name}", layer, synapses));
        else if (layer is NeuronLayer<T>) _readings.Add(new Reading($"{place} {layer.Name}", layer, null));
        for (int i = 0; i < layer.Inner.Count; i++)
        {
            string index = i.ToString(CultureInfo.InvariantCulture);
            Visit(layer.Inner[i], layer is ISynapses<T> ? place : place.Length == 0 ? index : $"{place}.{index}");
        }
    }

    private sealed record Reading(string Name, Layer<T> Layer, ISynapses<T>? Synapses)
    {
        public long Count { get; set; }
    }
}
