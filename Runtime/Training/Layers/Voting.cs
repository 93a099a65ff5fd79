using System;
using System.Globalization;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Neighbouring neurons vote for a class: the mean of each group of features (Fang et al., ICCV 2021, section 4.2, ten neurons a class).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Voting<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _votes;
    private Signal<T>? _input;

    /// <summary>A layer that counts votes.</summary>
    /// <param name="votes">Features of a group.</param>
    public Voting(int votes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(votes, 1);
        _votes = votes;
    }

    /// <inheritdoc/>
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{_votes} votes a class");

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        T share = T.One / T.CreateChecked(_votes);
        for (int step = 0; step < input.StoredSteps; step++)
        {
            for (int sample = 0; sample < input.Batch; sample++)
            {
                Span<T> votes = input.Row(step, sample), classes = Output.Row(step, sample);
                for (int c = 0; c < classes.Length; c++)
                {
                    T sum = T.Zero;
                    foreach (T vote in votes.Slice(c * _votes, _votes)) sum += vote;
                    classes[c] = sum * share;
                }
            }
        }

        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (_input is null) throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        if (!NeedsInputGradient) return null;

        // Linear: a gradient that is the same at every step stays so.
        InputGradient.PrepareValues(outputGradient.Steps, outputGradient.Batch, outputGradient.IsConstant);
        T share = T.One / T.CreateChecked(_votes);
        for (int step = 0; step < outputGradient.StoredSteps; step++)
        {
            for (int sample = 0; sample < outputGradient.Batch; sample++)
            {
                Span<T> votes = InputGradient.Row(step, sample), classes = outputGradient.Row(step, sample);
                for (int c = 0; c < classes.Length; c++) votes.Slice(c * _votes, _votes).Fill(classes[c] * share);
            }
        }

        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Size % _votes != 0) throw new ShapeException($"{Name} takes whole groups of {_votes} features, but is given {input}.");
        return input.Size / _votes;
    }
}
