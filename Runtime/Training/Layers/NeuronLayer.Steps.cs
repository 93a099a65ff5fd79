using System;
using System.Numerics;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// The layer one time step at a time, for a layer around it whose next input depends on what these neurons sent: the same kernels over slices of
/// one step, with the states of every step kept, so that the adjoint can walk back.
/// </summary>
public abstract unsafe partial class NeuronLayer<T>
{
    private AlignedBuffer<T> _trajectory = new(0);

    /// <summary>Elements of the states of one step.</summary>
    private int CarriedLength => CarriedRows * _batch * Output.Stride;

    /// <summary>Prepares <see cref="Layer{T}.Output"/> for steps that <see cref="ForwardStep"/> writes one after the other.</summary>
    internal void BeginForwardSteps(int steps, int batch)
    {
        if (Ports.Count != 1) throw new InvalidOperationException($"{Name} has {Ports.Count} fed ports; step by step it takes one.");
        bool goesOn = GoesOn(batch);
        _batch = batch;
        if (SendsBits) Output.PrepareSpikes(steps, batch);
        else Output.PrepareValues(steps, batch);
        int stride = Output.Stride;
        (_buffers.Steps, _buffers.Stride, _buffers.StepStride) = (steps, stride, batch * stride);
        PrepareKernels();
        PrepareStates(stride);
        PrepareNoise(stride);
        if (goesOn) _final.Span[..CarriedLength].CopyTo(_initial.Span);
        AlignedBuffer<T>.Grow(ref _trajectory, checked((steps + 1) * CarriedLength));
        _initial.Span[..CarriedLength].CopyTo(_trajectory.Span);
        (_buffers.Steps, _buffers.Streams) = (1, false);
    }

    /// <summary>Carries all samples through one step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="input">[steps, batch, size], of which this step is read.</param>
    internal void ForwardStep(int step, Signal<T> input)
    {
        PointAt(step, input);
        _buffers.SentStepStride = 0;
        _buffers.Masks = SendsBits ? Output.MaskPointer + (step * Output.MaskTimeStride) : null;
        _buffers.Sent = SendsBits ? null : Output.ValuePointer + (step * Output.TimeStride);
        _forward.Run((_batch + SamplesPerPart - 1) / SamplesPerPart, Threads);
        ClearPadding(step);
    }

    /// <summary>Ends a forward pass step by step.</summary>
    internal void EndForwardSteps()
    {
        _trajectory.Span.Slice(Output.Steps * CarriedLength, CarriedLength).CopyTo(_final.Span);
        _ended = true;
    }

    /// <summary>Starts the adjoint at the end of the last step.</summary>
    internal void BeginBackwardSteps()
    {
        int stride = Output.Stride, parts = (_batch + SamplesPerPart - 1) / SamplesPerPart;
        _buffers.Masks = null;
        _buffers.SentStepStride = 0;
        AlignedBuffer<T>.Grow(ref _stateGradients, _layout.States.Count * _batch * stride);
        _stateGradients.Clear();
        _buffers.StateGradients = _stateGradients.Pointer;
        AlignedBuffer<T>.Grow(ref _parts, Math.Max(1, parts * Parameters.Count * stride));
        _parts.Clear();
        AlignedBuffer<T>.Grow(ref _tapes, parts * TapeLength);
    }

    /// <summary>Carries the adjoint back through one step, from the last to the first.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sent">The gradient of what was sent at this step, [batch, Stride].</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="inputGradient">Its gradient, of which this step is written; the padding of its rows is left undefined.</param>
    internal void BackwardStep(int step, T* sent, Signal<T> input, Signal<T> inputGradient)
    {
        PointAt(step, input);
        _feed.Backward(inputGradient, _buffers.Ports);
        foreach (ref PortFeed<T>.Port port in _buffers.Ports.AsSpan())
            if (port.Gradient is not null) port.Gradient += step * inputGradient.TimeStride;
        _buffers.Sent = sent;
        _backward.Run((_batch + SamplesPerPart - 1) / SamplesPerPart, Threads);
    }

    /// <summary>Sums the gradients of the learnable parameters.</summary>
    internal void EndBackwardSteps() => _parameters.SumGradients(_parts.Span, (_batch + SamplesPerPart - 1) / SamplesPerPart, Output.Stride);

    private void PointAt(int step, Signal<T> input)
    {
        _feed.Forward(input, _buffers.Ports, Output.Stride);
        foreach (ref PortFeed<T>.Port port in _buffers.Ports.AsSpan()) port.Values += (long)step * port.StepStride;
        _buffers.Initial = _trajectory.Pointer + ((long)step * CarriedLength);
        _buffers.Final = _buffers.Initial + CarriedLength;
        if (_layout.Noises.Count > 0) _buffers.Noise = _noise.Pointer + ((long)step * _layout.Noises.Count * Substeps * _batch * Output.Stride);
    }

    private void ClearPadding(int step)
    {
        int stride = Output.Stride;
        if (stride == _size) return;
        if (SendsBits)
        {
            ushort valid = (ushort)((1 << (_size % RowLayout.Group)) - 1);
            for (int sample = 0; sample < _batch; sample++)
                _buffers.Masks[(sample * Output.MaskStride) + Output.MaskStride - 1] &= valid;
        }
        else
        {
            for (int sample = 0; sample < _batch; sample++) new Span<T>(_buffers.Sent + (sample * stride) + _size, stride - _size).Clear();
        }
    }
}
