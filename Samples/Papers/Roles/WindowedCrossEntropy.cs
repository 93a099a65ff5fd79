using System;
using NeuronDsl.Training;

namespace PapersSample.Roles;

/// <summary>Softmax cross-entropy at each of the last steps, averaged over them and the batch.</summary>
/// <param name="window">How many steps count.</param>
/// <param name="classes">Outputs.</param>
internal sealed class WindowedCrossEntropy(int window, int classes) : IDisposable
{
    /// <summary>The gradient with respect to the last output evaluated.</summary>
    public Signal<float> Gradient { get; } = new(classes);

    /// <summary>The share of the last outputs evaluated that is right: the largest mean over the window.</summary>
    public double Accuracy { get; private set; }

    /// <summary>The loss of a batch.</summary>
    public double Evaluate(Signal<float> output, ReadOnlySpan<int> labels)
    {
        Gradient.PrepareValues(output.Steps, output.Batch);
        Gradient.Values.Clear();
        double loss = 0, scale = 1.0 / (window * output.Batch);
        int right = 0;
        Span<double> sums = stackalloc double[classes];
        for (int sample = 0; sample < output.Batch; sample++)
        {
            sums.Clear();
            for (int step = output.Steps - window; step < output.Steps; step++)
            {
                ReadOnlySpan<float> values = output.Row(step, sample);
                Span<float> gradient = Gradient.Row(step, sample);
                double largest = double.NegativeInfinity, total = 0;
                foreach (float value in values) largest = Math.Max(largest, value);
                foreach (float value in values) total += Math.Exp(value - largest);
                for (int k = 0; k < classes; k++)
                {
                    sums[k] += values[k];
                    gradient[k] = (float)(scale * ((Math.Exp(values[k] - largest) / total) - (k == labels[sample] ? 1 : 0)));
                }

                loss += scale * (Math.Log(total) + largest - values[labels[sample]]);
            }

            int best = 0;
            for (int k = 1; k < classes; k++)
            {
                if (sums[k] > sums[best]) best = k;
            }

            if (best == labels[sample]) right++;
        }

        Accuracy = (double)right / output.Batch;
        return loss;
    }

    public void Dispose() => Gradient.Dispose();
}
