using System;
using System.Numerics;

namespace NeuronDsl.Training;

/// <summary>The mean of each window.</summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe class AveragePool2d<T> : Pool2d<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RowLoop _forward, _backward;
    private Signal<T>? _input, _outputGradient;
    private T* _from, _to;
    private readonly T _share;

    /// <summary>A layer that takes the mean.</summary>
    /// <param name="kernel">Pixels of a side of the window.</param>
    /// <param name="stride">Pixels from one window to the next; left out, as many as the window has.</param>
    public AveragePool2d(int kernel, int? stride = null)
        : base(kernel, stride)
    {
        (_forward, _backward) = (new RowLoop(ForwardRows), new RowLoop(BackwardRows));
        _share = T.One / T.CreateChecked(kernel * kernel);
    }

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _from = input.ValuePointer;
        _to = Output.ValuePointer;
        _forward.Run(input.Rows, Threads);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        if (!NeedsInputGradient) return null;

        // Linear: a gradient that is the same at every step stays so.
        _outputGradient = outputGradient;
        InputGradient.PrepareValues(input.Steps, input.Batch, outputGradient.IsConstant);
        _from = outputGradient.ValuePointer;
        _to = InputGradient.ValuePointer;
        _backward.Run(InputGradient.Rows, Threads);
        return InputGradient;
    }

    private void ForwardRows(int part, int first, int end)
    {
        var windows = Windows;
        for (int row = first; row < end; row++)
        {
            T* image = _from + (long)row * _input!.Stride, target = _to + (long)row * Output.Stride;
            for (int channel = 0; channel < windows.Channels; channel++, image += windows.Pixels)
                for (int y = 0; y < windows.OutHeight; y++)
                    for (int x = 0; x < windows.OutWidth; x++) *target++ = SumOf(image + (y * Stride * windows.Width) + (x * Stride)) * _share;
        }
    }

    private T SumOf(T* window)
    {
        T sum = T.Zero;
        for (int row = 0; row < Kernel; row++, window += Windows.Width)
            for (int i = 0; i < Kernel; i++) sum += window[i];
        return sum;
    }

    private void BackwardRows(int part, int first, int end)
    {
        var windows = Windows;
        for (int row = first; row < end; row++)
        {
            T* gradient = _from + (long)row * _outputGradient!.Stride, image = _to + (long)row * InputGradient.Stride;
            new Span<T>(image, InputGradient.Stride).Clear();
            for (int channel = 0; channel < windows.Channels; channel++, image += windows.Pixels)
                for (int y = 0; y < windows.OutHeight; y++)
                    for (int x = 0; x < windows.OutWidth; x++) Spread(image + (y * Stride * windows.Width) + (x * Stride), *gradient++ * _share);
        }
    }

    private void Spread(T* window, T share)
    {
        for (int row = 0; row < Kernel; row++, window += Windows.Width)
            for (int i = 0; i < Kernel; i++) window[i] += share;
    }
}
