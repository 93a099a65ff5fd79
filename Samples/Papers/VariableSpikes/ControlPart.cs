using System;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Models;
using NeuronDsl.Training;
using PapersSample.Reproduction;
using PapersSample.VariableSpikes.Neurons;

namespace PapersSample.VariableSpikes;

/// <summary>Limits in which the variable spiking neuron must be something else, to the last bit; and spikes that nothing decides.</summary>
internal static class ControlPart
{
    private const int Inputs = 10, Units = 48, Batch = 32, Steps = 8;

    public static Part Part { get; } = new("controls", "Controls", Run);

    private static void Run(PaperRun run)
    {
        int[] differing = [.. run.Repeat("limits", DifferencesFromDense)];
        run.Control(
            "with a threshold below every value, and a rectifier behind, the network is the dense one to the last bit",
            $"{differing.Sum()} of {differing.Length * Batch * Steps * Units} values differ",
            differing.All(count => count == 0));
        int[] others = [.. run.Repeat("limits", DifferencesFromLif)];
        run.Control(
            "where a one is sent in place of z, it is the leaky spiking neuron to the last bit",
            $"{others.Sum()} of {others.Length * Batch * Steps * Units} values differ",
            others.All(count => count == 0));

        (double learned, double random)[] errors = run.Repeat("random spikes", seed =>
        {
            RegressionTask task = RegressionPart.Task(run, "Friedman-1", seed);
            using SpikingNetwork network = SpikingNetwork.Create(NetworkKind.Vsn, inputs: 10, outputs: 1, seed);
            RegressionOutcome learned = RegressionTraining.Run(network, task, steps: 1, RegressionPart.Epochs(run), seed);
            using SpikingNetwork random = SpikingNetwork.CreateRandom(inputs: 10, outputs: 1, seed, learned.Activities);
            return (learned.Error, RegressionTraining.Run(random, task, steps: 1, RegressionPart.Epochs(run), seed).Error);
        });
        run.Control(
            "values sent at random, as often, regress worse: at least twice the error",
            $"NMSE {Spread.Of(errors, e => e.random).ToString("0.000")} against {Spread.Of(errors, e => e.learned).ToString("0.000")}",
            Spread.Of(errors, e => e.random).Mean >= 2 * Spread.Of(errors, e => e.learned).Mean);
    }

    private static int DifferencesFromDense(ulong seed)
    {
        VariableSpiking always = new() { Threshold = float.NegativeInfinity };
        using Sequential spiking = new(new Linear(Inputs, Units), VariableSpiking.Layer(Units, prototype: always), Rectifier.Layer(Units));
        using Sequential dense = new(new Linear(Inputs, Units), Rectifier.Layer(Units));
        return Differences(spiking, dense, seed, (sent, _, expected) => sent == expected);
    }

    private static int DifferencesFromLif(ulong seed)
    {
        using Sequential spiking = new(new Linear(Inputs, Units), VariableSpiking.Layer(Units));
        using Sequential leaky = new(new Linear(Inputs, Units), LeakySpiking.Layer(Units));
        return Differences(spiking, leaky, seed, (sent, z, spike) => sent == (spike == 1 ? z : 0));
    }

    // How many values are not as they must be, given what is sent, what was received and what the other network sends.
    private static int Differences(Sequential network, Sequential other, ulong seed, Func<float, float, float, bool> agree)
    {
        network.Initialize(seed);
        other.Initialize(seed);
        using Signal<float> input = new(Inputs);
        input.PrepareValues(Steps, Batch);
        RandomStream random = new(seed, purpose: 6);
        for (int row = 0; row < Steps * Batch; row++)
        {
            foreach (ref float value in input.Row(row / Batch, row % Batch)) value = (float)((4 * random.NextDouble()) - 2);
        }

        Signal<float> sent = network.Forward(input, training: false), expected = other.Forward(input, training: false), received = network.Layers[0].Forward(input, training: false);
        int differences = 0;
        for (int row = 0; row < Steps * Batch; row++)
        {
            (int step, int sample) = (row / Batch, row % Batch);
            for (int unit = 0; unit < Units; unit++)
            {
                if (!agree(sent.Row(step, sample)[unit], received.Row(step, sample)[unit], expected.Row(step, sample)[unit])) differences++;
            }
        }

        return differences;
    }
}
