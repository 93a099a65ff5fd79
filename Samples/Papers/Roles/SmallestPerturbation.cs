using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace PapersSample.Roles;

/// <summary>
/// Looks for the smallest change of the input, in the L2 norm over all steps, that changes what a network sees in a sample it had right: steps along the
/// gradient of the loss, of growing length, until the class changes, then halves the way from the sample to there. Where the gradient vanishes the step
/// is random, as in the attack on spiking networks that the publication uses (Liang et al., arXiv:2001.01587). Inputs become real values here, though.
/// </summary>
internal static class SmallestPerturbation
{
    private const int Halvings = 10;
    private const double FirstStep = 0.05, Growth = 1.15;

    /// <summary>What was found.</summary>
    /// <param name="Norms">The norm for each sample that gave way.</param>
    /// <param name="Success">The share of samples that gave way.</param>
    /// <param name="FlippedAtRandom">The share of samples that give way to a random change of the same norm.</param>
    public sealed record Result(double[] Norms, double Success, double FlippedAtRandom)
    {
        /// <summary>The mean norm.</summary>
        public double Norm => Norms.Length == 0 ? double.NaN : Norms.Average();
    }

    /// <summary>Attacks those of some samples that the network has right.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">[steps, samples, features].</param>
    /// <param name="labels">[samples].</param>
    /// <param name="iterations">Steps along the gradient.</param>
    /// <param name="seed">Seeds the random changes.</param>
    public static Result Find(Sequential<float> network, Signal<float> input, int[] labels, int iterations, ulong seed)
    {
        using CrossEntropy loss = new();
        using Signal<float> clean = Copy(input), changed = Copy(input);
        network.NeedsInputGradient = true;
        bool[] right = Right(clean), flipped = new bool[labels.Length];
        double step = FirstStep;
        RandomStream random = new(seed, purpose: 11);
        for (int iteration = 0; iteration < iterations && Enumerable.Range(0, labels.Length).Any(i => right[i] && !flipped[i]); iteration++, step *= Growth)
        {
            loss.Evaluate(network.Forward(changed, training: true), labels);
            Signal<float> gradient = network.Backward(loss.Gradient)!;
            for (int sample = 0; sample < labels.Length; sample++)
            {
                if (!right[sample] || flipped[sample]) continue;
                double norm = Norm(gradient, sample);
                if (norm > 0) Add(changed, gradient, sample, step / norm);
                else AddNoise(changed, sample, step, random);
            }

            bool[] still = Right(changed);
            for (int sample = 0; sample < labels.Length; sample++) flipped[sample] |= right[sample] && !still[sample];
        }

        network.NeedsInputGradient = false;
        double[] scales = Halve(clean, changed, flipped);
        using Signal<float> probe = Copy(clean);
        List<double> norms = [];
        for (int sample = 0; sample < labels.Length; sample++)
        {
            if (!flipped[sample]) continue;
            double norm = scales[sample] * Distance(clean, changed, sample);
            norms.Add(norm);
            AddNoise(probe, sample, norm, random);
        }

        bool[] withNoise = Right(probe);
        int attacked = right.Count(r => r), gaveWay = flipped.Count(f => f);
        int atRandom = Enumerable.Range(0, labels.Length).Count(sample => flipped[sample] && !withNoise[sample]);
        return new Result([.. norms], attacked == 0 ? 0 : (double)gaveWay / attacked, gaveWay == 0 ? 0 : (double)atRandom / gaveWay);

        bool[] Right(Signal<float> signal)
        {
            loss.Evaluate(network.Forward(signal, training: false), labels);
            return [.. labels.Select((label, sample) => loss.Classify(sample) == label)];
        }

        // The share of each sample's change that just suffices.
        double[] Halve(Signal<float> from, Signal<float> to, bool[] which)
        {
            double[] low = new double[labels.Length], high = [.. labels.Select(_ => 1.0)];
            using Signal<float> between = Copy(from);
            for (int halving = 0; halving < Halvings; halving++)
            {
                for (int sample = 0; sample < labels.Length; sample++) Mix(from, to, (low[sample] + high[sample]) / 2, between, sample);
                bool[] still = Right(between);
                for (int sample = 0; sample < labels.Length; sample++)
                {
                    if (!which[sample]) continue;
                    double middle = (low[sample] + high[sample]) / 2;
                    if (still[sample]) low[sample] = middle;
                    else high[sample] = middle;
                }
            }

            return high;
        }
    }

    private static Signal<float> Copy(Signal<float> signal)
    {
        Signal<float> copy = new(signal.Shape);
        copy.PrepareValues(signal.Steps, signal.Batch);
        for (int step = 0; step < signal.Steps; step++)
        {
            for (int sample = 0; sample < signal.Batch; sample++) signal.Row(step, sample).CopyTo(copy.Row(step, sample));
        }

        return copy;
    }

    private static double Norm(Signal<float> signal, int sample)
    {
        double sum = 0;
        for (int step = 0; step < signal.Steps; step++) sum += TensorPrimitives.SumOfSquares<float>(signal.Row(step, sample));
        return Math.Sqrt(sum);
    }

    private static double Distance(Signal<float> a, Signal<float> b, int sample)
    {
        double sum = 0;
        for (int step = 0; step < a.Steps; step++) sum += Math.Pow(TensorPrimitives.Distance<float>(a.Row(step, sample), b.Row(step, sample)), 2);
        return Math.Sqrt(sum);
    }

    private static void Add(Signal<float> target, Signal<float> direction, int sample, double factor)
    {
        for (int step = 0; step < target.Steps; step++)
            TensorPrimitives.MultiplyAdd(direction.Row(step, sample), (float)factor, target.Row(step, sample), target.Row(step, sample));
    }

    private static void Mix(Signal<float> from, Signal<float> to, double share, Signal<float> target, int sample)
    {
        for (int step = 0; step < target.Steps; step++) TensorPrimitives.Lerp<float>(from.Row(step, sample), to.Row(step, sample), (float)share, target.Row(step, sample));
    }

    private static void AddNoise(Signal<float> target, int sample, double norm, RandomStream random)
    {
        // A sum of four uniform numbers is normal enough for a direction in so many dimensions.
        float[][] noise = [.. Enumerable.Range(0, target.Steps).Select(_ => Enumerable.Range(0, target.Features).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2)).ToArray())];
        double length = Math.Sqrt(noise.Sum(row => (double)TensorPrimitives.SumOfSquares<float>(row)));
        for (int step = 0; step < target.Steps; step++) TensorPrimitives.MultiplyAdd(noise[step], (float)(norm / length), target.Row(step, sample), target.Row(step, sample));
    }
}
