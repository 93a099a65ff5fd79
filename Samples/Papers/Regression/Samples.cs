using System;
using System.Linq;
using NeuronDsl.Data;

namespace PapersSample.Regression;

/// <summary>The numbers of one repetition: training numbers drawn at random and sorted, test numbers on a grid between -1 and 1.</summary>
internal sealed class Samples
{
    private readonly RandomStream _random;

    public Samples(ulong seed, int training, int test)
    {
        _random = new RandomStream(seed, purpose: 2);
        Training = [.. Enumerable.Range(0, training).Select(_ => (2 * _random.NextDouble()) - 1).Order()];
        Test = [.. Enumerable.Range(0, test).Select(i => -1 + (2 * (i + 0.5) / test))];
    }

    public double[] Training { get; }

    public double[] Test { get; }

    /// <summary>The function at the training numbers, with normal noise.</summary>
    public double[] Targets(TargetFunction function, double noise) => [.. Training.Select(x => function.Value(x) + (noise * Normal()))];

    /// <summary>The same targets in random order.</summary>
    public double[] ShuffledTargets(TargetFunction function)
    {
        double[] targets = Targets(function, 0);
        _random.Shuffle(targets.AsSpan());
        return targets;
    }

    /// <summary>|y - f| / |f| over the test numbers.</summary>
    public double RelativeError(TargetFunction function, Func<int, double> prediction)
    {
        double error = 0, norm = 0;
        for (int i = 0; i < Test.Length; i++)
        {
            double exact = function.Value(Test[i]);
            error += Math.Pow(prediction(i) - exact, 2);
            norm += exact * exact;
        }

        return Math.Sqrt(error / norm);
    }

    // Box and Muller.
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
