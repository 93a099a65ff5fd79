using NeuronDsl;

namespace PapersSample.PlifNeurons;

/// <summary>The parametric neuron without the scaling of its input: v[t] = (1 - k) v[t-1] + x[t], k = sigmoid(a), in place of k x[t]. A control.</summary>
[Neuron(Targets = Target.Training)]
public partial class UnscaledPlif
{
    /// <summary>Inverse time constant before the sigmoid.</summary>
    [Parameter(Learnable = true)] public float a;

    /// <summary>Membrane potential.</summary>
    [State] public float v;

    /// <summary>Weighted spikes of this step.</summary>
    [Input] public float x;

    [Update(nameof(v))] float NextV => v - Neural.Sigmoid(a) * v + x;

    [Spike(Surrogate.ATan, 2)] bool Fires => v >= 1;

    [Reset(Detach = true)] void Reset() => v = 0;
}
