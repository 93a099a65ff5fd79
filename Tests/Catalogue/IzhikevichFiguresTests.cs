using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>
/// Published spike times of the simple model, by the author's scheme: forward Euler, v first, then u with the new v.
/// </summary>
public class IzhikevichFiguresTests
{
    /// <summary>
    /// Figure 2 of Izhikevich (2003), the author's MATLAB script as run by the OpenSourceBrain project: steps of 0.25 ms, the input is on at times
    /// after the onset, a spike is the first sample at or above 0 mV on the way up. In double, as there: the map amplifies roundings, and in float
    /// later spikes come a few steps earlier or later.
    /// </summary>
    [Theory]
    [InlineData("regular spiking", 0.02, 0.2, -65, 8, -63, 14, 15, "18.25 24.0 54.25 87.5 120.75")]
    [InlineData("fast spiking", 0.1, 0.2, -65, 2, -70, 10, 15,
        "18.75 23.75 31.25 40.25 48.75 58.0 67.25 77.0 86.25 95.5 105.0 114.0 123.25 131.75 141.0")]
    [InlineData("low-threshold spiking", 0.02, 0.25, -65, 2, -63, 10, 25,
        "27.75 31.25 35.5 41.25 50.0 63.5 77.75 92.75 107.5 122.25 136.5 151.5 166.25 180.5 195.5 210.5 225.25 240.25")]
    [InlineData("chattering", 0.02, 0.2, -50, 2, -70, 10, 15,
        "18.75 20.75 22.5 24.75 27.25 30.25 34.25 81.75 84.25 87.0 90.5 137.25 139.75 142.5 146.0")]
    public void Figure_2_of_2003(string pattern, double a, double b, double c, double d, double v0, double input, double onset, string times)
    {
        _ = pattern;
        double[] expected = [.. times.Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        const double Dt = 0.25;
        List<double> crossings = [];
        double before = v0;
        foreach ((long step, bool fired, double value) in Experiment.Trace(
            Neuron<double>(a, b, c, d, v0, Dt), Solver.None, Dt, expected[^1] + 1, t => t > onset ? input : 0, "v"))
        {
            // The script plots the peak, 30 mV, in place of the reset.
            double sample = fired ? 30 : value;
            if (before < 0 && sample >= 0) crossings.Add(step * Dt);
            before = fired ? c : value;
        }

        Assert.Equal(expected, crossings);
    }

    /// <summary>Figure 1 of Izhikevich (2004) (figure1.m): the times of the resetting steps, in float and double alike.</summary>
    [Theory]
    [InlineData("A, tonic spiking", 0.02, 0.2, -65, 6, -70, 14, 10, 0.25, 100, "13 17 31.5 59.25 86.75")]
    [InlineData("B, phasic spiking", 0.02, 0.25, -65, 6, -64, 0.5, 20, 0.25, 200, "43.75")]
    [InlineData("D, phasic bursting", 0.02, 0.25, -55, 0.05, -64, 0.6, 20, 0.2, 200, "39 42.8 47 51.8 57.6 67.2")]
    [InlineData("E, mixed mode", 0.02, 0.2, -55, 4, -70, 10, 16, 0.25, 160, "20 22.75 27.25 67 99.25 131.5")]
    [InlineData("F, spike frequency adaptation", 0.01, 0.2, -65, 8, -70, 30, 8.5, 0.25, 85, "10.25 12.25 15 19.75 42.5 71.5")]
    public void Figure_1_of_2004(
        string pattern, double a, double b, double c, double d, double v0, double input, double onset, double dt, double duration, string times)
    {
        _ = pattern;
        Assert.Equal(times, Resets<float>());
        Assert.Equal(times, Resets<double>());

        string Resets<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            string.Join(' ', Experiment.Trace(Neuron<T>(a, b, c, d, v0, dt), Solver.None, dt, duration, t => t > onset ? input : 0, "v")
                .Where(sample => sample.Fired)
                .Select(sample => FormattableString.Invariant($"{Math.Round(sample.Step * dt, 2)}")));
    }

    private static SingleNeuron<T> Neuron<T>(double a, double b, double c, double d, double v0, double dt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SingleNeuron<T> neuron = SingleNeuron<T>.New("IzhikevichSequential");
        foreach ((string member, double value) in new[] { ("A", a), ("B", b), ("C", c), ("D", d), ("v", v0), ("StepSize", dt) })
        {
            neuron[member] = T.CreateChecked(value);
        }

        return neuron;
    }
}
