using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Layers in single precision against their twins in double: the same spikes, and gradients that differ by rounding.</summary>
public class SinglePrecisionTests
{
    private const int Size = 24, Batch = 4, Steps = 8;

    [Fact]
    public void A_parametric_neuron_differs_from_its_twin_by_rounding() => Compare(Models.Plif.Layer(Size), Twin("Plif"));

    [Fact]
    public void A_graded_neuron_differs_from_its_twin_by_rounding() => Compare(Models.VariableSpiking.Layer(Size), Twin("VariableSpiking"));

    [Fact]
    public void A_channel_model_differs_from_its_twin_by_rounding() =>
        Compare(Models.HodgkinHuxley.Layer(Size, dt: 0.01f), Twin("HodgkinHuxley", dt: 0.01));

    private static NeuronLayer<double> Twin(string neuron, double dt = 1) => (NeuronLayer<double>)NeuronLibrary.Catalogue.Class(neuron)
        .GetMethod("Layer")!.Invoke(null, [new Shape(Size), dt, NeuronDsl.Solver.None, 1, null, ParameterSharing.PerLayer, Array.Empty<string>()])!;

    private static void Compare(NeuronLayer<float> single, NeuronLayer<double> twin)
    {
        using Signal<float> input = new(Size), outputGradient = new(Size);
        using Signal<double> twinInput = new(Size), twinOutputGradient = new(Size);
        single.Connect(Size);
        twin.Connect(Size);
        Random random = new(3);
        Fill(input, twinInput, () => (float)(3 * random.NextDouble()));
        Fill(outputGradient, twinOutputGradient, () => (float)((2 * random.NextDouble()) - 1));
        Signal<float> output = single.Forward(input, training: true);
        Signal<double> twinOutput = twin.Forward(twinInput, training: true);
        AssertClose("output", output.Values, twinOutput.Values);
        AssertClose("input gradient", single.Backward(outputGradient)!.Values, twin.Backward(twinOutputGradient)!.Values);
        for (int k = 0; k < single.Parameters.Count; k++)
        {
            AssertClose(single.Parameters[k].Name, single.Parameters[k].Gradient, twin.Parameters[k].Gradient);
        }

        single.Dispose();
        twin.Dispose();
    }

    private static void Fill(Signal<float> single, Signal<double> twin, Func<float> next)
    {
        single.PrepareValues(Steps, Batch);
        twin.PrepareValues(Steps, Batch);
        for (int t = 0; t < Steps; t++)
            for (int sample = 0; sample < Batch; sample++)
                for (int i = 0; i < Size; i++) twin.Row(t, sample)[i] = single.Row(t, sample)[i] = next();
    }

    private static void AssertClose(string what, ReadOnlySpan<float> single, ReadOnlySpan<double> twin)
    {
        RelativeError error = new();
        for (int i = 0; i < single.Length; i++) error.Add(what, single[i], twin[i]);
        Assert.InRange(error.Worst.Error, 0, 2e-5);
    }
}
