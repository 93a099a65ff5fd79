using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>How far the rule is from the whole gradient: not at all without recurrence, by what it leaves out with it.</summary>
internal static class ExactnessPart
{
    private const int Inputs = 10, Size = 30, Outputs = 5, Samples = 4;

    public static Part Part { get; } = new("exactness", "Exactness", Run);

    private static void Run(PaperRun run)
    {
        (string Name, Func<EligibleNeurons<float>> Online, Func<NeuronLayer<float>> Layer, float Gain)[] kinds =
        [
            ("ALIF", () => AdaptiveLif.Eligible(Size), () => AdaptiveLif.Layer(Size), 1),
            ("STDP-ALIF", () => StdpAlif.Eligible(Size), () => StdpAlif.Layer(Size), 1),
            ("Izhikevich, dt 0.25", () => IzhikevichEprop.Eligible(Size, dt: 0.25f), () => IzhikevichEprop.Layer(Size, dt: 0.25f), 20),
        ];
        int steps = run.Choose(30, 100, 200);
        Listing table = new("neuron", "without recurrence: relative error", "with recurrence: cosine with the whole gradient");
        double worst = 0;
        foreach (var kind in kinds)
        {
            (double error, _) = Compare(kind.Online(), kind.Layer(), kind.Gain, steps, recurrent: false);
            (_, double cosine) = Compare(kind.Online(), kind.Layer(), kind.Gain, steps, recurrent: true);
            worst = Math.Max(worst, error);
            table.Row(kind.Name, FormattableString.Invariant($"{error:0.0e+0}"), FormattableString.Invariant($"{cosine:0.000}"));
        }

        run.Show(table, $"The gradient of the input weights of {Size} neurons over {steps} steps, in single precision; the tests bound the error in double precision by 1e-10.");
        run.Control("without recurrence the rule is backpropagation through time, to rounding", $"largest relative error {worst:0.0e+0}", worst < 1e-4);
    }

    private static (double Error, double Cosine) Compare(EligibleNeurons<float> neurons, NeuronLayer<float> layer, float gain, int steps, bool recurrent)
    {
        using (neurons)
        {
            using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { Recurrent = recurrent, Seed = 1 });
            RandomStream random = new(9);
            float[] x = [.. Enumerable.Range(0, steps * Samples * Inputs).Select(_ => gain * (float)random.NextNormal())];
            int[] labels = [.. Enumerable.Range(0, steps * Samples).Select(_ => random.NextInt32(Outputs))];
            OnlineTargets<float> targets = OnlineTargets<float>.Classes(labels, steps, Samples);
            using UnrolledNetwork<float> twin = new(network, layer);
            network.Learn(x, targets);
            twin.Learn(x, targets);
            double difference = 0, own = 0, whole = 0, product = 0;
            for (int i = 0; i < Inputs; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    double a = network.Layers[0].Weight.GradientRow(i)[j], b = twin.FeedWeight(0).GradientRow(i)[j];
                    difference += (a - b) * (a - b);
                    own += a * a;
                    whole += b * b;
                    product += a * b;
                }
            }

            return (Math.Sqrt(difference / whole), product / Math.Sqrt(own * whole));
        }
    }
}
