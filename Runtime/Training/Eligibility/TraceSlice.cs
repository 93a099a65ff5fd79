using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuronDsl.Training;

/// <summary>
/// What one call of an eligibility kernel works on. Rows are padded to whole groups of 16. What synapses read lies in tiles, [sample, group of 16, step of
/// the window, row, 16], so that a kernel that goes through time reads memory in its order; what a matrix product reads lies in its rows. Emitted kernels
/// read and write through it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe ref struct TraceSlice<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EligibleNeurons<T>.KernelBuffers _buffers;

    internal TraceSlice(EligibleNeurons<T>.KernelBuffers buffers, int first, int end)
    {
        _buffers = buffers;
        (First, End) = ((nuint)first, (nuint)end);
    }

    /// <summary>The first sample; of the synapses' kernels the first feature.</summary>
    public nuint First { get; }

    /// <summary>One past the last.</summary>
    public nuint End { get; }

    /// <summary>Samples.</summary>
    public nuint Samples => (nuint)_buffers.Samples;

    /// <summary>Steps of the window that are to be carried out.</summary>
    public nuint Steps => (nuint)_buffers.Steps;

    /// <summary>Neurons, padded.</summary>
    public nuint Stride => (nuint)_buffers.Stride;

    /// <summary>Elements of a row of all samples' neurons.</summary>
    public nuint StepStride => (nuint)(_buffers.Samples * _buffers.Stride);

    /// <summary>Presynaptic neurons, a multiple of 4.</summary>
    public nuint Inputs => (nuint)_buffers.Inputs;

    /// <summary>Presynaptic neurons, padded.</summary>
    public nuint InputStride => (nuint)_buffers.InputStride;

    /// <summary>Whether what synapses carry has bounds.</summary>
    public bool IsBounded => _buffers.IsBounded;

    /// <summary>What remains of a filtered trace after one step.</summary>
    public T Kappa => _buffers.Kappa;

    /// <summary>What dt and parameters decide, [uniforms, Stride].</summary>
    public ref T Uniforms => ref Unsafe.AsRef<T>(_buffers.Uniforms);

    /// <summary>States, then what else passes from step to step, [rows, Samples, Stride].</summary>
    public ref T Carried => ref Unsafe.AsRef<T>(_buffers.Carried);

    /// <summary>What is sent in this step, [Samples, Stride].</summary>
    public ref T Sent => ref Unsafe.AsRef<T>(_buffers.Sent);

    /// <summary>Standard normal draws of this step, [sources, Samples, Stride].</summary>
    public ref T Noise => ref Unsafe.AsRef<T>(_buffers.Noise);

    /// <summary>What synapses need of postsynaptic neurons, in tiles.</summary>
    public ref T Coefficients => ref Unsafe.AsRef<T>(_buffers.Coefficients);

    /// <summary>What synapses need of presynaptic neurons: in tiles where synapses carry traces, else [rows, window, Samples, InputStride].</summary>
    public ref T Traces => ref Unsafe.AsRef<T>(_buffers.Traces);

    /// <summary>The learning signal of each postsynaptic neuron: in tiles of one row where synapses carry traces, else [window, Samples, Stride].</summary>
    public ref T Learning => ref Unsafe.AsRef<T>(_buffers.Learning);

    /// <summary>What each presynaptic trace is to be multiplied by, [rows, window, Samples, Stride].</summary>
    public ref T Signals => ref Unsafe.AsRef<T>(_buffers.Signals);

    /// <summary>What a trace of each state may come to when it is carried to the next step, [states].</summary>
    public ref T Bounds => ref Unsafe.AsRef<T>(_buffers.Bounds);

    /// <summary>What presynaptic neurons send, [window, Samples, InputStride].</summary>
    public ref T Presynaptic => ref Unsafe.AsRef<T>(_buffers.Presynaptic);

    /// <summary>What presynaptic neurons carry, [rows, Samples, InputStride].</summary>
    public ref T CarriedTraces => ref Unsafe.AsRef<T>(_buffers.CarriedTraces);

    /// <summary>What synapses carry, their traces and the filtered eligibility, [Samples, rows, InputStride, Stride].</summary>
    public ref T Synapses => ref Unsafe.AsRef<T>(_buffers.Synapses);

    /// <summary>The gradient of the weights, [InputStride, Stride], to add to.</summary>
    public ref T Gradient => ref Unsafe.AsRef<T>(_buffers.Gradient);

    /// <summary>What arrives at an input or a receiving state, [Samples, Stride].</summary>
    /// <param name="port">Inputs, then receiving states.</param>
    public ref T Port(int port) => ref Unsafe.AsRef<T>(_buffers.Ports[port]);

    /// <summary>Where a sample's features have their coefficients of this step.</summary>
    public nuint TileOf(nuint sample, nuint feature) => TileStart(sample, feature) + ((nuint)(_buffers.Step * _buffers.CoefficientRows) * 16);

    /// <summary>Where a sample's features have their coefficients of the window's first step.</summary>
    public nuint TileStart(nuint sample, nuint feature) => (Tile(sample, feature, Stride) * (nuint)_buffers.CoefficientRows * 16) + (feature % 16);

    /// <summary>Where a sample's features have their learning signal of the window's first step.</summary>
    public nuint LearningStart(nuint sample, nuint feature) => (Tile(sample, feature, Stride) * 16) + (feature % 16);

    /// <summary>Where a sample's presynaptic neurons have their traces of the window's first step.</summary>
    public nuint TraceStart(nuint sample, nuint input) => _buffers.Synapses is null
        ? (sample * InputStride) + input
        : (Tile(sample, input, InputStride) * (nuint)_buffers.TraceRows * 16) + (input % 16);

    /// <summary>How far a trace is from the same of the next step.</summary>
    public nuint TraceStepStride => _buffers.Synapses is null ? Samples * InputStride : (nuint)_buffers.TraceRows * 16;

    /// <summary>How far a trace is from the next one of the same step.</summary>
    public nuint TraceRowStride => _buffers.Synapses is null ? (nuint)_buffers.Window * Samples * InputStride : 16;

    /// <summary>How far a signal is from that of the next trace.</summary>
    public nuint SignalRowStride => (nuint)_buffers.Window * StepStride;

    private nuint Tile(nuint sample, nuint column, nuint stride) => (((sample * stride) / 16) + (column / 16)) * (nuint)_buffers.Window;
}
