using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>Published and analytic spike times of leaky integrate-and-fire neurons, in float and double.</summary>
public class IntegrateAndFireFiguresTests
{
    // In units of ten steps, from the scripts beside the paper.
    private static readonly int[] Train =
    [
        6, 22, 27, 31, 32, 35, 37, 40, 41, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 84, 85,
    ];

    /// <summary>
    /// Pedersen et al. (2024), Nat. Commun. 15:8122, the experiment with one LIF neuron: tau 2.5 ms, steps of 0.1 ms, pulses of one step. Exact and
    /// Euler's steps are each consistent and agree; a decay of the one with a gain of the other would fire at 450, 500, 710, 760.
    /// </summary>
    [Theory]
    [InlineData(Solver.Exact), InlineData(Solver.Euler), InlineData(Solver.ExponentialEuler)]
    public void The_neuron_of_NIR_under_the_paper_s_input(Solver solver)
    {
        Assert.Equal([460, 510, 710, 760], Steps(SingleNeuron<float>.New("NirLif")));
        Assert.Equal([460, 510, 710, 760], Steps(SingleNeuron<double>.New("NirLif")));

        long[] Steps<T>(SingleNeuron<T> neuron)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            [.. Experiment.Trace(neuron, solver, 0.1, 100, time => Pulse((int)Math.Round(10 * time)), "v").Where(s => s.Fired).Select(s => s.Step)];

        static double Pulse(int step) => step % 10 == 0 && Train.Contains(step / 10) ? 1 : 0;
    }

    /// <summary>tau = 30 ms, the drive at 4/3 of the threshold: the interval is 30 ln 4 = 41.588831 ms, met within one step.</summary>
    [Theory]
    [InlineData(1e-2), InlineData(1e-3)]
    public void The_interval_of_a_driven_membrane(double dt)
    {
        SingleNeuron<double> neuron = SingleNeuron<double>.New("LeakyIntegrateAndFire", "WithoutRefractoriness");
        (neuron["TauM"], neuron["EL"], neuron["V"], neuron["VReset"], neuron["VThreshold"], neuron["R"]) = (30, 0, 0, 0, 15, 1);
        long[] steps = Experiment.SpikeSteps(neuron, Solver.Exact, dt, 200, 20);
        Assert.Equal(4, steps.Length);
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.InRange((pair.Second - pair.First) * dt, 41.588831 - 1e-6, 41.588831 + dt + 1e-6));
    }
}
