using System;

namespace NeuronDsl.Simulation;

/// <summary>The partners of one neuron, each with the place of the synapse; reused from neuron to neuron.</summary>
internal sealed class Partners
{
    private int[] _neurons = new int[1024];
    private long[] _places = new long[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Neurons => _neurons.AsSpan(0, Count);

    public ReadOnlySpan<long> Places => _places.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int neuron, long place)
    {
        if (Count == _neurons.Length)
        {
            Array.Resize(ref _neurons, checked(2 * Count));
            Array.Resize(ref _places, checked(2 * Count));
        }

        _neurons[Count] = neuron;
        _places[Count++] = place;
    }
}
