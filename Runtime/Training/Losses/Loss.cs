using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>
/// A loss on the mean over time of the network's outputs, averaged over the batch, and its gradient. For spikes the mean is the rate in spikes a
/// step; for other outputs it is the mean value.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Loss<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signal<T>? _means, _gradient;

    /// <summary>The means over time of the last batch, constant, [steps, batch, outputs].</summary>
    /// <exception cref="InvalidOperationException">Nothing was evaluated.</exception>
    public Signal<T> Means => _means ?? throw NothingEvaluated();

    /// <summary>The gradient with respect to the stored output of the last batch; the same at every step, so constant.</summary>
    /// <exception cref="InvalidOperationException">Nothing was evaluated.</exception>
    public Signal<T> Gradient => _gradient ?? throw NothingEvaluated();

    /// <summary>The loss of a batch; sets <see cref="Means"/> and <see cref="Gradient"/>.</summary>
    /// <param name="output">[steps, batch, classes].</param>
    /// <param name="labels">The right class of each sample, [batch].</param>
    /// <returns>The mean over the samples; NaN or infinite if the outputs are.</returns>
    /// <exception cref="ArgumentException">As many labels as samples are needed, each one of the classes.</exception>
    public double Evaluate(Signal<T> output, ReadOnlySpan<int> labels)
    {
        if (labels.Length != output.Batch)
            throw new ArgumentException($"There are {labels.Length} labels for {output.Batch} samples.", nameof(labels));
        Match(ref _means, output);
        Match(ref _gradient, output);
        output.SumOverSteps(Means);
        TensorPrimitives.Multiply(Means.Values, T.One / T.CreateChecked(output.Steps), Means.Values);

        Gradient.PrepareValues(output.Steps, output.Batch, constant: true);
        double total = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            if ((uint)labels[sample] >= (uint)output.Features)
                throw new ArgumentException($"Label {labels[sample]} of sample {sample} is none of the {output.Features} outputs.", nameof(labels));
            total += Evaluate(Means.Row(0, sample), labels[sample], Gradient.Row(0, sample));
        }

        // Each sample has its share of the batch, each stored step its share of the mean.
        int shares = output.Batch * output.StoredSteps;
        TensorPrimitives.Multiply(Gradient.Values, T.One / T.CreateChecked(shares), Gradient.Values);
        return total / output.Batch;
    }

    /// <summary>The class with the largest mean for a sample of the last batch; the first of equals.</summary>
    public int Classify(int sample) => TensorPrimitives.IndexOfMax<T>(Means.Row(0, sample));

    /// <inheritdoc/>
    public void Dispose()
    {
        _means?.Dispose();
        _gradient?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The loss of one sample, and its gradient with respect to the means.</summary>
    /// <param name="means">[classes].</param>
    /// <param name="label">The right class.</param>
    /// <param name="gradient">To write, [classes].</param>
    protected abstract double Evaluate(ReadOnlySpan<T> means, int label, Span<T> gradient);

    private static void Match(ref Signal<T>? signal, Signal<T> output)
    {
        if (signal is not null && signal.Shape.Equals(output.Shape)) return;
        signal?.Dispose();
        signal = new Signal<T>(output.Shape);
    }

    private static InvalidOperationException NothingEvaluated() => new("The loss has evaluated nothing yet.");
}
