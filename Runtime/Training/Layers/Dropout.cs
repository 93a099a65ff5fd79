using System;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// In training, silences features at random, each sample its own, the same at all steps, and scales the others so that the mean stays
/// (Srivastava et al., JMLR 15, 2014; one mask for all steps as in Fang et al., ICCV 2021). Otherwise it passes its input on.
/// </summary>
/// <remarks>What is silent depends on the draw, which is another for each layer, the sample's place in the batch and the feature.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public class Dropout<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _probability;
    private Signal<T>? _factors, _input;
    private bool _active;

    /// <summary>A layer that silences.</summary>
    /// <param name="probability">Of silence, in [0, 1).</param>
    public Dropout(double probability = 0.5)
    {
        if (!(probability is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability of silence is at least 0 and below 1.");
        _probability = probability;
    }

    /// <inheritdoc/>
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{100 * _probability:0.#} % silent in training");

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _active = training && _probability > 0;
        if (!_active) return input;
        DrawFactors(input.Batch);
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        Multiply(input, Output);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (_input is null) throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        if (!_active || !NeedsInputGradient) return NeedsInputGradient ? outputGradient : null;
        InputGradient.PrepareValues(outputGradient.Steps, outputGradient.Batch, outputGradient.IsConstant);
        Multiply(outputGradient, InputGradient);
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        _factors = new Signal<T>(input);
        return input;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _factors?.Dispose();
        base.Dispose(disposing);
    }

    private void DrawFactors(int batch)
    {
        var factors = _factors!;
        factors.PrepareValues(1, batch, constant: true);
        T kept = T.CreateTruncating(1 / (1 - _probability));
        ulong silent = (ulong)Math.ScaleB(_probability, 64);
        for (int sample = 0; sample < batch; sample++)
        {
            ulong sampleKey = RandomStream.Combine(Draw, (ulong)sample);
            var row = factors.Row(0, sample);
            for (int i = 0; i < row.Length; i++) row[i] = RandomStream.Combine(sampleKey, (ulong)i) < silent ? T.Zero : kept;
        }

        Draw++;
    }

    private void Multiply(Signal<T> from, Signal<T> to)
    {
        var factors = _factors!.Values;
        int length = factors.Length;
        for (int step = 0; step < from.StoredSteps; step++)
            TensorPrimitives.Multiply(from.Values.Slice(step * length, length), factors, to.Values.Slice(step * length, length));
    }
}
