using System;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>What the readout of a network shall say in every step.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class OnlineTargets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected OnlineTargets(int steps, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (Steps, Samples) = (steps, samples);
    }

    /// <summary>Steps.</summary>
    public int Steps { get; }

    /// <summary>Samples.</summary>
    public int Samples { get; }

    /// <summary>Frames that count: those with a target.</summary>
    public abstract int Frames { get; }

    /// <summary>A class for each frame, -1 where there is none: cross-entropy of the softmax.</summary>
    /// <param name="labels">[steps, samples].</param>
    /// <param name="steps">Steps.</param>
    /// <param name="samples">Samples.</param>
    /// <exception cref="ArgumentException">The labels are not as many, or none is a class.</exception>
    public static OnlineTargets<T> Classes(ReadOnlyMemory<int> labels, int steps, int samples) => new ClassTargets<T>(labels, steps, samples);

    /// <summary>A value for each output: half the squared difference, summed over outputs.</summary>
    /// <param name="values">[steps, samples, outputs]; NaN where nothing is asked.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="outputs">Outputs.</param>
    /// <exception cref="ArgumentException">The values are not as many, or none is asked.</exception>
    public static OnlineTargets<T> Values(ReadOnlyMemory<T> values, int steps, int samples, int outputs) => new ValueTargets<T>(values, steps, samples, outputs);

    /// <summary>Refuses inputs that are not [steps, samples, inputs] or not numbers: a NaN would silence neurons and show in the gradient alone.</summary>
    /// <exception cref="ArgumentException">They are not as many, or one is not finite.</exception>
    internal void CheckInputs(ReadOnlySpan<T> inputs, int perStep)
    {
        if (inputs.Length != (long)Steps * Samples * perStep)
            throw new ArgumentException($"{Steps} steps of {Samples} samples with {perStep} inputs need {(long)Steps * Samples * perStep} values, but there are {inputs.Length}.", nameof(inputs));
        if (T.IsFinite(TensorPrimitives.SumOfMagnitudes(inputs))) return;
        for (int k = 0; k < inputs.Length; k++)
        {
            (int row, int input) = Math.DivRem(k, perStep);
            if (!T.IsFinite(inputs[k])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Input {input} of step {row / Samples} of sample {row % Samples} is {inputs[k]}."), nameof(inputs));
        }
    }

    /// <summary>A frame's loss as <see cref="Judge"/> has it.</summary>
    /// <exception cref="TrainingDivergedException">It is not finite.</exception>
    internal double LossOf(int step, int sample, ReadOnlySpan<T> outputs, Span<T> error)
    {
        double loss = Judge(step, sample, outputs, error);
        return double.IsFinite(loss) ? loss : throw new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture, $"Step {step} of sample {sample}: the loss is {loss}."));
    }

    /// <summary>The loss of one frame, and its derivative by the readout's sums.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="outputs">The readout's sums.</param>
    /// <param name="error">The derivative, to be written; zero where there is no target.</param>
    protected abstract double Judge(int step, int sample, ReadOnlySpan<T> outputs, Span<T> error);

    /// <summary>Whether the readout is right about a frame; null where there is no target or it has no classes.</summary>
    internal abstract bool? IsRight(int step, int sample, ReadOnlySpan<T> outputs);
}

/// <inheritdoc/>
internal sealed class ClassTargets<T> : OnlineTargets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<int> _labels;

    public ClassTargets(ReadOnlyMemory<int> labels, int steps, int samples)
        : base(steps, samples)
    {
        if (labels.Length != steps * samples) throw new ArgumentException($"{steps} steps of {samples} samples need {steps * samples} labels, but there are {labels.Length}.", nameof(labels));
        _labels = labels;
        foreach (int label in labels.Span) Frames += label >= 0 ? 1 : 0;
        if (Frames == 0) throw new ArgumentException("No frame has a label.", nameof(labels));
    }

    public override int Frames { get; }

    protected override double Judge(int step, int sample, ReadOnlySpan<T> outputs, Span<T> error)
    {
        int label = Label(step, sample, outputs.Length);
        error.Clear();
        if (label < 0) return 0;
        T most = outputs[0], sum = T.Zero;
        foreach (T output in outputs) most = T.Max(most, output);
        for (int k = 0; k < outputs.Length; k++)
        {
            error[k] = T.Exp(outputs[k] - most);
            sum += error[k];
        }

        for (int k = 0; k < outputs.Length; k++) error[k] /= sum;
        error[label] -= T.One;
        return double.CreateTruncating(most + T.Log(sum) - outputs[label]);
    }

    internal override bool? IsRight(int step, int sample, ReadOnlySpan<T> outputs)
    {
        int label = Label(step, sample, outputs.Length), best = 0;
        if (label < 0) return null;
        for (int k = 1; k < outputs.Length; k++) best = outputs[k] > outputs[best] ? k : best;
        return best == label;
    }

    private int Label(int step, int sample, int outputs)
    {
        int label = _labels.Span[(step * Samples) + sample];
        return label < outputs ? label : throw new ArgumentException($"The label of step {step} of sample {sample} is {label}, but there are {outputs} outputs.");
    }
}

/// <inheritdoc/>
internal sealed class ValueTargets<T> : OnlineTargets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<T> _values;
    private readonly int _outputs;

    public ValueTargets(ReadOnlyMemory<T> values, int steps, int samples, int outputs)
        : base(steps, samples)
    {
        if (values.Length != steps * samples * outputs)
            throw new ArgumentException($"{steps} steps of {samples} samples with {outputs} outputs need {steps * samples * outputs} values, but there are {values.Length}.", nameof(values));
        (_values, _outputs) = (values, outputs);
        for (int row = 0; row < steps * samples; row++) Frames += values.Span.Slice(row * outputs, outputs).IndexOfAnyExcept(T.NaN) >= 0 ? 1 : 0;
        if (Frames == 0) throw new ArgumentException("No frame has a value.", nameof(values));
    }

    public override int Frames { get; }

    protected override double Judge(int step, int sample, ReadOnlySpan<T> outputs, Span<T> error)
    {
        if (outputs.Length != _outputs) throw new ArgumentException($"The targets have {_outputs} outputs, the readout {outputs.Length}.");
        ReadOnlySpan<T> wanted = _values.Span.Slice(((step * Samples) + sample) * _outputs, _outputs);
        T loss = T.Zero;
        for (int k = 0; k < _outputs; k++)
        {
            T difference = outputs[k] - wanted[k];
            error[k] = T.IsNaN(wanted[k]) ? T.Zero : difference;
            loss += error[k] * error[k];
        }

        return double.CreateTruncating(loss) / 2;
    }

    internal override bool? IsRight(int step, int sample, ReadOnlySpan<T> outputs) => null;
}
