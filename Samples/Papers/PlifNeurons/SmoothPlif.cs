using System;
using NeuronDsl;

namespace PapersSample.PlifNeurons;

/// <summary>
/// The parametric neuron with its surrogate in place of the spike, forwards too: it sends S = arctan(pi h) / pi + 1/2 of the potential's distance h - 1
/// to the threshold, and the reset takes that share away. Its gradient can be checked by differences.
/// </summary>
[Neuron(Targets = Target.Training)]
public partial class SmoothPlif
{
    /// <summary>Inverse time constant before the sigmoid.</summary>
    [Parameter(Learnable = true)] public double a;

    /// <summary>Membrane potential before and after the reset.</summary>
    [State] public double h, v;

    /// <summary>Weighted spikes of this step.</summary>
    [Input] public double x;

    [Update(nameof(h))] double NextH => v + Neural.Sigmoid(a) * (x - v);

    [Update(nameof(v))] double NextV => NextH * (1 - Smooth(NextH - 1));

    [Output] double Sent => Smooth(h - 1);

    static double Smooth(double distance) => Math.Atan(Math.PI * distance) / Math.PI + 0.5;
}
