using NeuronDsl.Microcode;
using NeuronDsl.Models;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.StrictConsumer;

/// <summary>Uses what was generated, as a user would.</summary>
public static class Trial
{
    /// <summary>Spikes of one neuron and of a population of 100, each driven for 100 ms.</summary>
    public static (long One, long Many) Simulate()
    {
        Everything neuron = new() { x = 20 };
        using Everything.Population many = new(100, neuron);
        many.x.Fill(20);
        long one = 0;
        for (int step = 0; step < 1000; step++) one += neuron.Step(0.1f) ? 1 : 0;
        return (one, many.Step(0.1f, 1000));
    }

    /// <summary>The gradient's sum of squares for the weights of a network of neurons written here and in the catalogue.</summary>
    public static double Train()
    {
        using Sequential network = new(new Linear(4, 8), Hostile.Layer(8, 0.1f), new Linear(8, 8), Plif.Layer(8), new Linear(8, 2), Everything.Layer(2, 0.1f));
        using Signal<float> input = new(4);
        input.PrepareValues(10, 1, constant: false);
        input.Values.Fill(5);
        using MeanSquaredError loss = new();
        _ = loss.Evaluate(network.Forward(input, training: true), [1]);
        _ = network.Backward(loss.Gradient);
        double sum = 0;
        foreach (Parameter<float> parameter in network.Parameters)
        {
            foreach (float g in parameter.Gradient) sum += (double)g * g;
        }

        return sum;
    }

    /// <summary>The loss of two neurons that learn online, before and after.</summary>
    public static (double Before, double After) LearnOnline()
    {
        using Hostile.EligibleNeurons neurons = Hostile.Eligible(2, 0.1f);
        using OnlineNetwork<float> network = new(1, [neurons], 1, new OnlineOptions());
        float[] x = [.. System.Linq.Enumerable.Repeat(1f, 50)];
        OnlineTargets<float> targets = OnlineTargets<float>.Values(x, 50, 1, 1);
        return (network.Learn(x, targets).Loss, network.Learn(x, targets).Loss);
    }

    /// <summary>Spikes of one neuron in fixed point, driven for 100 ms.</summary>
    public static int RunFixed()
    {
        FixedEvaluator evaluator = new(Everything.Microcode[Solver.Exact, 16]);
        evaluator.Inputs[0][0] = (int)evaluator.Program.Inputs[0].Type.FromDouble(20);
        int spikes = 0;
        for (int step = 0; step < 1000; step++)
        {
            evaluator.Step();
            spikes += evaluator.Spikes[0] ? 1 : 0;
        }

        return spikes;
    }
}
