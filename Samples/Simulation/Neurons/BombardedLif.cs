using System;
using NeuronDsl;

namespace SimulationSample.Neurons;

/// <summary>
/// The neuron of Brunel (2000), J. Comput. Neurosci. 8:183, doi:10.1023/A:1008925309027. The thousand independent Poisson trains that each neuron
/// receives from outside are their diffusion limit, as in the publication's analysis: a mean and a white noise.
/// </summary>
[Neuron(Solvers = Solver.EulerMaruyama, Targets = Target.Simulation, Dt = 0.1)]
public partial class BombardedLif
{
    /// <summary>Membrane time constant.</summary>
    [Parameter, Unit("ms")] public float Tau = 20f;

    /// <summary>Threshold and reset potential, from rest.</summary>
    [Parameter, Unit("mV")] public float VThreshold = 20f, VReset = 10f;

    /// <summary>Mean of the external input, as the potential that V heads for, and its strength of fluctuation.</summary>
    [Parameter, Unit("mV")] public float Mean = 40f, Sigma = 2f;

    /// <summary>Refractory period.</summary>
    [Refractory, Unit("ms")] public float TRef = 2f;

    /// <summary>Membrane potential.</summary>
    [State, Receives, Unit("mV")] public float V;

    /// <summary>Unit white noise.</summary>
    [Noise] public float Xi;

    [Derivative(nameof(V))] float DV => (Mean - V) / Tau + Sigma / MathF.Sqrt(Tau) * Xi;

    [Spike] bool Fires => V >= VThreshold;

    [Reset] void Reset() => V = VReset;
}
