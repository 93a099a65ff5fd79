using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace PapersSample.EligibilityPropagation;

/// <summary>A kind of neuron.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Make">So many of them.</param>
/// <param name="Gain">By what its first weights are larger than N(0, 1) / sqrt(n).</param>
/// <param name="Repeats">Steps of a frame.</param>
internal sealed record Neuron(string Name, Func<int, EligibleNeurons<float>> Make, float Gain, int Repeats)
{
    public static Neuron Alif { get; } = new("ALIF", size => AdaptiveLif.Eligible(size), 1, 1);

    public static Neuron Negative { get; } = new("STDP-ALIF, slope -0.3", size => StdpAlif.Eligible(size, refractorySlope: -0.3f), 1, 1);

    public static Neuron Positive { get; } = new("STDP-ALIF, slope +0.3", size => StdpAlif.Eligible(size, refractorySlope: 0.3f), 1, 1);

    public static Neuron Coarse { get; } = new("Izhikevich, dt 1", size => IzhikevichEprop.Eligible(size), 8, 1);

    public static Neuron Bounded { get; } = new("Izhikevich, dt 1, bounded traces", MakeBounded, 8, 1);

    public static Neuron Fine { get; } = new("Izhikevich, dt 0.25", size => IzhikevichEprop.Eligible(size, dt: 0.25f), 8, 4);

    public static IReadOnlyList<Neuron> All { get; } = [Alif, Negative, Positive, Coarse, Bounded, Fine];

    // The bounds of the publication.
    private static EligibleNeurons<float> MakeBounded(int size)
    {
        EligibleNeurons<float> neurons = IzhikevichEprop.Eligible(size);
        neurons.BoundTraces("v", 3);
        neurons.BoundTraces("u", 0.005f);
        return neurons;
    }
}

/// <summary>What the publication leaves to be tuned.</summary>
/// <param name="LearningRate">Of Adam.</param>
/// <param name="RateCost">How strongly rates are drawn to their target, for an utterance of the longest length.</param>
/// <param name="RateRule">How.</param>
internal sealed record Rule(double LearningRate, double RateCost, RateRule RateRule = RateRule.ThroughTraces)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"rate {LearningRate}, cost {RateCost}{(RateRule == RateRule.Uniform ? " alike for all synapses" : "")}");
}

/// <summary>What shows what learning is worth.</summary>
internal enum Control
{
    None,
    ReadoutAlone,
    RandomFeedback,
    ShuffledLabels,
}

/// <summary>A network and how it learns.</summary>
internal sealed record Setting(Neuron Neuron, Rule Rule, int Layers = 1, Control Control = Control.None)
{
    public string Name => $"{Neuron.Name}, {Layers} {(Layers == 1 ? "layer" : "layers")}{Control switch { Control.ReadoutAlone => ", readout alone", Control.RandomFeedback => ", random feedback", Control.ShuffledLabels => ", shuffled labels", _ => "" }}";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {Rule}";
}

/// <summary>What a network came to.</summary>
internal sealed record Outcome(double Wrong, double OtherVoice, double Loss, double Rate, IReadOnlyList<(int Update, double Wrong)> Curve, (double[], int[]) Raster);

/// <summary>One network learning the phones of speech.</summary>
internal static class SpeechTraining
{
    public const int MostFrames = 200, Batch = 32;

    public static Outcome Train(Setting setting, SpokenCorpus corpus, int size, int updates, ulong seed, bool validate)
    {
        (Neuron neuron, Rule rule) = (setting.Neuron, setting.Rule);
        EligibleNeurons<float>[] layers = [.. Enumerable.Range(0, setting.Layers).Select(_ => neuron.Make(size / setting.Layers))];

        // Three quarters of the neurons adapt.
        if (neuron.Name.Contains("ALIF", StringComparison.Ordinal))
        {
            foreach (EligibleNeurons<float> layer in layers) layer.SetParameter("Beta", Enumerable.Range(0, layer.Size).Select(k => k % 4 == 0 ? 0 : 0.184f).ToArray());
        }

        using OnlineNetwork<float> network = new(Mfcc.Features, layers, corpus.Phones.Count, new OnlineOptions
        {
            Kappa = 0.8, Seed = seed, Sparsity = 0.8, TargetRate = 0.01, RateRule = rule.RateRule, RateCost = rule.RateCost / MostFrames / neuron.Repeats, WeightCost = 0,
            Feedback = setting.Control == Control.RandomFeedback ? Feedback.Random : Feedback.Symmetric, LearnsHidden = setting.Control != Control.ReadoutAlone,
        });
        Scale(network, neuron.Gain);
        using Adam<float> adam = new(network.Parameters, rule.LearningRate, epsilon: 1e-5);
        RandomStream random = new(seed, purpose: 40);
        List<(int Update, double Wrong)> curve = [];
        for (int update = 0; update < updates; update++)
        {
            adam.LearningRate = rule.LearningRate * Math.Min(1, (update + 1.0) / Math.Max(1, updates / 10));
            Utterance[] batch = [.. Enumerable.Range(0, Batch).Select(_ => corpus.Training[random.NextInt32(corpus.Training.Count)])];
            (float[] inputs, OnlineTargets<float> targets) = Pack(batch, neuron.Repeats, MostFrames, setting.Control == Control.ShuffledLabels ? random : null);
            OnlineResult result = network.Learn(inputs, targets);
            adam.Step();
            if (update % Math.Max(1, updates / 40) == 0) curve.Add((update, 100 * result.Error));
        }

        OnlineResult test = Judge(network, validate ? corpus.Validation : corpus.Test, neuron.Repeats);
        OnlineResult other = corpus.OtherVoice.Count > 0 && !validate ? Judge(network, corpus.OtherVoice, neuron.Repeats) : test;
        (double[], int[]) raster = Raster(network, corpus.Validation[0], neuron.Repeats);
        foreach (EligibleNeurons<float> layer in layers) layer.Dispose();
        return new Outcome(100 * test.Error, 100 * other.Error, test.Loss, test.Rate, curve, raster);
    }

    private static OnlineResult Judge(OnlineNetwork<float> network, IReadOnlyList<Utterance> utterances, int repeats)
    {
        int right = 0, frames = 0;
        double loss = 0, rate = 0;
        foreach (Utterance[] batch in utterances.Chunk(Batch))
        {
            (float[] inputs, OnlineTargets<float> targets) = Pack(batch, repeats, batch.Max(u => u.Frames), null);
            OnlineResult result = network.Evaluate(inputs, targets);
            (right, frames) = (right + result.Right, frames + result.Frames);
            loss += result.Loss * result.Frames;
            rate += result.Rate * result.Frames;
        }

        return new OnlineResult(loss / frames, right, frames, rate / frames);
    }

    // [frames, repeated, samples, 39]; only the last step of a frame is judged.
    private static (float[] Inputs, OnlineTargets<float> Targets) Pack(Utterance[] batch, int repeats, int most, RandomStream? shuffle)
    {
        int frames = Math.Min(most, batch.Max(u => u.Frames)), steps = frames * repeats;
        float[] inputs = new float[steps * batch.Length * Mfcc.Features];
        int[] labels = new int[steps * batch.Length];
        Array.Fill(labels, -1);
        for (int sample = 0; sample < batch.Length; sample++)
        {
            int[] phones = batch[sample].Phones;
            if (shuffle is not null) shuffle.Shuffle(phones = [.. phones]);
            for (int frame = 0; frame < Math.Min(frames, batch[sample].Frames); frame++)
            {
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    int row = (((frame * repeats) + repeat) * batch.Length) + sample;
                    batch[sample].Features.AsSpan(frame * Mfcc.Features, Mfcc.Features).CopyTo(inputs.AsSpan(row * Mfcc.Features));
                    if (repeat == repeats - 1) labels[row] = phones[frame];
                }
            }
        }

        return (inputs, OnlineTargets<float>.Classes(labels, steps, batch.Length));
    }

    private static (double[] Times, int[] Neurons) Raster(OnlineNetwork<float> network, Utterance utterance, int repeats)
    {
        (float[] inputs, OnlineTargets<float> targets) = Pack([utterance], repeats, MostFrames, null);
        network.Evaluate(inputs, targets);
        List<double> times = [];
        List<int> neurons = [];
        int first = 0;
        foreach (OnlineLayer<float> layer in network.Layers)
        {
            for (int step = 0; step < targets.Steps; step++)
            {
                ReadOnlySpan<float> sent = layer.SentAt(step, 0);
                for (int k = 0; k < sent.Length; k++)
                {
                    if (sent[k] == 0) continue;
                    times.Add((double)step / repeats);
                    neurons.Add(first + k);
                }
            }

            first += layer.Neurons.Size;
        }

        return ([.. times], [.. neurons]);
    }

    // Currents of the simple model are counted in mV/ms: weights that make ALIF neurons fire leave it silent.
    private static void Scale(OnlineNetwork<float> network, float gain)
    {
        foreach (OnlineLayer<float> layer in network.Layers) foreach (ref float weight in layer.Weight.Values) weight *= gain;
    }
}
