using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>One synapse, one spike on either side: what its weight gains by the time between them.</summary>
internal static class TimingPart
{
    private const int Farthest = 30, Steps = 200, PostSpike = 80;
    private const float Kappa = 0.5f;

    public static Part Part { get; } = new("timing", "Plasticity by spike times", Run);

    private static void Run(PaperRun run)
    {
        (string Name, Func<float, EligibleNeurons<float>> Make, float Silent, float Strong)[] kinds =
        [
            ("STDP-ALIF", slope => StdpAlif.Eligible(1, prototype: StdpAlif.Demonstration, refractorySlope: slope), 0.05f, 20),
            ("ALIF", _ => AdaptiveLif.Eligible(1, prototype: new AdaptiveLif { Alpha = 0.99f, Rho = 0.9975f, Beta = 0.184f, VTh = 7, TRef = 21 }), 0.05f, 20),
            ("Izhikevich", _ => IzhikevichEprop.Eligible(1, prototype: new IzhikevichEprop()), 0, 60),
        ];
        int[] lags = [.. Enumerable.Range(-Farthest, (2 * Farthest) + 1)];
        double[][] curves = [.. kinds.Select(kind => lags.Select(lag => Change(kind.Make(-0.3f), lag, kind.Silent, kind.Strong)).ToArray())];
        double[] silenced = [.. lags.Select(lag => Change(kinds[0].Make(0), lag, kinds[0].Silent, kinds[0].Strong))];

        double[] axis = [.. lags.Select(lag => (double)lag)];
        run.Section.Figure(
            new LineChart([.. kinds.Select((kind, k) => new Series(kind.Name, axis, [.. Scaled(curves[k])])), new Series("STDP-ALIF, slope 0 while refractory", axis, [.. Scaled(silenced)])])
            {
                Title = "Change of the weight under a constant learning signal", X = new Axis("Presynaptic after postsynaptic spike", "steps"), Y = new Axis("Change, of its largest"),
            },
            "One presynaptic spike so many steps after the postsynaptic one; negative where it comes before.");
        Listing table = new("neuron", "before the postsynaptic spike", "after it, while refractory");
        for (int k = 0; k < kinds.Length; k++) table.Row(kinds[k].Name, FormattableString.Invariant($"{Mean(curves[k], -Farthest, -1):0.0000}"), FormattableString.Invariant($"{Mean(curves[k], 1, 19):0.0000}"));
        table.Row("STDP-ALIF, slope 0", FormattableString.Invariant($"{Mean(silenced, -Farthest, -1):0.0000}"), FormattableString.Invariant($"{Mean(silenced, 1, 19):0.0000}"));
        run.Show(table, "The mean change of the weight over lags from 30 to 1 step before, and from 1 to 19 after.");
        run.Judge("STDP-ALIF: a presynaptic spike before the postsynaptic one strengthens, one after it weakens", "shown in a figure", $"{Mean(curves[0], -Farthest, -1):0.0000} and {Mean(curves[0], 1, 19):0.0000}", Mean(curves[0], -Farthest, -1) > 0, Mean(curves[0], 1, 19) < 0);
        run.Judge("ALIF: neither order weakens", "shown in a figure", $"smallest {curves[1].Min():0.0000}", curves[1].Min() >= 0);
        run.Judge("Izhikevich: a spike before strengthens, one just after weakens", "shown in a figure", $"{Mean(curves[2], -Farthest, -1):0.0000} and {Mean(curves[2], 1, 5):0.0000}", Mean(curves[2], -Farthest, -1) > 0, Mean(curves[2], 1, 5) < 0);
        run.Control("STDP-ALIF with slope 0 while refractory does not weaken", $"smallest {silenced.Where((_, k) => lags[k] is > 0 and < 20).Min():0.0000}", silenced.Where((_, k) => lags[k] is > 0 and < 20).Min() >= 0);

        double Mean(double[] curve, int from, int to) => curve.Where((_, k) => lags[k] >= from && lags[k] <= to).Average();

        static IEnumerable<double> Scaled(double[] curve) => curve.Select(c => c / curve.Max(Math.Abs));
    }

    // The postsynaptic neuron is driven to one spike; the presynaptic one sends one spike through a weight too small to matter.
    private static double Change(EligibleNeurons<float> neurons, int lag, float silent, float strong)
    {
        using (neurons)
        {
            const float Weight = 1e-6f;
            neurons.Begin(samples: 1, window: Steps, inputs: 1, carry: false);
            int stride = neurons.Stride;
            float[] current = new float[stride], sent = new float[stride], presynaptic = new float[Steps * RowLayout.Stride(1)], learning = new float[Steps * stride], gradient = new float[RowLayout.Stride(1) * stride];
            for (int t = 0; t < Steps; t++)
            {
                bool spike = t == PostSpike + lag;
                presynaptic[t * RowLayout.Stride(1)] = spike ? 1 : 0;
                current[0] = silent + (t == PostSpike ? strong : 0) + (spike ? Weight : 0);
                neurons.Advance(current, sent);

                // A learning signal of 1 in every step, as a trace of a step is still filtered in later ones.
                learning[t * stride] = (1 - MathF.Pow(Kappa, Steps - t)) / (1 - Kappa);
            }

            neurons.Accumulate(presynaptic, learning, Kappa, gradient);
            return gradient[0];
        }
    }
}
