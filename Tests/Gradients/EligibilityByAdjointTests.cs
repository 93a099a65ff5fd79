using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Data;
using NeuronDsl.Generator.Model;
using NeuronDsl.Training;
using Xunit;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Without recurrence nothing is cut: the rule is backpropagation through time, as the emitted adjoint of the trainable layer takes it.</summary>
public class EligibilityByAdjointTests
{
    private const int Steps = 25, Inputs = 5, Size = 7, Outputs = 2, Samples = 3;
    private const double Kappa = 0.75;

    public static TheoryData<string> Neurons => new(EligibilityNeurons.Names);

    [Theory, MemberData(nameof(Neurons))]
    public void Without_recurrence_it_is_backpropagation_through_time(string neuron)
    {
        NeuronModel model = EligibilityNeurons.Library.Model(neuron);
        foreach (NeuronDsl.Solver solver in model.TrainingSolvers.Select(s => (NeuronDsl.Solver)s).DefaultIfEmpty(NeuronDsl.Solver.None)) Check(model, neuron, solver);
    }

    private static void Check(NeuronModel model, string neuron, NeuronDsl.Solver solver)
    {
        Type type = EligibilityNeurons.Library.Class(neuron);
        Scene scene = new(EligibilityNeurons.Library, neuron, (NeuronDsl.Generator.Solver)solver);
        using var neurons = (EligibleNeurons<double>)type.GetMethod("Eligible")!.Invoke(null, [Size, scene.Dt, solver, scene.Instance, 0.0])!;
        using var network = new OnlineNetwork<double>(Inputs, [neurons], Outputs, new OnlineOptions { Kappa = Kappa, Recurrent = false });
        OnlineLayer<double> layer = network.Layers[0];
        Random random = new(17);
        double Around(double range) => range * ((2 * random.NextDouble()) - 1);
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Size; j++) layer.Weight.Row(i)[j] = i == 0 ? scene.Base(scene.Ports[0]) : Around(scene.Amplitudes[scene.Ports[0]]);
        }

        double[] x = [.. Enumerable.Range(0, Steps * Samples * Inputs).Select(k => k % Inputs == 0 ? 1 : Around(1))];
        double[] wanted = [.. Enumerable.Range(0, Steps * Samples * Outputs).Select(_ => Around(1))];
        network.Learn(x, OnlineTargets<double>.Values(wanted, Steps, Samples, Outputs));

        string[] ports = [scene.Ports[0].Name];
        MethodInfo factory = type.GetMethod("Layer", BindingFlags.Public | BindingFlags.Static)!;
        using var trainable = (NeuronLayer<double>)factory.Invoke(null, [new Shape(Size), scene.Dt, solver, 1, scene.Instance, ParameterSharing.PerLayer, ports])!;
        trainable.Connect(Size);
        using Signal<double> current = new(Size), errors = new(Size);
        current.PrepareValues(Steps, Samples);
        errors.PrepareValues(Steps, Samples);
        for (int t = 0; t < Steps; t++)
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                for (int j = 0; j < Size; j++)
                    current.Row(t, sample)[j] = Enumerable.Range(0, Inputs).Sum(i => layer.Weight.Row(i)[j] * x[(((t * Samples) + sample) * Inputs) + i]);
            }
        }

        Signal<double> sent = trainable.Forward(current, training: true);
        double[,] y = new double[Samples, Outputs];
        double[,,] error = new double[Steps, Samples, Outputs];
        int spikes = 0;
        for (int t = 0; t < Steps; t++)
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                for (int k = 0; k < Outputs; k++)
                {
                    y[sample, k] *= Kappa;
                    for (int j = 0; j < Size; j++) y[sample, k] += layer.Readout.Row(j)[k] * Sent(t, sample, j);
                    error[t, sample, k] = (y[sample, k] - wanted[(((t * Samples) + sample) * Outputs) + k]) / (Steps * Samples);
                }

                for (int j = 0; j < Size; j++) spikes += Sent(t, sample, j) != 0 ? 1 : 0;
            }
        }

        for (int t = Steps - 1; t >= 0; t--)
        {
            for (int sample = 0; sample < Samples; sample++)
            {
                for (int k = 0; k < Outputs; k++)
                {
                    if (t + 1 < Steps) error[t, sample, k] += Kappa * error[t + 1, sample, k];
                    for (int j = 0; j < Size; j++) errors.Row(t, sample)[j] += layer.Readout.Row(j)[k] * error[t, sample, k];
                }
            }
        }

        Signal<double> byCurrent = trainable.Backward(errors)!;
        RelativeError difference = new();
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                double expected = 0;
                for (int t = 0; t < Steps; t++)
                {
                    for (int sample = 0; sample < Samples; sample++) expected += byCurrent.Row(t, sample)[j] * x[(((t * Samples) + sample) * Inputs) + i];
                }

                difference.Add("weights", layer.Weight.GradientRow(i)[j], expected);
            }
        }

        Assert.InRange(spikes, 1, (Steps * Samples * Size) - 1);
        Assert.True(difference.Worst.Error <= 1e-10, $"{neuron} by {solver}: relative error {difference.Worst.Error:E1}.");
        Assert.NotEmpty(difference.Influences);

        double Sent(int t, int sample, int j) => sent.HasSpikes ? (sent.SpikeMasks[(((t * Samples) + sample) * sent.MaskStride) + (j / 16)] >> (j % 16)) & 1 : sent.Row(t, sample)[j];
    }
}
