using System;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Training;
using Xunit;
using Xunit.Abstractions;

namespace NeuronDsl.Tests.OnlineLearning.Learning;

/// <summary>
/// Learning through time: online as well as by backpropagation, from the same weights, by as many updates at the same rates, judged on what was not trained on. The
/// rate falls to a tenth in the last third, so that what is compared is where learning ends and not how it jitters.
/// </summary>
public class LearningTests(ITestOutputHelper output)
{
    private const double Allowed = 1.3;

    private static readonly ulong[] Seeds = [1, 2, 3, 4, 5];

    [Fact]
    public void Store_and_recall_is_learnt()
    {
        // Adaptation that lasts as long as what is to be remembered. Both rules end where next to nothing is wrong; what is left of the cross-entropy are a few cases, and there
        // backpropagation is ahead by a factor that varies with seeds and sizes so that no bound on it would say anything.
        AdaptiveLif neuron = new() { Alpha = 0.6f, Rho = 0.98f, Beta = 0.6f, VTh = 0.6f, TRef = 1 };
        (OnlineResult online, OnlineResult unrolled)[] results =
        [
            .. Seeds.Select(seed => Learn(neuron, 100, StoreRecall.Inputs, 2, new OnlineOptions { Kappa = 0.7, Seed = seed }, 600, 0.01, new StoreRecall((int)seed).Draw)),
        ];
        double online = results.Average(r => r.online.Loss), unrolled = results.Average(r => r.unrolled.Loss), wrong = results.Max(r => r.online.Error);
        output.WriteLine($"store and recall: cross-entropy {online:0.0000} online, {unrolled:0.0000} by backpropagation; at most {100 * wrong:0.0} % wrong online");
        Assert.True(online < 0.1 * Math.Log(2), $"{online:0.0000} online, {Math.Log(2):0.0000} by chance");
        Assert.True(wrong < 0.05, $"{100 * wrong:0.0} % wrong");
    }

    [Fact]
    public void A_pattern_is_learnt_as_by_backpropagation()
    {
        AdaptiveLif neuron = new() { Alpha = 0.8f, Rho = 0.97f, Beta = 0.1f, VTh = 0.6f, TRef = 1 };
        double online = 0, unrolled = 0, silence = 0;
        foreach (ulong seed in Seeds)
        {
            PatternGeneration task = new((int)seed);
            (OnlineResult a, OnlineResult b) = Learn(
                neuron, 80, PatternGeneration.Inputs, PatternGeneration.Outputs, new OnlineOptions { Kappa = 0.8, Seed = seed }, 1800, 0.005, _ => (task.Raster, task.Targets));
            online += a.Loss / Seeds.Length;
            unrolled += b.Loss / Seeds.Length;
            silence += task.Silence / Seeds.Length;
        }

        output.WriteLine($"pattern: half squared error {online:0.0000} online, {unrolled:0.0000} by backpropagation, {silence:0.0000} of silence");
        Assert.True(online <= Allowed * unrolled, $"{online:0.0000} online, {unrolled:0.0000} by backpropagation");
        Assert.True(online < 0.2 * silence, $"{online:0.0000} against {silence:0.0000} of silence");
    }

    private static (OnlineResult Online, OnlineResult Unrolled) Learn(
        AdaptiveLif neuron, int size, int inputs, int outputs, OnlineOptions options, int updates, double rate, Func<int, (float[] Inputs, OnlineTargets<float> Targets)> draw)
    {
        const int Samples = 32, JudgedSamples = 500;
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(size, prototype: neuron);
        using OnlineNetwork<float> network = new(inputs, [neurons], outputs, options);
        using UnrolledNetwork<float> twin = new(network, AdaptiveLif.Layer(size, prototype: neuron));
        using Adam<float> adam = new(network.Parameters, rate), twinAdam = new(twin.Parameters, rate);
        for (int update = 0; update < updates; update++)
        {
            (float[] x, OnlineTargets<float> targets) = draw(Samples);
            adam.LearningRate = twinAdam.LearningRate = update < updates * 2 / 3 ? rate : rate / 10;
            network.Learn(x, targets);
            adam.Step();
            twin.Learn(x, targets);
            twinAdam.Step();
        }

        (float[] judged, OnlineTargets<float> right) = draw(JudgedSamples);
        return (network.Evaluate(judged, right), twin.Evaluate(judged, right));
    }
}
