namespace NeuronDsl.Benchmarks.Neurons;

/// <summary>
/// The leaky integrate-and-fire neuron of the peers: 20 steps of 0.1 ms held after the step of a spike.
/// </summary>
[Neuron(Solvers = Solver.Euler, Targets = Target.Simulation, Dt = 0.1)]
public partial class LeakyIntegrateAndFire
{
    [Parameter] public float TauM = 10f, EL = -65f, VThreshold = -50f, VReset = -65f;

    // The spike's own step counts: 21 steps hold the potential for 20.
    [Refractory] public float TRef = 2.1f;

    [State] public float v = -65f;

    [Input] public float I;

    [Derivative(nameof(v))] float Dv => (EL - v + I) / TauM;

    [Spike] bool Fires => v >= VThreshold;

    [Reset] void Reset() => v = VReset;
}

/// <summary><see cref="LeakyIntegrateAndFire"/> in double precision.</summary>
[Neuron(Solvers = Solver.Euler, Targets = Target.Simulation, Dt = 0.1)]
public partial class LeakyIntegrateAndFireDouble
{
    [Parameter] public double TauM = 10, EL = -65, VThreshold = -50, VReset = -65;

    // The spike's own step counts: 21 steps hold the potential for 20.
    [Refractory] public double TRef = 2.1;

    [State] public double v = -65;

    [Input] public double I;

    [Derivative(nameof(v))] double Dv => (EL - v + I) / TauM;

    [Spike] bool Fires => v >= VThreshold;

    [Reset] void Reset() => v = VReset;
}
