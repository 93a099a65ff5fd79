using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>
/// A loss on a network's outputs, averaged over the batch, and its gradient. It compares the mean of the outputs over time with a target, or the
/// outputs of every step (<see cref="Timing"/>), over all steps or the last ones (<see cref="LastSteps"/>).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Loss<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signal<T>? _means, _gradient, _targets;

    /// <summary>Whether the mean over the steps is compared, or each step.</summary>
    public LossTiming Timing { get; init; }

    /// <summary>How many steps at the end count; 0 for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int LastSteps
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LastSteps), value, "The steps that count are at least 0.");
    }

    /// <summary>The means over the steps that count of the last batch, constant, [steps, batch, outputs].</summary>
    /// <exception cref="InvalidOperationException">Nothing was evaluated.</exception>
    public Signal<T> Means => _means ?? throw NothingEvaluated();

    /// <summary>The gradient with respect to the stored output of the last batch; constant where it is the same at every step.</summary>
    /// <exception cref="InvalidOperationException">Nothing was evaluated.</exception>
    public Signal<T> Gradient => _gradient ?? throw NothingEvaluated();

    /// <summary>The loss of a batch whose samples belong to classes; sets <see cref="Means"/> and <see cref="Gradient"/>.</summary>
    /// <param name="output">[steps, batch, classes].</param>
    /// <param name="labels">The right class of each sample, [batch].</param>
    /// <returns>The mean over the samples; NaN or infinite if the outputs are.</returns>
    /// <exception cref="ArgumentException">As many labels as samples are needed, each one of the classes.</exception>
    public double Evaluate(Signal<T> output, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (labels.Length != output.Batch)
            throw new ArgumentException($"There are {labels.Length} labels for {output.Batch} samples.", nameof(labels));
        PrepareTargets(output);
        _targets!.Values.Clear();
        for (int sample = 0; sample < labels.Length; sample++)
        {
            if ((uint)labels[sample] >= (uint)output.Features)
                throw new ArgumentException($"Label {labels[sample]} of sample {sample} is none of the {output.Features} outputs.", nameof(labels));
            _targets.Row(0, sample)[labels[sample]] = T.One;
        }

        return Evaluate(output);
    }

    /// <summary>The loss of a batch whose samples have values to reach; sets <see cref="Means"/> and <see cref="Gradient"/>.</summary>
    /// <param name="output">[steps, batch, outputs].</param>
    /// <param name="targets">The values, [batch, outputs].</param>
    /// <returns>The mean over the samples; NaN or infinite if the outputs are.</returns>
    /// <exception cref="ArgumentException">As many values as samples have outputs are needed.</exception>
    public double EvaluateValues(Signal<T> output, ReadOnlySpan<float> targets)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (targets.Length != output.Batch * output.Features)
            throw new ArgumentException($"There are {targets.Length} values for {output.Batch} samples of {output.Features} outputs.", nameof(targets));
        PrepareTargets(output);
        for (int sample = 0; sample < output.Batch; sample++)
            TensorPrimitives.ConvertTruncating(targets.Slice(sample * output.Features, output.Features), _targets!.Row(0, sample));
        return Evaluate(output);
    }

    /// <summary>The class with the largest mean for a sample of the last batch; the first of equals.</summary>
    public int Classify(int sample) => TensorPrimitives.IndexOfMax<T>(Means.Row(0, sample));

    /// <inheritdoc/>
    public void Dispose()
    {
        _means?.Dispose();
        _gradient?.Dispose();
        _targets?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The loss of one sample, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">[outputs].</param>
    /// <param name="target">What they should be, [outputs]: for a class 1 there and 0 elsewhere.</param>
    /// <param name="gradient">To write, [outputs].</param>
    protected abstract double Evaluate(ReadOnlySpan<T> outputs, ReadOnlySpan<T> target, Span<T> gradient);

    private double Evaluate(Signal<T> output)
    {
        Match(ref _means, output);
        Match(ref _gradient, output);
        int counted = LastSteps == 0 ? output.Steps : Math.Min(LastSteps, output.Steps);
        output.SumOverSteps(Means, output.Steps - counted);
        TensorPrimitives.Multiply(Means.Values, T.One / T.CreateChecked(counted), Means.Values);
        return Timing == LossTiming.OfMean || output.IsConstant ? EvaluateMean(output, counted) : EvaluateSteps(output, counted);
    }

    private double EvaluateMean(Signal<T> output, int counted)
    {
        // Each sample has its share of the batch, each stored step its share of the mean.
        bool sameEachStep = output.IsConstant || counted == output.Steps;
        Gradient.PrepareValues(output.Steps, output.Batch, sameEachStep);
        int length = output.Batch * output.Stride, first = Gradient.StoredSteps - (sameEachStep ? 1 : counted);
        double total = 0;
        for (int sample = 0; sample < output.Batch; sample++) total += Evaluate(Means.Row(0, sample), _targets!.Row(0, sample), Gradient.Row(first, sample));
        Scale(Gradient.Values.Slice(first * length, length), output.Batch * (output.IsConstant ? 1 : counted));
        Gradient.Values[..(first * length)].Clear();
        for (int step = first + 1; step < Gradient.StoredSteps; step++)
            Gradient.Values.Slice(first * length, length).CopyTo(Gradient.Values.Slice(step * length, length));
        return total / output.Batch;
    }

    private double EvaluateSteps(Signal<T> output, int counted)
    {
        Gradient.PrepareValues(output.Steps, output.Batch);
        int length = output.Batch * output.Stride, first = output.Steps - counted;
        Gradient.Values[..(first * length)].Clear();
        double total = 0;
        for (int step = first; step < output.Steps; step++)
            for (int sample = 0; sample < output.Batch; sample++)
                total += Evaluate(output.Row(step, sample), _targets!.Row(0, sample), Gradient.Row(step, sample));
        Scale(Gradient.Values[(first * length)..], output.Batch * counted);
        return total / output.Batch / counted;
    }

    private static void Scale(Span<T> values, int shares) => TensorPrimitives.Multiply(values, T.One / T.CreateChecked(shares), values);

    private void PrepareTargets(Signal<T> output)
    {
        Match(ref _targets, output);
        _targets!.PrepareValues(1, output.Batch, constant: true);
    }

    private static void Match(ref Signal<T>? signal, Signal<T> output)
    {
        if (signal is not null && signal.Shape.Equals(output.Shape)) return;
        signal?.Dispose();
        signal = new Signal<T>(output.Shape);
    }

    private static InvalidOperationException NothingEvaluated() => new("The loss has evaluated nothing yet.");
}
