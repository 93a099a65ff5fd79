using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Layers;

/// <summary>
/// Gradients of a network in double against central differences of fourth order. The loss is a fixed random number times each output, so that
/// nothing about the output cancels, and what the layers add to it.
/// </summary>
internal sealed class GradientCheck
{
    private const double Width = 1e-3, Bound = 1e-8;

    private readonly Sequential<double> _network;
    private readonly Signal<double> _input;
    private readonly bool _training, _sameEachStep;

    private GradientCheck(Sequential<double> network, Signal<double> input, bool sameEachStep, bool training)
    {
        (_network, _input, _sameEachStep, _training) = (network, input, sameEachStep, training);
        network.NeedsInputGradient = true;
    }

    /// <summary>Checks every parameter and every input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="sameEachStep">Whether the gradient of the output is the same at every step, and given once.</param>
    /// <param name="training">Whether layers that act only in training act.</param>
    public static void Of(Sequential<double> network, Signal<double> input, bool sameEachStep = false, bool training = true) =>
        new GradientCheck(network, input, sameEachStep, training).Run();

    /// <summary>Numbers between -1 and 1.</summary>
    public static Signal<double> Input(Shape shape, int steps = 4, int batch = 3, bool constant = false, ulong seed = 1)
    {
        var signal = new Signal<double>(shape);
        signal.PrepareValues(steps, batch, constant);
        Fill(signal, seed);
        return signal;
    }

    /// <summary>Spikes, half of them.</summary>
    public static Signal<T> Spikes<T>(Shape shape, int steps = 4, int batch = 3, double probability = 0.5, ulong seed = 1)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var signal = new Signal<T>(shape);
        signal.PrepareSpikes(steps, batch);
        signal.SpikeMasks.Clear();
        var random = new RandomStream(seed);
        for (int row = 0; row < signal.Rows; row++)
            for (int i = 0; i < signal.Features; i++)
                if (random.NextDouble() < probability) signal.SpikeMasks[row * signal.MaskStride + i / 16] |= (ushort)(1 << (i % 16));
        return signal;
    }

    private static void Fill(Signal<double> signal, ulong seed)
    {
        var random = new RandomStream(seed);
        for (int step = 0; step < signal.StoredSteps; step++)
            for (int sample = 0; sample < signal.Batch; sample++)
                foreach (ref double value in signal.Row(step, sample)) value = 2 * random.NextDouble() - 1;
    }

    private void Run()
    {
        var output = Forward();
        using var gradient = new Signal<double>(output.Shape);
        gradient.PrepareValues(output.Steps, output.Batch, _sameEachStep || output.IsConstant);
        Fill(gradient, 99);
        double Loss()
        {
            var y = Forward();
            double loss = 0;
            for (int step = 0; step < y.StoredSteps; step++)
                for (int sample = 0; sample < y.Batch; sample++)
                    for (int i = 0; i < y.Features; i++) loss += gradient.Values[(int)gradient.RowOffset(step * y.Batch + sample) + i] * y.Row(step, sample)[i];
            return loss + _network.Penalty;
        }

        var inputGradient = _network.Backward(gradient)!;
        double[] found = [.. Expand(inputGradient)];
        double[][] parameters = [.. _network.Parameters.Where(p => p.IsLearnable).Select(p => p.Gradient.ToArray())];
        int index = 0;
        foreach (var parameter in _network.Parameters.Where(p => p.IsLearnable))
        {
            Compare(parameter.ToString(), parameters[index++], Enumerable.Range(0, parameter.Values.Length).Select(
                i => i % parameter.Stride >= parameter.RowLength ? 0 : Difference(() => ref parameter.Values[i], Loss)));
        }

        if (_input.HasSpikes) return;
        Compare("input", found, Enumerable.Range(0, _input.Rows).SelectMany(row => Enumerable.Range(0, _input.Features).Select(
            i => Difference(() => ref _input.Values[row * _input.Stride + i], Loss))));
    }

    // The same draw each time: what is random must not differ between two evaluations.
    private Signal<double> Forward()
    {
        _network.Draw = 7;
        return _network.Forward(_input, _training);
    }

    private IEnumerable<double> Expand(Signal<double> gradient)
    {
        for (int row = 0; row < _input.Rows; row++)
            for (int i = 0; i < _input.Features; i++) yield return gradient.Values[(int)gradient.RowOffset(row) + i];
    }

    private static void Compare(string what, double[] found, IEnumerable<double> differences)
    {
        double[] expected = [.. differences];
        Assert.True(expected.Any(value => value != 0), $"{what} has no influence: the test would show nothing.");
        double error = Math.Sqrt(found.Zip(expected, (f, e) => (f - e) * (f - e)).Sum() / expected.Sum(e => e * e));
        Assert.True(error <= Bound, $"{what}: relative error {error:E1}.");
    }

    private delegate ref double Place();

    private static double Difference(Place place, Func<double> evaluate)
    {
        double original = place();
        double At(double offset)
        {
            place() = original + offset;
            return evaluate();
        }

        double derivative = (8 * (At(Width) - At(-Width)) - (At(2 * Width) - At(-2 * Width))) / (12 * Width);
        place() = original;
        return derivative;
    }
}
