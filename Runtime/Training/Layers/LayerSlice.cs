using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuronDsl.Training;

/// <summary>
/// The part of a neuron layer's work that one call of a kernel does: some samples, all their features, all time steps. Rows are padded to
/// whole groups of 16 features. Emitted kernels read and write through it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe ref struct LayerSlice<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NeuronLayer<T>.KernelBuffers _buffers;
    private readonly T* _tape, _checkpoints, _parameterGradients;

    internal LayerSlice(NeuronLayer<T>.KernelBuffers buffers, int firstSample, int endSample, T* tape, T* checkpoints, T* parameterGradients)
    {
        _buffers = buffers;
        _tape = tape;
        _checkpoints = checkpoints;
        _parameterGradients = parameterGradients;
        (First, End) = (firstSample, endSample);
    }

    /// <summary>The first sample.</summary>
    public int First { get; }

    /// <summary>One past the last sample.</summary>
    public int End { get; }

    /// <summary>Time steps.</summary>
    public int Steps => _buffers.Steps;

    /// <summary>Solver steps within a time step.</summary>
    public int Substeps => _buffers.Substeps;

    /// <summary>Elements from one sample to the next, in every array of the layer: the features, padded.</summary>
    public nuint Stride => (nuint)_buffers.Stride;

    /// <summary>Elements from one step to the next in what varies with time: the stride times the samples.</summary>
    public nuint StepStride => (nuint)_buffers.StepStride;

    /// <summary>What dt and parameters decide, in groups of 16 neurons, [groups, uniforms, 16]; one group where it is the same for all.</summary>
    public ref T Uniforms => ref Unsafe.AsRef<T>(_buffers.Uniforms);

    /// <summary>Where the first of the uniforms of a neuron is.</summary>
    /// <param name="element">The neuron's place among samples and features.</param>
    public nuint UniformIndex(nuint element) =>
        (element % (nuint)_buffers.Stride / RowLayout.Group * (nuint)_buffers.UniformGroupStride) + (element % RowLayout.Group);

    /// <summary>States, then what else passes from step to step: the initial values, [rows, samples, Stride].</summary>
    public ref T Initial => ref Unsafe.AsRef<T>(_buffers.Initial);

    /// <summary>The values after the last step, [rows, samples, Stride].</summary>
    public ref T Final => ref Unsafe.AsRef<T>(_buffers.Final);

    /// <summary>The adjoints of states: of the final ones when the adjoint starts, of the initial ones when it ends, [states, samples, Stride].</summary>
    public ref T StateGradients => ref Unsafe.AsRef<T>(_buffers.StateGradients);

    /// <summary>Spikes, one bit a feature, [steps, samples, Stride / 16].</summary>
    public ref ushort Masks => ref Unsafe.AsRef<ushort>(_buffers.Masks);

    /// <summary>Whether spikes are sent as bits: there is no graded output, and one solver step in a time step.</summary>
    public bool SendsBits => _buffers.Masks is not null;

    /// <summary>What is sent, as numbers, [steps, samples, Stride]; its adjoint in the backward pass.</summary>
    public ref T Sent => ref Unsafe.AsRef<T>(_buffers.Sent);

    /// <summary>Elements from one step to the next of <see cref="Sent"/>: 0 where every step has the same adjoint.</summary>
    public nuint SentStepStride => (nuint)_buffers.SentStepStride;

    /// <summary>Standard normal draws, [steps, Substeps, samples, Stride] for each source.</summary>
    public ref T Noise => ref Unsafe.AsRef<T>(_buffers.Noise);

    /// <summary>Time steps that the tape holds; a pass back through more goes segment by segment.</summary>
    public int Segment => _buffers.Segment;

    /// <summary>Scratch memory for what the adjoint needs of the steps of a segment, [Segment * Substeps, rows, vectors at once, lanes].</summary>
    public ref T Tape => ref Unsafe.AsRef<T>(_tape);

    /// <summary>Scratch memory for the states where segments begin, [segments, rows, vectors at once, lanes].</summary>
    public ref T Checkpoints => ref Unsafe.AsRef<T>(_checkpoints);

    /// <summary>Whether what has a value for every step is larger than the caches and better written around them.</summary>
    public bool Streams => _buffers.Streams;

    /// <summary>The gradients of the learnable parameters, [learnable, Stride], to add to.</summary>
    public ref T ParameterGradients => ref Unsafe.AsRef<T>(_parameterGradients);

    /// <summary>What arrives at an input or a receiving state.</summary>
    /// <param name="port">Inputs, then receiving states.</param>
    public ref T Port(int port) => ref Unsafe.AsRef<T>(_buffers.Ports[port].Values);

    /// <summary>Elements from one step to the next of a port: 0 where the input is constant in time.</summary>
    public nuint PortStepStride(int port) => (nuint)_buffers.Ports[port].StepStride;

    /// <summary>Elements from one sample to the next of a port: 0 where all samples have the same.</summary>
    public nuint PortSampleStride(int port) => (nuint)_buffers.Ports[port].SampleStride;

    /// <summary>Whether the port's adjoint is wanted.</summary>
    public bool WantsGradient(int port) => _buffers.Ports[port].Gradient is not null;

    /// <summary>The adjoint of a port, laid out as the port is; summed over the steps where the input is constant.</summary>
    public ref T PortGradient(int port) => ref Unsafe.AsRef<T>(_buffers.Ports[port].Gradient);
}
