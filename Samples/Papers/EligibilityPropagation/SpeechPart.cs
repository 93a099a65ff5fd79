using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>The phone of every frame of speech, learnt online by recurrent networks of one to three layers.</summary>
internal static class SpeechPart
{
    private const int MostFrames = 200, Batch = 32;

    public static Part Part { get; } = new("speech", "Phones of speech", Run);

    private static readonly Neuron[] _neurons =
    [
        new("ALIF", (size, _) => AdaptiveLif.Eligible(size), 1, 1),
        new("STDP-ALIF, slope -0.3", (size, _) => StdpAlif.Eligible(size, refractorySlope: -0.3f), 1, 1),
        new("STDP-ALIF, slope +0.3", (size, _) => StdpAlif.Eligible(size, refractorySlope: 0.3f), 1, 1),
        new("Izhikevich, dt 1", (size, _) => IzhikevichEprop.Eligible(size), 8, 1),
        new("Izhikevich, dt 0.25", (size, _) => IzhikevichEprop.Eligible(size, dt: 0.25f), 8, 4),
    ];

    private static void Run(PaperRun run)
    {
        if (!SpokenCorpus.IsAvailable)
        {
            run.Note($"Not run: there is no speech. Install the synthesiser Flite (Debian package flite), or name the folder of TIMIT in the environment variable TIMIT.");
            return;
        }

        SpokenCorpus corpus = SpokenCorpus.Load(run.Choose(10, 60, 150), (_, _) => { });
        int size = run.Choose(12, 96, 192), updates = run.Choose(2, 120, 600);
        int majority = Enumerable.Range(0, corpus.Phones.Count).MaxBy(phone => corpus.Training.Sum(u => u.Phones.Count(p => p == phone)));
        double chance = 100 * Wrong(corpus.Test, majority);
        run.Note($"{corpus.Name}: {corpus.Phones.Count} phones, {corpus.Training.Sum(u => u.Frames)} frames to learn from, {corpus.Test.Sum(u => u.Frames)} of other sentences, {corpus.OtherVoice.Sum(u => u.Frames)} of a voice never heard. Saying \"{corpus.Phones[majority]}\" always is wrong in {chance:0.0} % of frames.");

        List<Setting> settings =
        [
            .. _neurons.Select(neuron => new Setting(neuron, 1)),
            .. from neuron in new[] { _neurons[0], _neurons[1], _neurons[4] } from layers in new[] { 2, 3 } select new Setting(neuron, layers),
            new Setting(_neurons[0], 1) { Control = "readout alone" },
            new Setting(_neurons[0], 1) { Control = "random feedback" },
            new Setting(_neurons[0], 1) { Control = "shuffled labels" },
        ];
        IReadOnlyDictionary<Setting, Outcome[]> results = run.Compare("phones", settings, (setting, seed) => Train(setting, corpus, size, updates, seed));
        Show(run, settings, results, size, updates);
        Judge(run, settings, results, chance);
    }

    private static void Show(PaperRun run, List<Setting> settings, IReadOnlyDictionary<Setting, Outcome[]> results, int size, int updates)
    {
        Listing table = new("network", "wrong frames (%)", "voice never heard (%)", "cross-entropy", "spikes a step and neuron");
        foreach (Setting setting in settings)
        {
            Outcome[] outcomes = results[setting];
            table.Row(setting.Name, Spread.Of(outcomes, o => o.Wrong).ToString("0.0"), Spread.Of(outcomes, o => o.OtherVoice).ToString("0.0"), Spread.Of(outcomes, o => o.Loss).ToString("0.00"), Spread.Of(outcomes, o => o.Rate).ToString("0.000"));
        }

        run.Show(table, $"{size} neurons in all, {updates} updates of {Batch} utterances of at most {MostFrames} frames; Adam 0.01, symmetric feedback unless said otherwise. Published on TIMIT with 800 neurons: ALIF 58.4, 64.5, 74.1 % with one, two, three layers; STDP-ALIF 48.3, 65.3, 88.3 %; Izhikevich 93.5, 88.2, 88.5 %.");
        run.Section.Figure(new LineChart([.. settings.Where(s => s.Layers == 1).Select(s => new Series(s.Name, [.. results[s][0].Curve.Select(p => (double)p.Update)], [.. results[s][0].Curve.Select(p => p.Wrong)]))])
        {
            Title = "Learning of one layer, first seed", X = new Axis("Updates"), Y = new Axis("Wrong frames of the batch", "%"),
        });
        foreach (Setting setting in settings.Where(s => s.Layers == 1 && s.Control.Length == 0))
        {
            (double[] times, int[] neurons) = results[setting][0].Raster;
            run.Section.Figure(new RasterPlot(times, neurons) { Title = $"{setting.Name}: spikes during one test utterance", NeuronCount = size, X = new Axis("Frame") });
        }
    }

    private static void Judge(PaperRun run, List<Setting> settings, IReadOnlyDictionary<Setting, Outcome[]> results, double chance)
    {
        Setting alif = settings[0], negative = settings[1], positive = settings[2], coarse = settings[3], fine = settings[4];
        Spread Wrong(Setting setting) => Spread.Of(results[setting], o => o.Wrong);
        Setting Layers(Neuron neuron, int layers) => settings.Single(s => s.Neuron == neuron && s.Layers == layers && s.Control.Length == 0);
        run.Judge("STDP-ALIF as the text has it (slope -0.3) is wrong less often than ALIF", "48.3 against 58.4 %", $"{Wrong(negative).ToString("0.0")} against {Wrong(alif).ToString("0.0")} %", Spread.OfDifferences(results[negative].Select(o => o.Wrong), results[alif].Select(o => o.Wrong)).IsBelow(0));
        run.Judge("STDP-ALIF as the code has it (slope +0.3) is wrong less often than ALIF", "48.3 against 58.4 %", $"{Wrong(positive).ToString("0.0")} against {Wrong(alif).ToString("0.0")} %", Spread.OfDifferences(results[positive].Select(o => o.Wrong), results[alif].Select(o => o.Wrong)).IsBelow(0));
        foreach (Neuron neuron in new[] { _neurons[0], _neurons[1] })
        {
            (Setting one, Setting two, Setting three) = (Layers(neuron, 1), Layers(neuron, 2), Layers(neuron, 3));
            run.Judge($"{neuron.Name}: one layer is better than two, two better than three", neuron == _neurons[0] ? "58.4, 64.5, 74.1 %" : "48.3, 65.3, 88.3 %", $"{Wrong(one).ToString("0.0")}, {Wrong(two).ToString("0.0")}, {Wrong(three).ToString("0.0")} %", Wrong(one).Mean < Wrong(two).Mean, Wrong(two).Mean < Wrong(three).Mean);
        }

        run.Judge("Izhikevich neurons hardly learn (dt 1, with the pseudo-derivative in use): not 5 points better than the most frequent phone", "93.5 %", $"{Wrong(coarse).ToString("0.0")} % against {chance:0.0} %", !Wrong(coarse).IsBelow(chance - 5));
        run.Judge("Izhikevich neurons hardly learn (dt 0.25): not 5 points better than the most frequent phone", "93.5 % (dt 1)", $"{Wrong(fine).ToString("0.0")} % against {chance:0.0} %", !Wrong(fine).IsBelow(chance - 5));
        run.Judge("rates of ALIF and STDP-ALIF come near their target, 0.005 to 0.015 spikes a step", "about 10 Hz", $"{Spread.Of(results[alif], o => o.Rate).ToString("0.000")} and {Spread.Of(results[negative], o => o.Rate).ToString("0.000")}", results[alif].Average(o => o.Rate) is > 0.005 and < 0.015, results[negative].Average(o => o.Rate) is > 0.005 and < 0.015);
        Setting readout = settings.Single(s => s.Control == "readout alone"), random = settings.Single(s => s.Control == "random feedback"), shuffled = settings.Single(s => s.Control == "shuffled labels");
        run.Control("a readout that learns alone is at least 5 points worse", $"{Wrong(readout).ToString("0.0")} against {Wrong(alif).ToString("0.0")} %", Wrong(readout).Mean >= Wrong(alif).Mean + 5);
        run.Control("random feedback learns too, better than the most frequent phone by 5 points", $"{Wrong(random).ToString("0.0")} %", Wrong(random).Mean <= chance - 5);
        run.Control("with shuffled labels nothing better than the most frequent phone is found", $"{Wrong(shuffled).ToString("0.0")} against {chance:0.0} %", Wrong(shuffled).Mean >= chance - 1);
    }

    private static Outcome Train(Setting setting, SpokenCorpus corpus, int size, int updates, ulong seed)
    {
        Neuron neuron = setting.Neuron;
        EligibleNeurons<float>[] layers = [.. Enumerable.Range(0, setting.Layers).Select(_ => neuron.Make(size / setting.Layers, seed))];

        // Three quarters of the neurons adapt.
        if (neuron.Name.Contains("ALIF", StringComparison.Ordinal))
        {
            foreach (EligibleNeurons<float> layer in layers) layer.SetParameter("Beta", Enumerable.Range(0, layer.Size).Select(k => k % 4 == 0 ? 0 : 0.184f).ToArray());
        }

        using OnlineNetwork<float> network = new(Mfcc.Features, layers, corpus.Phones.Count, new OnlineOptions
        {
            Kappa = 0.8, Seed = seed, Sparsity = 0.8, TargetRate = 0.01, RateRule = RateRule.Uniform, RateCost = 50.0 / MostFrames / neuron.Repeats, WeightCost = 0,
            Feedback = setting.Control == "random feedback" ? Feedback.Random : Feedback.Symmetric, LearnsHidden = setting.Control != "readout alone",
        });
        Scale(network, neuron.Gain);
        using Adam<float> adam = new(network.Parameters, 0.01, epsilon: 1e-5);
        RandomStream random = new(seed, purpose: 40);
        List<(int Update, double Wrong)> curve = [];
        for (int update = 0; update < updates; update++)
        {
            adam.LearningRate = 0.01 * Math.Min(1, (update + 1.0) / Math.Max(1, updates / 10));
            Utterance[] batch = [.. Enumerable.Range(0, Batch).Select(_ => corpus.Training[random.NextInt32(corpus.Training.Count)])];
            (float[] inputs, OnlineTargets<float> targets) = Pack(batch, neuron.Repeats, MostFrames, setting.Control == "shuffled labels" ? random : null);
            OnlineResult result = network.Learn(inputs, targets);
            adam.Step();
            if (update % Math.Max(1, updates / 40) == 0) curve.Add((update, 100 * result.Error));
        }

        OnlineResult test = Judge(network, corpus.Test, neuron.Repeats), other = corpus.OtherVoice.Count > 0 ? Judge(network, corpus.OtherVoice, neuron.Repeats) : test;
        (double[], int[]) raster = Raster(network, corpus.Test[0], neuron.Repeats);
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

    private static double Wrong(IReadOnlyList<Utterance> utterances, int phone) => 1 - (utterances.Sum(u => (double)u.Phones.Count(p => p == phone)) / utterances.Sum(u => u.Frames));

    /// <summary>A kind of neuron.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Make">So many of them.</param>
    /// <param name="Gain">By what its first weights are larger than N(0, 1) / sqrt(n).</param>
    /// <param name="Repeats">Steps of a frame.</param>
    private sealed record Neuron(string Name, Func<int, ulong, EligibleNeurons<float>> Make, float Gain, int Repeats);

    private sealed record Setting(Neuron Neuron, int Layers)
    {
        public string Control { get; init; } = "";

        public string Name => $"{Neuron.Name}, {Layers} {(Layers == 1 ? "layer" : "layers")}{(Control.Length > 0 ? ", " : "")}{Control}";
    }

    private sealed record Outcome(double Wrong, double OtherVoice, double Loss, double Rate, IReadOnlyList<(int Update, double Wrong)> Curve, (double[], int[]) Raster);
}
