using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Training;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>What must not change a bit: the width of vectors, the number of threads, how often a layer was used.</summary>
[Collection(nameof(AllocationTests))]
public class LayerDeterminismTests
{
    private static readonly LayerSetup Setup = new() { Size = 21, Batch = 35, Steps = 6, Substeps = 2 };

    public static TheoryData<string> Neurons => ["ManyPorts", "CoupledLinear", "CompoundCrossing", "Elementary"];

    [Theory, MemberData(nameof(Neurons))]
    public void Every_vector_width_gives_the_same_bits(string neuron)
    {
        VectorWidth[] widths = [.. new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported)];
        double[][] results = [.. widths.Select(width => Run(neuron, layer => layer.VectorWidth = width))];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory, MemberData(nameof(Neurons))]
    public void Any_number_of_threads_gives_the_same_bits(string neuron) =>
        Assert.Equal(Run(neuron, layer => layer.Threads = 1), Run(neuron, layer => layer.Threads = 2));

    [Fact]
    public void A_second_batch_gives_the_same_bits_and_allocates_nothing()
    {
        using LayerProblem problem = new(NeuronLibrary.Features, "ManyPorts", NeuronDsl.Solver.None, Setup);
        double[] first = Results(problem);
        problem.Layer.Forward(problem.Input, training: true);
        problem.Layer.Backward(problem.OutputGradient);
        long before = GC.GetAllocatedBytesForCurrentThread();
        problem.Layer.Forward(problem.Input, training: true);
        problem.Layer.Backward(problem.OutputGradient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(first, Results(problem));
    }

    private static double[] Run(string neuron, Action<NeuronLayer<double>> configure)
    {
        using LayerProblem problem = new(NeuronLibrary.Features, neuron, NeuronDsl.Solver.None, Setup);
        configure(problem.Layer);
        return Results(problem);
    }

    private static double[] Results(LayerProblem problem)
    {
        NeuronLayer<double> layer = problem.Layer;
        List<double> all = [.. layer.Forward(problem.Input, training: true).Values];
        all.AddRange(layer.Backward(problem.OutputGradient)!.Values);
        foreach (Parameter<double> parameter in layer.Parameters) all.AddRange(parameter.Gradient);
        for (int sample = 0; sample < Setup.Batch; sample++)
        {
            foreach (string state in problem.States)
            {
                all.AddRange(layer.FinalState(state, sample));
                all.AddRange(layer.InitialStateGradient(state, sample));
            }
        }

        Assert.Contains(all, x => x != 0);
        Assert.DoesNotContain(all, double.IsNaN);
        return [.. all];
    }
}
