using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.Gradients;

/// <summary>
/// A recurrent layer with a readout, and what its weights' gradient must be: each neuron by itself, its current varied by a weight at a time, through
/// the smoothed step. What one neuron's spikes do to the others is taken as given, which is the rule's one omission.
/// </summary>
internal sealed class EligibilityProblem : IDisposable
{
    public const int Inputs = 4, Size = 6, Outputs = 3, Samples = 2;

    private const double Kappa = 0.7;

    private readonly NeuronModel _model;
    private readonly Scene _scene;
    private readonly Symbol _port;

    public EligibilityProblem(string neuron, NeuronDsl.Solver solver, int steps, OnlineOptions? options = null, double refractorySlope = 0)
    {
        NeuronLibrary library = EligibilityNeurons.Library;
        _model = library.Model(neuron);
        _scene = new Scene(library, neuron, (NeuronDsl.Generator.Solver)solver);
        _port = _scene.Ports[0];
        Steps = steps;
        MethodInfo factory = library.Class(neuron).GetMethod("Eligible", BindingFlags.Public | BindingFlags.Static)!;
        Neurons = (EligibleNeurons<double>)factory.Invoke(null, [Size, _scene.Dt, solver, _scene.Instance, refractorySlope])!;
        Network = new OnlineNetwork<double>(Inputs, [Neurons], Outputs, (options ?? new OnlineOptions()) with { Kappa = Kappa, Seed = 5 });
        Random random = new(11);
        double Around(double range) => range * ((2 * random.NextDouble()) - 1);
        OnlineLayer<double> layer = Network.Layers[0];
        for (int j = 0; j < Size; j++)
        {
            layer.Weight.Row(0)[j] = _scene.Base(_port) + Around(0.3 * _scene.Amplitudes[_port]);
            for (int i = 1; i < Inputs; i++) layer.Weight.Row(i)[j] = Around(_scene.Amplitudes[_port]);
            for (int i = 0; i < (options?.Recurrent == false ? 0 : Size); i++)
            {
                if (i != j) layer.Weight.Row(layer.FirstRecurrentRow + i)[j] = Around(_scene.Amplitudes[_port]);
            }
        }

        // The first input is a drive that is always there.
        X = new double[steps * Samples * Inputs];
        for (int k = 0; k < X.Length; k++) X[k] = k % Inputs == 0 ? 1 : Around(1);
        Labels = [.. Enumerable.Range(0, steps * Samples).Select(_ => random.Next(4) == 0 ? -1 : random.Next(Outputs))];
        Targets = OnlineTargets<double>.Classes(Labels, steps, Samples);
    }

    public int Steps { get; }

    public double[] X { get; }

    public int[] Labels { get; }

    public EligibleNeurons<double> Neurons { get; }

    public OnlineNetwork<double> Network { get; }

    public OnlineTargets<double> Targets { get; }

    public void Dispose()
    {
        Network.Dispose();
        Neurons.Dispose();
    }

    /// <summary>The gradients of all weights against those of each neuron alone.</summary>
    public (RelativeError Error, int Spikes) Compare()
    {
        OnlineResult result = Network.Learn(X, Targets);
        OnlineLayer<double> layer = Network.Layers[0];
        double[][,] sent = Simulate();
        double[][,] signals = Signals(sent, out double loss, out double[,] readoutGradient);
        RelativeError error = new();
        error.Add("loss", result.Loss, loss);
        for (int j = 0; j < Size; j++)
        {
            for (int k = 0; k < Outputs; k++) error.Add("readout", layer.Readout.GradientRow(j)[k], readoutGradient[j, k]);
        }

        double[,] expected = new double[layer.Weight.RowCount, Size];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int j = 0; j < Size; j++)
            {
                int neuron = j, of = sample;
                Problem problem = Single(sample, j, sent, [.. Enumerable.Range(0, Steps).Select(t => signals[of][t, neuron])]);
                for (int t = 0; t < Steps; t++)
                {
                    double byCurrent = problem.Derivative(_port, t);
                    for (int row = 0; row < layer.Weight.RowCount; row++) expected[row, j] += byCurrent * Presynaptic(sent, sample, t, row);
                }
            }
        }

        for (int row = 0; row < layer.Weight.RowCount; row++)
        {
            for (int j = 0; j < Size; j++)
            {
                bool self = row == layer.FirstRecurrentRow + j;
                error.Add(row < Inputs ? "gradient of feed" : "gradient of recurrence", layer.Weight.GradientRow(row)[j], self ? 0 : expected[row, j]);
            }
        }

        return (error, sent.Sum(s => s.Cast<double>().Count(z => z != 0)));
    }

    private double Presynaptic(double[][,] sent, int sample, int t, int row)
    {
        int own = row - Network.Layers[0].FirstRecurrentRow;
        if (row < Inputs) return X[(((t * Samples) + sample) * Inputs) + row];
        return own >= 0 && own < Size && t > 0 ? sent[sample][t - 1, own] : 0;
    }

    // All neurons side by side, step by step.
    private double[][,] Simulate()
    {
        double[][,] sent = [.. Enumerable.Range(0, Samples).Select(_ => new double[Steps, Size])];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int t = 0; t < Steps; t++)
            {
                for (int j = 0; j < Size; j++) sent[sample][t, j] = Single(sample, j, sent, new double[t + 1], t + 1).Run().Sent[t].Real;
            }
        }

        return sent;
    }

    private Problem Single(int sample, int j, double[][,] sent, double[] weights, int? steps = null)
    {
        OnlineLayer<double> layer = Network.Layers[0];
        Dictionary<Symbol, double>[] fed = new Dictionary<Symbol, double>[steps ?? Steps];
        for (int t = 0; t < fed.Length; t++)
        {
            fed[t] = _scene.Ports.ToDictionary(p => p, p => p.Equals(_port) ? 0 : _scene.Base(p));
            for (int row = 0; row < layer.Weight.RowCount; row++) fed[t][_port] += layer.Weight.Row(row)[j] * Presynaptic(sent, sample, t, row);
        }

        return _scene.With(fed, weights, 1, _scene.Parameters);
    }

    // The readout by hand: sums, softmax, and the error of later steps as far as the readout remembers.
    private double[][,] Signals(double[][,] sent, out double loss, out double[,] readoutGradient)
    {
        OnlineLayer<double> layer = Network.Layers[0];
        double[][,] signals = [.. Enumerable.Range(0, Samples).Select(_ => new double[Steps, Size])];
        readoutGradient = new double[Size, Outputs];
        loss = 0;
        int frames = Labels.Count(l => l >= 0);
        for (int sample = 0; sample < Samples; sample++)
        {
            double[,] errors = new double[Steps, Outputs];
            double[] y = new double[Outputs];
            for (int t = 0; t < Steps; t++)
            {
                for (int k = 0; k < Outputs; k++)
                {
                    y[k] *= Kappa;
                    for (int j = 0; j < Size; j++) y[k] += layer.Readout.Row(j)[k] * sent[sample][t, j];
                }

                int label = Labels[(t * Samples) + sample];
                if (label < 0) continue;
                double sum = y.Sum(Math.Exp);
                loss += (Math.Log(sum) - y[label]) / frames;
                for (int k = 0; k < Outputs; k++) errors[t, k] = ((Math.Exp(y[k]) / sum) - (k == label ? 1 : 0)) / frames;
            }

            for (int t = Steps - 1; t >= 0; t--)
            {
                for (int k = 0; k < Outputs; k++)
                {
                    if (t + 1 < Steps) errors[t, k] += Kappa * errors[t + 1, k];
                    for (int j = 0; j < Size; j++)
                    {
                        signals[sample][t, j] += layer.FeedbackWeight.Row(j)[k] * errors[t, k];
                        readoutGradient[j, k] += sent[sample][t, j] * errors[t, k];
                    }
                }
            }
        }

        return signals;
    }
}
