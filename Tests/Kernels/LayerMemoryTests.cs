using System;
using System.IO;
using System.Linq;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Kernels;

/// <summary>What layers of neurons cost in memory, and that going back segment by segment changes nothing.</summary>
[CollectionDefinition(nameof(LayerMemoryTests), DisableParallelization = true)]
[Collection(nameof(LayerMemoryTests))]
public class LayerMemoryTests
{
    [SkippableFact]
    public void A_long_layer_takes_little_more_than_the_gradient_of_its_input()
    {
        Skip.IfNot(File.Exists("/proc/self/clear_refs"), "The peak of memory in use is read from /proc.");
        const int Steps = 100, Batch = 64, Size = 4096;
        const long Tensor = 4L * Steps * Batch * Size;
        using NeuronLayer<float> layer = QuadraticAdaptive.Layer(Size);
        layer.Connect(Size);
        using Signal<float> input = Filled(Steps, Batch, Size), outputGradient = Filled(Steps, Batch, Size);
        long before = ResetPeak();
        layer.Forward(input, training: true);
        layer.Backward(outputGradient);
        long own = Peak() - before;

        // With the input that is 2.25 tensors, where 1.5 times input and output as numbers are 3: the layer holds its spikes, the gradient of its
        // input, and what passes between steps.
        Assert.InRange(own, (long)(0.9 * Tensor), (long)(1.25 * Tensor));
    }

    [Fact]
    public void Segments_give_the_gradients_of_a_pass_back_in_one_piece()
    {
        const int Steps = 40, Size = 40;
        Compare(Gradients(Steps, substeps: 1, Size), Gradients(Steps, substeps: 1, Size, tapeSteps: 7));
        Compare(Gradients(Steps, substeps: 3, Size), Gradients(Steps, substeps: 3, Size, tapeSteps: 1));

        // Sums over the steps are made of other parts.
        static void Compare((float[] OfInput, float[] OfParameters) whole, (float[] OfInput, float[] OfParameters) segments)
        {
            Assert.Equal(whole.OfInput, segments.OfInput);
            for (int k = 0; k < whole.OfParameters.Length; k++) Assert.Equal(1, segments.OfParameters[k] / whole.OfParameters[k], 1e-5f);
        }
    }

    [Fact]
    public void No_batch_allocates_after_the_first()
    {
        using NeuronLayer<float> layer = LearnableAdEx.Layer(100, dt: 0.5f).Share(ParameterSharing.PerNeuron);
        layer.Connect(100);
        using Signal<float> input = Filled(10, 20, 100), outputGradient = Filled(10, 20, 100);
        layer.Forward(input, training: true);
        layer.Backward(outputGradient);
        long before = GC.GetAllocatedBytesForCurrentThread();
        layer.Forward(input, training: true);
        layer.Backward(outputGradient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static (float[] OfInput, float[] OfParameters) Gradients(int steps, int substeps, int size, int? tapeSteps = null)
    {
        using NeuronLayer<float> layer = AdaptiveThreshold.Layer(size, substeps: substeps);
        layer.MostTapeSteps = tapeSteps ?? int.MaxValue;
        layer.Connect(size);
        using Signal<float> input = Filled(steps, 3, size), outputGradient = Filled(steps, 3, size);
        layer.Forward(input, training: true);
        float[] gradient = layer.Backward(outputGradient)!.Values.ToArray();
        Assert.Contains(gradient, g => g != 0);
        return (gradient, [.. layer.Parameters.Select(p => p.Gradient[0])]);
    }

    private static Signal<float> Filled(int steps, int batch, int size)
    {
        Signal<float> signal = new(size);
        signal.PrepareValues(steps, batch);
        uint state = 1;
        foreach (ref float value in signal.Values)
        {
            state = (state * 1664525) + 1013904223;
            value = (state >> 8) / (float)(1 << 23);
        }

        return signal;
    }

    // The kernel's mark of the largest resident size, set back by writing 5.
    private static long ResetPeak()
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Peak();
    }

    private static long Peak() =>
        1024 * long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), null);
}
