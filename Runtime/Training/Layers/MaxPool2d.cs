using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// The largest value of each window: of spikes, whether one spikes, so that what is binary stays binary. The gradient goes to the first of the
/// largest, in reading order. NaN counts as largest.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe class MaxPool2d<T> : Pool2d<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int WordBits = 64;

    private readonly RowLoop _forward, _backward;
    private Signal<T>? _input, _outputGradient;
    private T* _values, _gradient;
    private bool _pooledSpikes, _halvesSpikes;

    /// <summary>A layer that takes the largest.</summary>
    /// <param name="kernel">Pixels of a side of the window.</param>
    /// <param name="stride">Pixels from one window to the next; left out, as many as the window has.</param>
    public MaxPool2d(int kernel, int? stride = null)
        : base(kernel, stride) => (_forward, _backward) = (new RowLoop(ForwardRows), new RowLoop(BackwardRows));

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _pooledSpikes = input.HasSpikes && Kernel <= WordBits;
        if (_pooledSpikes)
        {
            Output.PrepareSpikes(input.Steps, input.Batch, input.IsConstant);
        }
        else
        {
            Output.PrepareValues(input.Steps, input.Batch, input.IsConstant);
            _values = input.ValuePointer;
        }

        _forward.Run(input.Rows, Threads);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        var input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        if (!NeedsInputGradient) return null;
        _outputGradient = outputGradient;
        _gradient = outputGradient.ValuePointer;
        InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _halvesSpikes = typeof(T) == typeof(float) && _pooledSpikes && Kernel == 2 && Stride == 2 && Windows.Width <= WordBits;
        _values = _halvesSpikes ? null : input.ValuePointer;
        _backward.Run(input.Rows, Threads);
        return InputGradient;
    }

    private void ForwardRows(int part, int first, int end)
    {
        var input = _input!;
        for (int row = first; row < end; row++)
        {
            if (_pooledSpikes) PoolSpikes(input.MaskPointer + (long)row * input.MaskStride, Output.MaskPointer + (long)row * Output.MaskStride);
            else PoolValues(_values + (long)row * input.Stride, Output.ValuePointer + (long)row * Output.Stride);
        }
    }

    private void PoolValues(T* input, T* output)
    {
        var windows = Windows;
        for (int channel = 0; channel < windows.Channels; channel++, input += windows.Pixels)
            for (int y = 0; y < windows.OutHeight; y++)
                for (int x = 0; x < windows.OutWidth; x++) *output++ = input[IndexOfLargest(input, (y * Stride * windows.Width) + (x * Stride))];
    }

    private int IndexOfLargest(T* image, int start)
    {
        int best = start;
        for (int row = 0; row < Kernel; row++, start += Windows.Width)
            for (int i = start; i < start + Kernel; i++)
                if (image[i] > image[best] || T.IsNaN(image[i])) best = i;
        return best;
    }

    // Whole rows of pixels at a time: or the rows of the windows, then the pixels of each row, and keep every stride-th bit.
    private void PoolSpikes(ushort* input, ushort* output)
    {
        var windows = Windows;
        new Span<ushort>(output, Output.MaskStride).Clear();
        int target = 0, perWord = (WordBits - Kernel) / Stride + 1;
        for (int channel = 0; channel < windows.Channels; channel++)
        {
            int image = channel * windows.Pixels;
            for (int y = 0; y < windows.OutHeight; y++)
            {
                for (int x = 0; x < windows.OutWidth; x += perWord)
                {
                    int count = Math.Min(perWord, windows.OutWidth - x), width = (count - 1) * Stride + Kernel;
                    ulong any = 0;
                    for (int row = 0; row < Kernel; row++)
                        any |= SpikeBits.Read(input, image + (y * Stride + row) * windows.Width + x * Stride, width);
                    ulong spread = any;
                    for (int column = 1; column < Kernel; column++) spread |= any >> column;
                    SpikeBits.Or(output, target, EveryStride(spread, count));
                    target += count;
                }
            }
        }
    }

    private ulong EveryStride(ulong bits, int count)
    {
        if (Stride == 1) return bits & (ulong.MaxValue >> (WordBits - count));
        if (Stride == 2 && Bmi2.X64.IsSupported)
            return Bmi2.X64.ParallelBitExtract(bits, 0x5555555555555555) & (ulong.MaxValue >> (WordBits - count));
        ulong kept = 0;
        for (int i = 0; i < count; i++) kept |= ((bits >> (i * Stride)) & 1) << i;
        return kept;
    }

    private void BackwardRows(int part, int first, int end)
    {
        var windows = Windows;
        for (int row = first; row < end; row++)
        {
            if (_halvesSpikes)
            {
                HalveSpikes(
                    _input!.MaskPointer + (long)row * _input.MaskStride, (float*)_gradient + _outputGradient!.RowOffset(row),
                    (float*)InputGradient.ValuePointer + (long)row * InputGradient.Stride);
                continue;
            }

            T* input = _values + (long)row * InputGradient.Stride, target = InputGradient.ValuePointer + (long)row * InputGradient.Stride;
            T* gradient = _gradient + _outputGradient!.RowOffset(row);
            new Span<T>(target, InputGradient.Stride).Clear();
            for (int channel = 0; channel < windows.Channels; channel++, input += windows.Pixels, target += windows.Pixels)
                for (int y = 0; y < windows.OutHeight; y++)
                    for (int x = 0; x < windows.OutWidth; x++)
                        target[IndexOfLargest(input, (y * Stride * windows.Width) + (x * Stride))] += *gradient++;
        }
    }

    // Windows of 2x2 over spikes, a row of them at a time: of each the first spike, or without any the first pixel, takes the gradient.
    private void HalveSpikes(ushort* input, float* gradient, float* target)
    {
        const ulong First = 0x5555555555555555;
        var windows = Windows;
        int width = windows.Width, pairs = 2 * windows.OutWidth;
        for (int row = 0; row < windows.Channels * windows.Height; row++)
        {
            // A last row or column that fills no window has no gradient.
            float* below = target + width;
            if (row % windows.Height + 1 == windows.Height)
            {
                new Span<float>(target, width).Clear();
                target = below;
                continue;
            }

            ulong a = SpikeBits.Read(input, row * width, width), b = a >> 1 & First;
            ulong c = SpikeBits.Read(input, ++row * width, width), d = c >> 1 & First;
            a &= First;
            c &= First;
            ulong takesA = a | (First & ~(a | b | c | d)), takesB = b & ~a, takesC = c & ~(a | b), takesD = d & ~(a | b | c);
            ulong upper = takesA | takesB << 1, lower = takesC | takesD << 1;
            int x = 0;
            for (; pairs >= 16 && x < pairs; x += 16)
            {
                // The last vector may lie over the one before.
                int at = Math.Min(x, pairs - 16);
                var twice = Twice(gradient + at / 2);
                (twice & LaneMask.Vector512Single(upper >> at)).Store(target + at);
                (twice & LaneMask.Vector512Single(lower >> at)).Store(below + at);
            }

            for (; x < pairs; x++)
            {
                float value = gradient[x / 2];
                target[x] = (upper >> x & 1) != 0 ? value : 0;
                below[x] = (lower >> x & 1) != 0 ? value : 0;
            }

            for (x = pairs; x < width; x++) target[x] = below[x] = 0;
            gradient += windows.OutWidth;
            target = below + width;
        }
    }

    private static Vector512<float> Twice(float* values)
    {
        var eight = Vector256.Load(values);
        return Vector512.Create(
            Vector256.Shuffle(eight, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)), Vector256.Shuffle(eight, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)));
    }
}
