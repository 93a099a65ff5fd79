using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Emitted layers over many steps: what they send, where they end, and every gradient against the smoothed step.</summary>
public class LayerAdjointTests
{
    private const double Bound = 1e-10;

    public static TheoryData<string> Catalogue => new(CatalogueNeurons.Trainable);

    public static TheoryData<string> Features => new(FeatureNeurons.Names);

    [Theory, MemberData(nameof(Catalogue))]
    public void Agrees_with_the_smoothed_step_in_the_catalogue(string neuron) => Check(NeuronLibrary.Catalogue, neuron, new LayerSetup());

    [Theory, MemberData(nameof(Features))]
    public void Agrees_with_the_smoothed_step_in_every_feature(string neuron) => Check(NeuronLibrary.Features, neuron, new LayerSetup());

    [Theory]
    [InlineData("HardReset"), InlineData("GradedOutput"), InlineData("ManyPorts"), InlineData("CoupledLinear")]
    public void Parameters_may_differ_from_neuron_to_neuron(string neuron) =>
        Check(NeuronLibrary.Features, neuron, new LayerSetup { Sharing = ParameterSharing.PerNeuron });

    [Theory]
    [InlineData("SoftReset"), InlineData("GradedOutput"), InlineData("ManyPorts"), InlineData("CoupledLinear"), InlineData("CompoundCrossing")]
    public void A_step_may_be_several_of_the_solver(string neuron) => Check(NeuronLibrary.Features, neuron, new LayerSetup { Substeps = 3 });

    [Theory]
    [InlineData("HardReset", false), InlineData("HardReset", true), InlineData("ManyPorts", false), InlineData("ManyPorts", true)]
    public void Input_and_gradient_may_be_constant_in_time(string neuron, bool gradient) =>
        Check(NeuronLibrary.Features, neuron, new LayerSetup { ConstantInput = true, ConstantGradient = gradient });

    [Theory]
    [InlineData("x"), InlineData("v"), InlineData("g", "y")]
    public void Any_ports_may_be_fed(params string[] ports) => Check(NeuronLibrary.Features, "ManyPorts", new LayerSetup { Ports = ports });

    [Theory]
    [InlineData(1, 1), InlineData(16, 16), InlineData(17, 33), InlineData(31, 2)]
    public void Any_size_and_batch_will_do(int size, int batch)
    {
        // Of a vector and of a part of the batch the first and the last, parameters of all.
        int[] samples = [0, 15, 16, batch - 1], neurons = [0, 15, 16, size - 1];
        LayerSetup setup = new() { Size = size, Batch = batch, Steps = 5 };
        using LayerProblem problem = new(NeuronLibrary.Features, "HardReset", NeuronDsl.Solver.None, setup);
        AssertSmall(problem.Compare((sample, neuron) => samples.Contains(sample) && neurons.Contains(neuron)).Error, "HardReset");
    }

    private static void Check(NeuronLibrary library, string neuron, LayerSetup setup)
    {
        NeuronModel model = library.Model(neuron);
        foreach (NeuronDsl.Solver solver in model.TrainingSolvers.Select(s => (NeuronDsl.Solver)s).DefaultIfEmpty(NeuronDsl.Solver.None))
        {
            using LayerProblem problem = new(library, neuron, solver, setup);
            (RelativeError error, IReadOnlyList<Trajectory> seen) = problem.Compare();
            AssertSmall(error, $"{neuron} by {solver}");
            if (model.Spike is null) continue;
            Assert.True(seen.Any(t => t.Spikes > 0) && seen.Any(t => t.Silent > 0), $"{neuron} by {solver}: spikes and silence must both occur.");
            Assert.True(model.Refractory is null || seen.Any(t => t.Held > 0), $"{neuron} by {solver}: refractoriness must occur.");
        }
    }

    private static void AssertSmall(RelativeError error, string what)
    {
        (double worst, string group) = error.Worst;
        Assert.True(worst <= Bound, $"{what}: {group} has the relative error {worst:E1}.");
        Assert.Contains(error.Influences, name => name.StartsWith("gradient", System.StringComparison.Ordinal));
    }
}
