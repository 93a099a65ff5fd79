using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// Leads a layer's input to the inputs and receiving states of its neurons, its ports. One fed port takes the input as it lies; several take a
/// block of features each, copied so that every block starts on a vector's boundary. An input that is fed nothing keeps the
/// prototype's value, a receiving state that is fed nothing receives nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PortFeed<T>(NeuronLayout layout, IReadOnlyList<string> fed, int size, T[] unfed) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Signal<T>> _blocks = [], _gradients = [];
    private AlignedBuffer<T> _constants = new(0);

    /// <summary>Points the ports at what arrives at them.</summary>
    /// <param name="input">[steps, batch, fed * size].</param>
    /// <param name="ports">Inputs, then receiving states; overwritten.</param>
    /// <param name="stride">Elements from one sample to the next in the layer.</param>
    public void Forward(Signal<T> input, Port[] ports, int stride)
    {
        PrepareConstants(stride);
        for (int k = 0; k < ports.Length; k++)
        {
            bool isInput = k < layout.Inputs.Count;
            int block = BlockOf(isInput ? layout.Inputs[k] : layout.Receiving[k - layout.Inputs.Count]);
            if (block < 0)
            {
                // The last row is zero, for receiving states.
                ports[k] = new Port { Values = _constants.Pointer + ((isInput ? k : layout.Inputs.Count) * stride) };
                continue;
            }

            Signal<T> source = fed.Count == 1 ? input : Extract(input, block);
            ports[k] = new Port { Values = source.ValuePointer, StepStride = source.TimeStride, SampleStride = stride, Block = block + 1 };
        }
    }

    /// <summary>Points the ports at where their gradients go; null where none is wanted.</summary>
    public void Backward(Signal<T>? gradient, Port[] ports)
    {
        foreach (ref Port port in ports.AsSpan())
        {
            port.Gradient = null;
            if (gradient is null || port.Block == 0) continue;
            Signal<T> target = fed.Count == 1 ? gradient : At(_gradients, port.Block - 1);
            if (fed.Count > 1) target.PrepareValues(gradient.Steps, gradient.Batch, gradient.IsConstant);
            port.Gradient = target.ValuePointer;
        }
    }

    /// <summary>Brings the gradients of several ports together, and clears the padding of one.</summary>
    public void Collect(Signal<T> gradient)
    {
        for (int block = 0; fed.Count > 1 && block < fed.Count; block++)
        {
            Signal<T> part = _gradients[block];
            for (int row = 0; row < part.Rows; row++)
            {
                part.Values.Slice(row * part.Stride, size).CopyTo(gradient.Values.Slice((row * gradient.Stride) + (block * size), size));
            }
        }

        int padding = gradient.Stride - gradient.Features;
        for (int row = 0; fed.Count == 1 && padding > 0 && row < gradient.Rows; row++)
        {
            gradient.Values.Slice((row * gradient.Stride) + gradient.Features, padding).Clear();
        }
    }

    public void Dispose()
    {
        _constants.Dispose();
        foreach (Signal<T> signal in _blocks.Concat(_gradients)) signal.Dispose();
    }

    private void PrepareConstants(int stride)
    {
        int length = (layout.Inputs.Count + 1) * stride;
        if (_constants.Length == length) return;
        _constants.Dispose();
        _constants = new AlignedBuffer<T>(length);
        for (int k = 0; k < unfed.Length; k++) _constants.Span.Slice(k * stride, stride).Fill(unfed[k]);
    }

    private int BlockOf(string port)
    {
        for (int i = 0; i < fed.Count; i++)
        {
            if (fed[i] == port) return i;
        }

        return -1;
    }

    private Signal<T> Extract(Signal<T> input, int block)
    {
        Signal<T> part = At(_blocks, block);
        part.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        for (int row = 0; row < input.Rows; row++)
        {
            input.Values.Slice((row * input.Stride) + (block * size), size).CopyTo(part.Values.Slice(row * part.Stride, size));
        }

        return part;
    }

    private Signal<T> At(List<Signal<T>> signals, int index)
    {
        while (signals.Count <= index) signals.Add(new Signal<T>(size));
        return signals[index];
    }

    /// <summary>One input or receiving state: where its values lie, and where its gradient goes.</summary>
    internal struct Port
    {
        public T* Values, Gradient;

        /// <summary>Elements from one step, or one sample, to the next; 0 where all have the same.</summary>
        public int StepStride, SampleStride;

        /// <summary>Which block of the layer's input it takes, counted from 1; 0 where it is fed nothing.</summary>
        public int Block;
    }
}
