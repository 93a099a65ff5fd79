using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Simulation;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Eligibility propagation against the derivative of each neuron by itself, found by complex steps through the smoothed step.</summary>
public class EligibilityTests
{
    private const double Bound = 1e-10;

    public static TheoryData<string> Neurons => new(EligibilityNeurons.Names);

    [Theory, MemberData(nameof(Neurons))]
    public void Is_the_derivative_with_the_route_through_other_neurons_cut(string neuron) => CheckAll(neuron, new OnlineOptions());

    [Theory, MemberData(nameof(Neurons))]
    public void Is_the_same_window_by_window(string neuron) => CheckAll(neuron, new OnlineOptions { Window = 3 });

    [Theory, MemberData(nameof(Neurons))]
    public void Random_feedback_takes_the_place_of_the_readouts_weights(string neuron) => CheckAll(neuron, new OnlineOptions { Feedback = Feedback.Random });

    [Theory]
    [InlineData("AdaptiveLif", 2), InlineData("StdpAlif", 3), InlineData("LeakyIntegrateAndFire", 1), InlineData("CubaLif", 1), InlineData("AdEx", 2), InlineData("Factorised", 0)]
    public void A_synapse_carries_only_what_depends_on_both_neurons(string neuron, int traces)
    {
        using EligibilityProblem problem = new(neuron, FirstSolver(neuron), 2);
        Assert.Equal(traces, problem.Neurons.TracesPerSynapse);
    }

    [Theory, MemberData(nameof(Neurons))]
    public void Every_width_and_any_number_of_threads_give_the_same_bits(string neuron)
    {
        // By the matrix product, by traces carried from window to window, and by bounded ones.
        foreach ((int window, double bound) in new[] { (100, double.PositiveInfinity), (4, double.PositiveInfinity), (100, 1e-3) })
        {
            double[]? expected = null;
            foreach (VectorWidth width in new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported))
            {
                foreach (int threads in new[] { 1, 2 })
                {
                    using EligibilityProblem problem = new(neuron, FirstSolver(neuron), 9, new OnlineOptions { Window = window });
                    foreach (StateModel state in EligibilityNeurons.Library.Model(neuron).States) problem.Neurons.BoundTraces(state.Name, bound);
                    problem.Neurons.VectorWidth = width;
                    problem.Network.Threads = threads;
                    problem.Network.Learn(problem.X, problem.Targets);
                    double[] gradient = problem.Network.Layers[0].Weight.Gradient.ToArray();
                    Assert.Contains(gradient, g => g != 0);
                    Assert.Equal(expected ??= gradient, gradient);
                }
            }
        }
    }

    [Fact]
    public void Bounds_are_checked()
    {
        using EligibilityProblem problem = new("AdEx", FirstSolver("AdEx"), 2);
        Assert.Contains("positive", Assert.Throws<System.ArgumentException>(() => problem.Neurons.BoundTraces("V", 0)).Message, System.StringComparison.Ordinal);
        Assert.Contains("no state 'q'", Assert.Throws<System.ArgumentException>(() => problem.Neurons.BoundTraces("q", 1)).Message, System.StringComparison.Ordinal);

        // Without a place to carry them there is nothing to bound.
        problem.Neurons.BoundTraces("V", 1);
        problem.Neurons.Begin(1, 1, 1, carry: false);
        double[] row = new double[problem.Neurons.Stride], input = new double[16];
        problem.Neurons.Advance(row, row);
        Assert.Contains("bounds", Assert.Throws<System.InvalidOperationException>(() => problem.Neurons.Accumulate(input, row, 0.5, new double[16 * problem.Neurons.Stride])).Message, System.StringComparison.Ordinal);
    }

    private static NeuronDsl.Solver FirstSolver(string neuron) => (NeuronDsl.Solver)EligibilityNeurons.Library.Model(neuron).TrainingSolvers.FirstOrDefault();

    private static void CheckAll(string neuron, OnlineOptions options)
    {
        NeuronModel model = EligibilityNeurons.Library.Model(neuron);
        foreach (NeuronDsl.Solver solver in model.TrainingSolvers.Select(s => (NeuronDsl.Solver)s).DefaultIfEmpty(NeuronDsl.Solver.None))
        {
            using EligibilityProblem problem = new(neuron, solver, 10, options);
            (RelativeError error, int spikes) = problem.Compare();
            (double worst, string group) = error.Worst;
            Assert.True(worst <= Bound, $"{neuron} by {solver}: {group} has the relative error {worst:E1}.");
            Assert.Contains(error.Influences, name => name == "gradient of recurrence");
            Assert.InRange(spikes, 1, (EligibilityProblem.Size * 10 * EligibilityProblem.Samples) - 1);
        }
    }
}
