using System;
using System.Linq;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>
/// The recursions as publications print them, written out by hand: ALIF (Bellec et al. 2020), STDP-ALIF and its slope while refractory (Traub et al. 2020, eq. 29;
/// van der Veen 2022), Izhikevich (Traub et al. 2020, eqs. 12 to 15).
/// </summary>
public class EligibilityByHandTests
{
    private const int Steps = 60;
    private const double Bound = 1e-10;

    [Theory]
    [InlineData(0.0), InlineData(-0.3), InlineData(0.3)]
    public void The_adaptive_neuron_follows_Bellec(double slope)
    {
        const double Alpha = 0.8, Rho = 0.975, Beta = 0.184, VTh = 0.95;
        double v = 0, a = 0, z = 0, epsilonV = 0, epsilonA = 0;
        int silent = 0;
        Check("AdaptiveLif", slope, 0, (current, pre) =>
        {
            // a uses the old z; eps_a the old psi and eps_v, which is what its old eligibility was.
            a = (Rho * a) + z;
            v = (Alpha * v) + current - (z * VTh);
            epsilonV = (Alpha * epsilonV) + pre;
            bool free = silent == 0;
            double psi = (free ? 0.3 * Math.Max(0, 1 - Math.Abs((v - VTh - (Beta * a)) / VTh)) : slope) / VTh;
            double eligibility = psi * (epsilonV - (Beta * epsilonA));
            epsilonA = (psi * epsilonV) + ((Rho - (psi * Beta)) * epsilonA);
            z = free && v >= VTh + (Beta * a) ? 1 : 0;
            silent = z > 0 ? 2 : Math.Max(0, silent - 1);
            return (z, eligibility);
        });
    }

    [Theory]
    [InlineData(0.0), InlineData(-0.3), InlineData(0.3)]
    public void The_neuron_with_plasticity_by_spike_times_follows_Traub(double slope)
    {
        const double Alpha = 0.8, Rho = 0.975, Beta = 0.184, VTh = 0.95;
        const int Silent = 2;
        double v = 0, a = 0, z = 0, epsilonV = 0, epsilonA = 0;
        double[] past = new double[Steps + 1];
        int t = 0, silent = 0;
        Check("StdpAlif", slope, 0, (current, pre) =>
        {
            double keep = Alpha * (1 - z - (t - 1 - Silent >= 0 ? past[t - 1 - Silent] : 0));
            a = (Rho * a) + z;
            v = (keep * v) + current;
            epsilonV = (keep * epsilonV) + pre;
            bool free = silent == 0;
            double psi = (free ? 0.3 * Math.Max(0, 1 - Math.Abs((v - VTh - (Beta * a)) / VTh)) : slope) / VTh;
            double eligibility = psi * (epsilonV - (Beta * epsilonA));
            epsilonA = (psi * epsilonV) + ((Rho - (psi * Beta)) * epsilonA);
            z = free && v >= VTh + (Beta * a) ? 1 : 0;
            silent = z > 0 ? Silent : Math.Max(0, silent - 1);
            past[t++] = z;
            return (z, eligibility);
        });
    }

    [Fact]
    public void The_simple_model_follows_Traub()
    {
        double v = -65, a = -13, z = 0, epsilonV = 0, epsilonA = 0;
        Check("IzhikevichEprop", 0, 10, (current, pre) =>
        {
            // The reset at the start of the next step; the spike in it is a constant to the derivative.
            double epsilonOfV = epsilonV, keep = 1 - z;
            epsilonV = (keep * (1 + (0.08 * v) + 5) * epsilonOfV) - epsilonA + pre;
            epsilonA = (0.004 * keep * epsilonOfV) + (0.98 * epsilonA);
            double vAfter = v - ((v + 65) * z), aAfter = a + (2 * z);
            v = vAfter + (0.04 * vAfter * vAfter) + (5 * vAfter) + 140 - aAfter + current;
            a = aAfter + (0.004 * vAfter) - (0.02 * aAfter);
            z = v >= 30 ? 1 : 0;
            return (z, 0.3 * Math.Exp((Math.Min(v, 30) - 30) / 30) * epsilonV);
        });
    }

    [Theory]
    [InlineData(1000), InlineData(7)]
    public void Traces_are_kept_within_their_bounds_whenever_they_are_carried(int window)
    {
        // Traces of the simple model grow sixfold a step while v is near 0; the bounds are those of the source.
        const double OfV = 3, OfU = 0.005;
        double v = -65, u = -13, carriedV = 0, carriedU = 0;
        int bounded = 0;
        Check(
            "IzhikevichEprop", 0, 10,
            (current, pre) =>
            {
                double epsilonV = ((1 + (0.08 * v) + 5) * carriedV) - carriedU + pre, epsilonU = (0.004 * carriedV) + (0.98 * carriedU);
                (v, u) = (v + (0.04 * v * v) + (5 * v) + 140 - u + current, u + (0.004 * v) - (0.02 * u));
                double z = v >= 30 ? 1 : 0, eligibility = 0.3 * Math.Exp((Math.Min(v, 30) - 30) / 30) * epsilonV;
                bounded += (Math.Abs(epsilonV) > OfV && z == 0) || Math.Abs(epsilonU) > OfU ? 1 : 0;
                (carriedV, carriedU) = (Math.Clamp((1 - z) * epsilonV, -OfV, OfV), Math.Clamp(epsilonU, -OfU, OfU));
                (v, u) = z > 0 ? (-65, u + 2) : (v, u);
                return (z, eligibility);
            },
            new OnlineOptions { Window = window },
            neurons =>
            {
                neurons.BoundTraces("v", OfV);
                neurons.BoundTraces("u", OfU);
            });
        Assert.InRange(bounded, 10, Steps);
    }

    // One neuron, one synapse that varies beside a drive that does not, every learning signal known.
    private static void Check(
        string neuron, double slope, double drive, Func<double, double, (double Sent, double Eligibility)> step, OnlineOptions? options = null, Action<EligibleNeurons<double>>? prepare = null)
    {
        Type type = EligibilityNeurons.Library.Class(neuron);
        using var neurons = (EligibleNeurons<double>)type.GetMethod("Eligible")!.Invoke(null, [1, 1.0, NeuronDsl.Solver.None, null, slope])!;
        using var network = new OnlineNetwork<double>(2, [neurons], 1, (options ?? new OnlineOptions()) with { Kappa = 0.6, Recurrent = false });
        prepare?.Invoke(neurons);
        Random random = new(3);
        double[] x = [.. Enumerable.Range(0, 2 * Steps).Select(k => k % 2 == 0 ? 1 : random.NextDouble() < 0.3 ? 1.0 : 0.0)];
        double[] wanted = [.. Enumerable.Range(0, Steps).Select(_ => random.NextDouble())];
        (network.Layers[0].Weight.Row(0)[0], network.Layers[0].Weight.Row(1)[0], network.Layers[0].Readout.Row(0)[0]) = (drive > 0 ? drive : 0.25, drive > 0 ? 3 : 0.4, 0.5);
        network.Learn(x, OnlineTargets<double>.Values(wanted, Steps, 1, 1));

        double expected = 0, filtered = 0, y = 0, spikes = 0;
        for (int t = 0; t < Steps; t++)
        {
            double current = network.Layers[0].Weight.Row(0)[0] + (network.Layers[0].Weight.Row(1)[0] * x[(2 * t) + 1]);
            (double sent, double eligibility) = step(current, x[(2 * t) + 1]);
            y = (0.6 * y) + (0.5 * sent);
            filtered = (0.6 * filtered) + eligibility;
            expected += 0.5 * (y - wanted[t]) * filtered / Steps;
            spikes += sent;
        }

        Assert.InRange(spikes, 1, Steps - 1);
        double actual = network.Layers[0].Weight.GradientRow(1)[0];
        Assert.True(Math.Abs(actual - expected) <= Bound * Math.Abs(expected), $"{neuron}: {actual} in place of {expected}.");
        Assert.NotEqual(0, expected);
    }
}
