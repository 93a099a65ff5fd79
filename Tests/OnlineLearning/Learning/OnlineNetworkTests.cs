using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Models;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.OnlineLearning.Learning;

public class OnlineNetworkTests
{
    private const int Inputs = 3, Size = 20, Outputs = 4;

    [Fact]
    public void Unrolled_it_gives_the_same_outputs_and_without_recurrence_the_same_gradients()
    {
        foreach (bool recurrent in new[] { true, false })
        {
            using AdaptiveLif.EligibleNeurons first = AdaptiveLif.Eligible(Size), second = AdaptiveLif.Eligible(Size);
            using OnlineNetwork<float> network = new(Inputs, [first, second], Outputs, new OnlineOptions { Recurrent = recurrent, Seed = 4 });
            using UnrolledNetwork<float> twin = new(network, AdaptiveLif.Layer(Size), AdaptiveLif.Layer(Size));
            (float[] x, OnlineTargets<float> targets) = Random(40, 5);
            OnlineResult online = network.Learn(x, targets), unrolled = twin.Learn(x, targets);
            Assert.Equal(unrolled.Loss, online.Loss, 1e-5);
            Assert.Equal(unrolled.Right, online.Right);
            Assert.Equal(unrolled.Rate, online.Rate, 1e-9);
            Assert.InRange(online.Rate, 0.001, 0.9);
            if (recurrent) continue;

            // The last layer's weights have no route through other neurons.
            double difference = 0, norm = 0;
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    difference += Math.Pow(network.Layers[1].Weight.GradientRow(i)[j] - twin.FeedWeight(1).GradientRow(i)[j], 2);
                    norm += Math.Pow(twin.FeedWeight(1).GradientRow(i)[j], 2);
                }
            }

            Assert.True(norm > 0);
            Assert.True(Math.Sqrt(difference / norm) < 1e-5, $"{Math.Sqrt(difference / norm):E1}");
        }
    }

    [Theory]
    [InlineData(RateRule.Uniform), InlineData(RateRule.ThroughTraces)]
    public void Windows_give_the_gradients_of_the_whole_sequence(RateRule rule)
    {
        // Two ways to the same sums: learning signals filtered from the end, and traces and outputs filtered from the beginning.
        Dictionary<string, double[]> whole = [], pieces = [];
        foreach ((int window, Dictionary<string, double[]> gradients) in new[] { (1000, whole), (7, pieces) })
        {
            using AdaptiveLif.EligibleNeurons first = AdaptiveLif.Eligible(Size), second = AdaptiveLif.Eligible(Size);
            using OnlineNetwork<float> network = new(Inputs, [first, second], Outputs, new OnlineOptions
            {
                Window = window, Seed = 4, RateCost = 0.3, RateRule = rule, TargetRate = 0.05, Feedback = Feedback.Adaptive, WeightCost = 1e-2, FeedbackDecay = 0.03,
            });
            (float[] x, OnlineTargets<float> targets) = Random(40, 5);
            network.Learn(x, targets);
            foreach (Parameter<float> parameter in network.Parameters) gradients[parameter.Name] = Array.ConvertAll(parameter.Gradient.ToArray(), g => (double)g);

            // Adaptive feedback follows the readout, and both decay.
            foreach (OnlineLayer<float> layer in network.Layers)
            {
                for (int j = 0; j < Size; j++)
                {
                    for (int k = 0; k < Outputs; k++)
                    {
                        double task = layer.Readout.GradientRow(j)[k] - (0.03 * layer.Readout.Row(j)[k]);
                        Assert.Equal(task + (0.03 * layer.FeedbackWeight.Row(j)[k]), layer.FeedbackWeight.GradientRow(j)[k], 1e-6);
                    }
                }
            }
        }

        foreach ((string name, double[] gradient) in whole)
        {
            double difference = Math.Sqrt(gradient.Zip(pieces[name]).Sum(p => Math.Pow(p.First - p.Second, 2))), norm = Math.Sqrt(gradient.Sum(g => g * g));
            Assert.True(norm > 0 && difference < 2e-5 * norm, $"{name}: off by {difference / norm:E1}");
        }
    }

    [Fact]
    public void The_readout_learns_as_by_backpropagation_whatever_is_cut_before_it()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { Seed = 4 });
        using UnrolledNetwork<float> twin = new(network, AdaptiveLif.Layer(Size));
        (float[] x, OnlineTargets<float> targets) = Random(40, 5);
        network.Learn(x, targets);
        twin.Learn(x, targets);
        foreach (Parameter<float> parameter in new[] { network.Bias, network.Layers[0].Readout })
        {
            Parameter<float> other = twin.Parameters.Single(p => p.Shape.Size == parameter.Shape.Size && p.RowCount == parameter.RowCount);
            for (int row = 0; row < parameter.RowCount; row++)
            {
                for (int k = 0; k < Outputs; k++) Assert.Equal(other.GradientRow(row)[k], parameter.GradientRow(row)[k], 1e-5 * (1 + Math.Abs(other.GradientRow(row)[k])));
            }
        }

        Assert.Contains(network.Bias.Gradient.ToArray(), g => g != 0);
    }

    [Fact]
    public void Weights_are_drawn_to_nothing_by_their_cost()
    {
        double[] norms = new double[2];
        for (int k = 0; k < 2; k++)
        {
            using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
            using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { WeightCost = k, Seed = 1 });
            using Sgd<float> optimizer = new(network.Parameters, 0.01);
            (float[] x, OnlineTargets<float> targets) = Random(20, 4);
            for (int update = 0; update < 20; update++)
            {
                network.Learn(x, targets);
                optimizer.Step();
            }

            norms[k] = network.Layers[0].Weight.Values.ToArray().Sum(w => (double)w * w);
        }

        Assert.InRange(norms[1] / norms[0], 0.5, 0.8);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_sequence()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { Window = 50 });
        (float[] shortly, OnlineTargets<float> few) = Random(100, 2);
        (float[] longly, OnlineTargets<float> many) = Random(10_000, 2);
        network.Learn(shortly, few);
        long afterShort = network.Bytes;
        network.Learn(longly, many);
        Assert.Equal(afterShort, network.Bytes);
        Assert.True(afterShort > 0);
    }

    [Fact]
    public void A_batch_allocates_nothing_after_the_first()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions());
        (float[] x, OnlineTargets<float> targets) = Random(50, 4);
        for (int k = 0; k < 3; k++) network.Learn(x, targets);
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.Learn(x, targets);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void Updates_while_the_sequence_runs_are_those_of_windows()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { Window = 10 });
        using Sgd<float> optimizer = new(network.Parameters, 0.01);
        (float[] x, OnlineTargets<float> targets) = Random(100, 4);
        float before = network.Layers[0].Weight.Row(0)[0];
        network.Learn(x, targets, optimizer);
        Assert.Equal(10, optimizer.StepCount);
        Assert.NotEqual(before, network.Layers[0].Weight.Row(0)[0]);
    }

    [Fact]
    public void Sparse_and_self_connections_stay_zero()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { Sparsity = 0.8, Seed = 2, RateCost = 1, RateRule = RateRule.Uniform, WeightCost = 1e-3 });
        using Adam<float> optimizer = new(network.Parameters, 0.01);
        OnlineLayer<float> layer = network.Layers[0];
        bool[] zero = [.. layer.Weight.Values.ToArray().Select(w => w == 0)];
        Assert.InRange(zero.Count(z => z), (int)(0.7 * Size * Size), zero.Length - (Inputs * Size));
        for (int k = 0; k < 5; k++)
        {
            (float[] x, OnlineTargets<float> targets) = Random(30, 4);
            network.Learn(x, targets);
            optimizer.Step();
        }

        for (int k = 0; k < zero.Length; k++) Assert.Equal(zero[k], layer.Weight.Values[k] == 0);
        for (int j = 0; j < Size; j++) Assert.Equal(0, layer.Weight.Row(layer.FirstRecurrentRow + j)[j]);
    }

    [Theory]
    [InlineData(RateRule.Uniform), InlineData(RateRule.ThroughTraces)]
    public void Rates_are_drawn_to_their_target(RateRule rule)
    {
        double[] distances = new double[2];
        foreach (double cost in new[] { 0.0, 1.0 })
        {
            using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
            using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs, new OnlineOptions { RateCost = cost, RateRule = rule, TargetRate = 0.05, Seed = 1 });
            using Adam<float> optimizer = new(network.Parameters, 0.005);
            (float[] x, OnlineTargets<float> targets) = Random(60, 8);
            OnlineResult result = default;
            for (int k = 0; k < 80; k++)
            {
                result = network.Learn(x, targets);
                optimizer.Step();
            }

            distances[cost == 0 ? 0 : 1] = Math.Abs(result.Rate - 0.05);
        }

        Assert.True(distances[1] < 0.5 * distances[0], $"off by {distances[1]:0.000} with, {distances[0]:0.000} without");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs);
        (float[] x, OnlineTargets<float> targets) = Random(10, 2);
        Assert.Contains("60", Assert.Throws<ArgumentException>(() => network.Learn(x[1..], targets)).Message, StringComparison.Ordinal);
        Assert.Contains("20 labels", Assert.Throws<ArgumentException>(() => OnlineTargets<float>.Classes(new int[19], 10, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("label", Assert.Throws<ArgumentException>(() => OnlineTargets<float>.Classes(Enumerable.Repeat(-1, 20).ToArray(), 10, 2)).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => network.Learn(x, OnlineTargets<float>.Classes(Enumerable.Repeat(4, 20).ToArray(), 10, 2))).Message;
        Assert.Contains("label of step 0 of sample 0 is 4", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new OnlineNetwork<float>(Inputs, [], Outputs));

        // An empty batch, targets of another width, and targets that ask nothing.
        Assert.Throws<ArgumentOutOfRangeException>(() => OnlineTargets<float>.Classes(Array.Empty<int>(), 10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnlineTargets<float>.Values(Array.Empty<float>(), 0, 2, Outputs));
        Assert.Contains("60 values", Assert.Throws<ArgumentException>(() => OnlineTargets<float>.Values(new float[59], 10, 2, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("3 outputs", Assert.Throws<ArgumentException>(() => network.Learn(x, OnlineTargets<float>.Values(new float[60], 10, 2, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("No frame", Assert.Throws<ArgumentException>(() => OnlineTargets<float>.Values(Enumerable.Repeat(float.NaN, 80).ToArray(), 10, 2, Outputs)).Message, StringComparison.Ordinal);

        // What presynaptic neurons leave at all their synapses is shared.
        neurons.SetParameter("Beta", Enumerable.Range(0, Size).Select(k => k % 2 * 0.2f).ToArray());
        network.Learn(x, targets);
        neurons.SetParameter("Alpha", Enumerable.Range(0, Size).Select(k => 0.8f + (0.001f * k)).ToArray());
        Assert.Contains("one value", Assert.Throws<NotSupportedException>(() => network.Learn(x, targets)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Inputs_that_are_not_numbers_are_refused_where_they_are(float wrong)
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs);
        using UnrolledNetwork<float> twin = new(network, AdaptiveLif.Layer(Size));
        (float[] x, OnlineTargets<float> targets) = Random(10, 2);
        x[(((7 * 2) + 1) * Inputs) + 2] = wrong;
        foreach (Action learn in new Action[] { () => network.Learn(x, targets), () => network.Evaluate(x, targets), () => twin.Learn(x, targets) })
            Assert.Contains("Input 2 of step 7 of sample 1", Assert.Throws<ArgumentException>(learn).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_learning()
    {
        using AdaptiveLif.EligibleNeurons neurons = AdaptiveLif.Eligible(Size);
        using OnlineNetwork<float> network = new(Inputs, [neurons], Outputs);
        (float[] x, OnlineTargets<float> targets) = Random(10, 2);
        network.Bias.Row(0)[1] = float.NaN;
        Assert.Contains("Step 0 of sample 0", Assert.Throws<TrainingDivergedException>(() => network.Learn(x, targets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_without_a_value_do_not_count()
    {
        float[] values = [1, float.NaN, float.NaN, float.NaN, 2, 3];
        Assert.Equal(2, OnlineTargets<float>.Values(values, 3, 1, 2).Frames);
    }

    private static (float[] X, OnlineTargets<float> Targets) Random(int steps, int samples)
    {
        Random random = new(steps);
        float[] x = [.. Enumerable.Range(0, steps * samples * Inputs).Select(_ => (float)(2 * random.NextDouble()) - 0.5f)];
        return (x, OnlineTargets<float>.Classes(Enumerable.Range(0, steps * samples).Select(_ => random.Next(Outputs)).ToArray(), steps, samples));
    }
}
