using System;
using NeuronDsl;

namespace PapersSample.Regression.Membranes;

/// <summary>The squid axon of Hodgkin and Huxley, C = 1 uF/cm^2, without reset: a spike is the passage of 0 mV upwards.</summary>
#pragma warning disable NDSL0040 // Euler at this step is one of the settings that are compared.
[Neuron(Solvers = Solver.RungeKutta4 | Solver.Euler, TrainingSolvers = Solver.RungeKutta4 | Solver.Euler, Dt = 0.05)]
public partial class HodgkinHuxley
#pragma warning restore NDSL0040
{
    /// <summary>Maximal conductances, mS/cm^2.</summary>
    [Parameter] public double GNa = 120, GK = 36, GL = 0.3;

    /// <summary>Reversal potentials, mV.</summary>
    [Parameter] public double ENa = 50, EK = -77, EL = -54.387;

    /// <summary>The least input that, switched on at rest, makes it fire without end, uA/cm^2.</summary>
    [Parameter] public double Rheobase = 6.25;

    /// <summary>Membrane potential, mV, and the gates, at rest.</summary>
    [State] public double V = -64.99637933119206, m = 0.052955086813008, h = 0.595994124739864, n = 0.317732399760866;

    /// <summary>Input in units of the rheobase.</summary>
    [Input] public double Drive;

    [Derivative(nameof(V))] double DV => Rheobase * Drive - GNa * m * m * m * h * (V - ENa) - GK * n * n * n * n * (V - EK) - GL * (V - EL);

    [Derivative(nameof(m))] double Dm => 0.1 * Neural.Linoid(V + 40, 10) * (1 - m) - 4 * Math.Exp(-(V + 65) / 18) * m;

    [Derivative(nameof(h))] double Dh => 0.07 * Math.Exp(-(V + 65) / 20) * (1 - h) - h / (1 + Math.Exp(-(V + 35) / 10));

    [Derivative(nameof(n))] double Dn => 0.01 * Neural.Linoid(V + 55, 10) * (1 - n) - 0.125 * Math.Exp(-(V + 65) / 80) * n;

    [Spike(Surrogate.ATan, 0.1)] bool Fires => V >= 0;
}
