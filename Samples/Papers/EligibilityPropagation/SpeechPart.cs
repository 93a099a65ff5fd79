using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Reports;
using NeuronDsl.Training;
using PapersSample.Reproduction;

namespace PapersSample.EligibilityPropagation;

/// <summary>The phone of every frame of speech, learnt online by recurrent networks of one to three layers.</summary>
internal static class SpeechPart
{
    private const string Alike = "48.3 against 58.4 %";

    // What the publication has: its cost, through the traces as in Bellec et al., and alike for all synapses as printed.
    private static readonly Rule _publishedCost = new(TuningPart.Common.LearningRate, 50), _published = new(0.01, 50, RateRule.Uniform);

    public static Part Part { get; } = new("speech", "Phones of speech", Run);

    private static void Run(PaperRun run)
    {
        if (SpokenCorpus.For(run, run.Choose(10, 60, 100)) is not { } corpus) return;
        int size = run.Choose(12, 96, 128), updates = run.Choose(2, 150, 400);
        int majority = Enumerable.Range(0, corpus.Phones.Count).MaxBy(phone => corpus.Training.Sum(u => u.Phones.Count(p => p == phone)));
        double chance = 100 * Wrong(corpus.Test, majority);
        run.Note($"{corpus.Name}: {corpus.Phones.Count} phones, {corpus.Training.Sum(u => u.Frames)} frames to learn from, {corpus.Test.Sum(u => u.Frames)} of other sentences, {corpus.OtherVoice.Sum(u => u.Frames)} of a voice never heard. Saying \"{corpus.Phones[majority]}\" always is wrong in {chance:0.0} % of frames.");

        List<Setting> settings =
        [
            .. Neuron.All.Select(neuron => new Setting(neuron, TuningPart.Common)),
            .. Neuron.All.Where(neuron => TuningPart.Own[neuron] != TuningPart.Common).Select(neuron => new Setting(neuron, TuningPart.Own[neuron])),
            .. from neuron in new[] { Neuron.Alif, Neuron.Negative, Neuron.Positive, Neuron.Fine } from layers in new[] { 2, 3 } select new Setting(neuron, TuningPart.Common, layers),
            .. from neuron in new[] { Neuron.Alif, Neuron.Negative, Neuron.Positive } from rule in new[] { _publishedCost, _published } select new Setting(neuron, rule),
            .. new[] { Neuron.Alif, Neuron.Negative, Neuron.Fine }.Select(neuron => new Setting(neuron, TuningPart.Common, Control: Control.ReadoutAlone)),
            new(Neuron.Alif, TuningPart.Common, Control: Control.RandomFeedback),
            new(Neuron.Alif, TuningPart.Common, Control: Control.ShuffledLabels),
        ];
        IReadOnlyDictionary<Setting, Outcome[]> results = run.Compare("phones", settings, (setting, seed) => SpeechTraining.Train(setting, corpus, size, updates, seed, validate: false));
        Show(run, settings, results, size, updates);
        Judge(run, results, chance);
    }

    private static void Show(PaperRun run, List<Setting> settings, IReadOnlyDictionary<Setting, Outcome[]> results, int size, int updates)
    {
        Listing table = new("network", "learning rate and rate cost", "wrong frames (%)", "voice never heard (%)", "cross-entropy", "spikes a step and neuron");
        foreach (Setting setting in settings)
        {
            Outcome[] outcomes = results[setting];
            table.Row(setting.Name, $"{setting.Rule}", Spread.Of(outcomes, o => o.Wrong).ToString("0.0"), Spread.Of(outcomes, o => o.OtherVoice).ToString("0.0"), Spread.Of(outcomes, o => o.Loss).ToString("0.00"), Spread.Of(outcomes, o => o.Rate).ToString("0.000"));
        }

        run.Show(table, $"{size} neurons in all, {updates} updates of {SpeechTraining.Batch} utterances of at most {SpeechTraining.MostFrames} frames; Adam, symmetric feedback unless said otherwise. Published on TIMIT with 800 neurons: ALIF 58.4, 64.5, 74.1 % with one, two, three layers; STDP-ALIF 48.3, 65.3, 88.3 %; Izhikevich 93.5, 88.2, 88.5 %.");
        run.Section.Figure(new LineChart([.. settings.Where(s => s.Layers == 1 && s.Rule == TuningPart.Common).Select(s => new Series(s.Name, [.. results[s][0].Curve.Select(p => (double)p.Update)], [.. results[s][0].Curve.Select(p => p.Wrong)]))])
        {
            Title = "Learning of one layer, first seed", X = new Axis("Updates"), Y = new Axis("Wrong frames of the batch", "%"),
        });
        foreach (Setting setting in settings.Where(s => s.Layers == 1 && s.Rule == TuningPart.Common && s.Control == Control.None))
        {
            (double[] times, int[] neurons) = results[setting][0].Raster;
            run.Section.Figure(new RasterPlot(times, neurons) { Title = $"{setting.Name}: spikes during one utterance", NeuronCount = size, X = new Axis("Frame") });
        }
    }

    private static void Judge(PaperRun run, IReadOnlyDictionary<Setting, Outcome[]> results, double chance)
    {
        Setting alif = new(Neuron.Alif, TuningPart.Common);
        Spread Wrong(Setting setting) => Spread.Of(results[setting], o => o.Wrong);
        bool Better(Setting setting, Setting other) => Spread.OfDifferences(results[setting].Select(o => o.Wrong), results[other].Select(o => o.Wrong)).IsBelow(0);
        Setting Own(Neuron neuron) => new(neuron, TuningPart.Own[neuron]);
        foreach ((Neuron neuron, string whose) in new[] { (Neuron.Negative, "as the text has it (slope -0.3)"), (Neuron.Positive, "as the code has it (slope +0.3)") })
        {
            Setting same = new(neuron, TuningPart.Common);
            run.Judge($"STDP-ALIF {whose} is wrong less often than ALIF, settings alike", Alike, $"{Wrong(same).ToString("0.0")} against {Wrong(alif).ToString("0.0")} %", Better(same, alif));
            run.Judge($"STDP-ALIF {whose} is wrong less often than ALIF, each with its own settings", Alike, $"{Wrong(Own(neuron)).ToString("0.0")} against {Wrong(Own(Neuron.Alif)).ToString("0.0")} %", Better(Own(neuron), Own(Neuron.Alif)));
        }

        foreach ((Neuron neuron, string published) in new[] { (Neuron.Alif, "58.4, 64.5, 74.1 %"), (Neuron.Negative, "48.3, 65.3, 88.3 %"), (Neuron.Positive, "48.3, 65.3, 88.3 %") })
        {
            Spread one = Wrong(new Setting(neuron, TuningPart.Common)), two = Wrong(new Setting(neuron, TuningPart.Common, 2)), three = Wrong(new Setting(neuron, TuningPart.Common, 3));
            run.Judge($"{neuron.Name}: one layer is better than two, two better than three", published, $"{one.ToString("0.0")}, {two.ToString("0.0")}, {three.ToString("0.0")} %", one.Mean < two.Mean, two.Mean < three.Mean);
        }

        foreach (Neuron neuron in new[] { Neuron.Coarse, Neuron.Bounded, Neuron.Fine })
        {
            Spread wrong = Wrong(new Setting(neuron, TuningPart.Common));
            run.Judge($"{neuron.Name} (pseudo-derivative in use) hardly learns: not 5 points better than the most frequent phone", "93.5 %", $"{wrong.ToString("0.0")} % against {chance:0.0} %", !wrong.IsBelow(chance - 5));
        }

        JudgeRates(run, results);
        foreach (Neuron neuron in new[] { Neuron.Alif, Neuron.Negative, Neuron.Fine })
        {
            Spread whole = Wrong(new Setting(neuron, TuningPart.Common)), readout = Wrong(new Setting(neuron, TuningPart.Common, Control: Control.ReadoutAlone));
            run.Control($"{neuron.Name}: a readout that learns alone is at least 5 points worse", $"{readout.ToString("0.0")} against {whole.ToString("0.0")} %", readout.Mean >= whole.Mean + 5);
        }

        Spread random = Wrong(alif with { Control = Control.RandomFeedback }), shuffled = Wrong(alif with { Control = Control.ShuffledLabels });
        run.Control("random feedback learns too, better than the most frequent phone by 5 points", $"{random.ToString("0.0")} %", random.Mean <= chance - 5);
        run.Control("with shuffled labels nothing better than the most frequent phone is found", $"{shuffled.ToString("0.0")} against {chance:0.0} %", shuffled.Mean >= chance - 1);
    }

    private static void JudgeRates(PaperRun run, IReadOnlyDictionary<Setting, Outcome[]> results)
    {
        foreach ((Rule rule, string how) in new[] { (TuningPart.Common, "with the settings chosen"), (_publishedCost, "with the publication's cost, through the traces"), (_published, "with the publication's cost, alike for all synapses as printed") })
        {
            Spread[] rates = [.. new[] { Neuron.Alif, Neuron.Negative, Neuron.Positive }.Select(neuron => Spread.Of(results[new Setting(neuron, rule)], o => o.Rate))];
            run.Judge(
                $"rates of ALIF, STDP-ALIF -0.3 and +0.3 come near their target, 0.005 to 0.015 spikes a step, {how}", "about 10 Hz",
                $"{rates[0].ToString("0.000")}, {rates[1].ToString("0.000")}, {rates[2].ToString("0.000")}", [.. rates.Select(rate => rate.Mean is > 0.005 and < 0.015)]);
        }
    }

    private static double Wrong(IReadOnlyList<Utterance> utterances, int phone) => 1 - (utterances.Sum(u => (double)u.Phones.Count(p => p == phone)) / utterances.Sum(u => u.Frames));
}
