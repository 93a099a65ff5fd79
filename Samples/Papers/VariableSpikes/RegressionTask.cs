using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace PapersSample.VariableSpikes;

/// <summary>Samples with a number to be predicted for each. Inputs lie around zero, targets have mean 0 and variance 1 over the training samples.</summary>
/// <param name="Inputs">The samples; their labels are all 0.</param>
/// <param name="Targets">[samples].</param>
internal sealed record RegressionData(Dataset Inputs, float[] Targets);

/// <summary>Something to regress, divided into samples to train on and held-out ones.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Training">To train on.</param>
/// <param name="Test">Held out; scaled as the training samples.</param>
internal sealed record RegressionTask(string Name, RegressionData Training, RegressionData Test)
{
    /// <summary>
    /// Friedman's first problem, Ann. Stat. 19:1 (1991): 10 uniform inputs of which y = 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5 uses five.
    /// </summary>
    public static RegressionTask Friedman(ulong seed, int training, int test)
    {
        const int Inputs = 10;
        return Draw("Friedman-1", seed, training, test, Inputs, (random, inputs) =>
        {
            double[] x = [.. Enumerable.Range(0, Inputs).Select(_ => random.NextDouble())];
            for (int i = 0; i < Inputs; i++) inputs[i] = (float)((2 * x[i]) - 1);
            return (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]);
        });
    }

    /// <summary>
    /// A damped oscillator exp(-d t) cos(2 pi f t + p) of random damping, frequency and phase, seen at 10 times half a unit apart: where will it be two units
    /// later?
    /// </summary>
    public static RegressionTask Oscillator(ulong seed, int training, int test)
    {
        const int Inputs = 10;
        return Draw("oscillator", seed, training, test, Inputs, (random, inputs) =>
        {
            double damping = 0.05 + (0.15 * random.NextDouble()), frequency = 0.1 + (0.3 * random.NextDouble()), phase = 2 * Math.PI * random.NextDouble();
            for (int i = 0; i < Inputs; i++) inputs[i] = (float)At(0.5 * i);
            return At((0.5 * (Inputs - 1)) + 2);

            double At(double t) => Math.Exp(-damping * t) * Math.Cos((2 * Math.PI * frequency * t) + phase);
        });
    }

    /// <summary>
    /// 442 patients with diabetes: ten measurements, and how far the disease has come a year later (Efron et al., Ann. Stat. 32:2, 2004). The seed divides them.
    /// </summary>
    public static RegressionTask Diabetes(ulong seed)
    {
        const int Inputs = 10, Held = 100;
        double[][] patients = ReadPatients();
        int training = patients.Length - Held;
        int[] order = [.. Enumerable.Range(0, patients.Length)];
        new RandomStream(seed, purpose: 5).Shuffle(order.AsSpan());
        double[] scaled = new double[patients.Length];
        float[] features = new float[patients.Length * Inputs];
        for (int column = 0; column <= Inputs; column++)
        {
            double[] values = [.. order.Select(i => patients[i][column])];
            (double mean, double deviation) = Moments(values.AsSpan(0, training));
            for (int i = 0; i < values.Length; i++)
            {
                double value = (values[i] - mean) / deviation;
                if (column < Inputs) features[(i * Inputs) + column] = (float)value;
                else scaled[i] = value;
            }
        }

        return Divide("diabetes", features, [.. scaled.Select(value => (float)value)], training, Inputs);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static double[][] ReadPatients()
    {
        using Stream table = typeof(RegressionTask).Assembly.GetManifestResourceStream("diabetes.csv.gz")!;
        using StreamReader reader = new(new GZipStream(table, CompressionMode.Decompress));
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double mean = TensorPrimitives.Sum(values) / values.Length, squares = 0;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / values.Length));
    }

    private static RegressionTask Draw(string name, ulong seed, int training, int test, int inputs, Func<RandomStream, float[], double> draw)
    {
        RandomStream random = new(seed, purpose: 5);
        List<float> features = [];
        List<double> targets = [];
        for (int i = 0; i < training + test; i++)
        {
            float[] sample = new float[inputs];
            targets.Add(draw(random, sample));
            features.AddRange(sample);
        }

        (double mean, double deviation) = Moments([.. targets.Take(training)]);
        return Divide(name, [.. features], [.. targets.Select(target => (float)((target - mean) / deviation))], training, inputs);
    }

    private static RegressionTask Divide(string name, float[] features, float[] targets, int training, int inputs)
    {
        return new RegressionTask(name, Part(0, training), Part(training, targets.Length - training));

        RegressionData Part(int start, int count) => new(
            new Dataset(name, inputs, features.AsSpan(start * inputs, count * inputs).ToArray(), new int[count], classes: 1), targets[start..(start + count)]);
    }
}
