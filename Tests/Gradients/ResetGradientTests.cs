using System;
using System.Reflection;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>
/// What a detached reset leaves out, by hand. v[t] = 0.8 r[t-1] + x[t], s[t] = H(v[t] - 1) with slope g(v[t] - 1), r[t] what the reset leaves, and
/// the loss is s[2]. So dL/dx[1] = g(v[2] - 1) 0.8 dr[1]/dv[1], and dr/dv is 1 - s (hard) or 1 (soft), to which the path through the
/// reset's own spike adds g (r after a spike - r without one), if it is not detached.
/// </summary>
public class ResetGradientTests
{
    private const double Decay = 0.8, Floor = -0.3;

    [Theory]
    [InlineData("HardReset", 1.3), InlineData("HardResetDetached", 1.3), InlineData("SoftReset", 1.3), InlineData("SoftResetDetached", 1.3)]
    [InlineData("HardReset", 0.6), InlineData("HardResetDetached", 0.6), InlineData("SoftReset", 0.6), InlineData("SoftResetDetached", 0.6)]
    public void Through_the_spike_of_a_reset_nothing_passes_if_it_is_detached(string neuron, double x)
    {
        bool hard = neuron.StartsWith("Hard", StringComparison.Ordinal), detached = neuron.EndsWith("Detached", StringComparison.Ordinal);
        bool fires = x >= 1;
        double reset = hard ? Floor : x - 1, direct = hard && fires ? 0 : 1, throughSpike = detached ? 0 : Slope(x) * (reset - x);
        double second = (Decay * (fires ? reset : x)) + 0.7, expected = Slope(second) * Decay * (direct + throughSpike);
        Assert.Equal(expected, GradientOfFirstInput(neuron, x, 0.7), 1e-14);
    }

    [Fact]
    public void Detaching_changes_nothing_but_the_path_through_the_spike()
    {
        double attached = GradientOfFirstInput("HardReset", 1.3, 0.7), detached = GradientOfFirstInput("HardResetDetached", 1.3, 0.7);
        Assert.Equal(0, detached);
        Assert.Equal(Slope((Decay * Floor) + 0.7) * Decay * Slope(1.3) * (Floor - 1.3), attached, 1e-14);
    }

    // The arc tangent's, sharpness 2.
    private static double Slope(double v) => 1 / (1 + Math.Pow(Math.PI * (v - 1), 2));

    private static double GradientOfFirstInput(string neuron, double first, double second)
    {
        MethodInfo factory = NeuronLibrary.Features.Class(neuron).GetMethod("Layer", BindingFlags.Public | BindingFlags.Static)!;
        object?[] arguments = [new Shape(1), 1.0, NeuronDsl.Solver.None, 1, null, ParameterSharing.PerLayer, Array.Empty<string>()];
        using NeuronLayer<double> layer = (NeuronLayer<double>)factory.Invoke(null, arguments)!;
        using Signal<double> input = new(1), gradient = new(1);
        layer.Connect(1);
        input.PrepareValues(2, 1);
        gradient.PrepareValues(2, 1);
        (input.Row(0, 0)[0], input.Row(1, 0)[0]) = (first, second);
        (gradient.Row(0, 0)[0], gradient.Row(1, 0)[0]) = (0, 1);
        layer.Forward(input, training: true);
        return layer.Backward(gradient)!.Row(0, 0)[0];
    }
}
