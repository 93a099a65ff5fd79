using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Data;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// A layer of neurons, each sample with states of its own: [steps, batch, size] in, what the neurons send out. The forward pass keeps the
/// states in registers over all steps; the backward pass computes them again and applies the exact adjoint of the discretised step, the
/// spike by its surrogate. Generated classes add the arithmetic.
/// </summary>
/// <remarks>
/// A prototype's parameters must not be NaN. What flows through is not looked at: NaN or infinity in the input, or in a parameter that learning spoilt, passes into the
/// states of that neuron and sample alone, which fires no more, as no comparison with NaN holds, and into its gradients and with them into weights. The trainer
/// stops there and says which layer is the first to give NaN.
/// </remarks>
/// <typeparam name="T">float or double: the type of the neuron's members.</typeparam>
public abstract unsafe partial class NeuronLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Samples of one part of the work: fixed, so that sums over samples are made of the same terms for any number of threads.
    private const int SamplesPerPart = 16;

    // The tape of a segment of steps stays in the second-level cache; what is larger than most of the third is written around it.
    private const int TapeBytes = 128 << 10, StreamedBytes = 16 << 20;

    private readonly NeuronLayout _layout;
    private readonly Shape _shape;
    private readonly int _size;
    private readonly Solver _solver;
    private readonly T[] _initialStates;
    private readonly PortFeed<T> _feed;
    private readonly bool _above;
    private readonly NeuronParameters<T> _parameters;
    private readonly NeuronParameters<T>.Preparation _prepare;
    private readonly KernelBuffers _buffers;
    private readonly ParallelLoop _forward, _backward;
    private AlignedBuffer<T> _initial = new(0), _final = new(0), _stateGradients = new(0), _tapes = new(0), _parts = new(0), _noise = new(0);
    private Signal<T>? _input;
    private VectorWidth _width = VectorWidths.Best;
    private int _batch;
    private bool _ended, _continued;

    /// <summary>A layer of equal neurons.</summary>
    /// <param name="layout">What the neuron consists of.</param>
    /// <param name="options">Size, time step, solver and sharing.</param>
    /// <param name="parameters">The prototype's parameters, [parameters].</param>
    /// <param name="states">The prototype's states, [states].</param>
    /// <param name="inputs">The prototype's inputs, [inputs].</param>
    /// <param name="above">Whether the spike condition holds on the initial state.</param>
    /// <exception cref="ArgumentException">A parameter is NaN, or the neuron does not declare the solver or a port.</exception>
    protected NeuronLayer(NeuronLayout layout, NeuronLayerOptions<T> options, T[] parameters, T[] states, T[] inputs, bool above)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Substeps, 1, "substeps");
        TimeStepGuard.Check(options.Dt);
        (_layout, _shape, _size, Dt, Substeps) = (layout, options.Shape, options.Shape.Size, options.Dt, options.Substeps);
        _solver = layout.ChooseForTraining(options.Solver);
        (_initialStates, _above) = (states, above);
        Ports = ChoosePorts(layout, options.Ports);
        _feed = new PortFeed<T>(layout, Ports, _size, inputs);
        _parameters = new NeuronParameters<T>(layout, _shape, parameters, options.Sharing);
        _prepare = Prepare;
        _buffers = new KernelBuffers { Ports = new PortFeed<T>.Port[layout.Inputs.Count + layout.Receiving.Count], Substeps = options.Substeps };
        (_forward, _backward) = (new ParallelLoop(ForwardPart), new ParallelLoop(BackwardPart));
    }

    /// <summary>The time step.</summary>
    public T Dt { get; }

    /// <summary>Solver steps within a time step; the spike condition is tested after each, and what is sent adds up.</summary>
    public int Substeps { get; }

    /// <summary>The solver; <see cref="Solver.None"/> for a map in discrete time.</summary>
    public Solver Solver => _solver;

    /// <summary>The vectors to compute with; every width gives the same bits. Layers have no scalar form.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor does not have them.</exception>
    public VectorWidth VectorWidth
    {
        get => _width;
        set => _width = VectorWidths.IsSupported(value) ? value : throw new PlatformNotSupportedException($"This processor has no vectors of the width {value}; its widest are {VectorWidths.Best}.");
    }

    /// <summary>What the layer's input is fed to: names of inputs or receiving states. With several, the features are as many blocks.</summary>
    public IReadOnlyList<string> Ports { get; }

    /// <summary>What the neuron is; its values are the class's, those of this layer are <see cref="ParameterOf"/>.</summary>
    internal NeuronDescription Description => _layout.Describe();

    /// <summary>The seed of the noise, if the neuron has any; every forward pass draws anew.</summary>
    public ulong NoiseSeed { get; set; }

    /// <inheritdoc/>
    public override string Name => _layout.Name;

    /// <inheritdoc/>
    public override Shape? DeclaredInput => Ports.Count == 1 ? _shape : Ports.Count * _size;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => _parameters.Learnable;

    /// <inheritdoc/>
    public override string? Note => $"{(_solver == Solver.None ? "map" : _solver.ToString())}, dt {Dt}{(Substeps > 1 ? $" in {Substeps} steps" : "")}";

    /// <summary>The longest segment of a pass back; tests make it shorter than the tape does.</summary>
    internal int MostTapeSteps { get; set; } = int.MaxValue;

    /// <summary>Rows that pass from step to step: the states, the refractory count, the crossing flag.</summary>
    private int CarriedRows => _layout.States.Count + (_layout.IsRefractory ? 1 : 0) + (_layout.CountsCrossings ? 1 : 0);

    /// <summary>Learnable parameters start at the prototype's values; there is nothing random.</summary>
    public override void Initialize(ulong seed) => _parameters.Reset();

    /// <summary>The present value of a parameter for a neuron of the layer.</summary>
    internal T ParameterOf(string name, int neuron) => _parameters.Value(name, neuron);

    /// <summary>A state after the last forward pass, one sample's, [size].</summary>
    /// <exception cref="ArgumentException">There is no such state; the message lists those there are.</exception>
    public ReadOnlySpan<T> FinalState(string name, int sample) => Carried(_final, name, sample);

    /// <summary>The adjoint of a state's initial value, one sample's, [size], after a backward pass.</summary>
    /// <exception cref="ArgumentException">There is no such state; the message lists those there are.</exception>
    public ReadOnlySpan<T> InitialStateGradient(string name, int sample) => Carried(_stateGradients, name, sample);

    /// <summary>Says how many values each learnable parameter has, in their order; those that are not named have one for the layer.</summary>
    /// <exception cref="InvalidOperationException">The layer is part of a network already.</exception>
    protected void SetSharing(params ReadOnlySpan<ParameterSharing> sharing)
    {
        if (IsConnected) throw new InvalidOperationException($"How {Name} shares its parameters is said before the layer becomes part of a network.");
        for (int k = 0; k < sharing.Length; k++) _parameters.Share(k, sharing[k]);
    }

    /// <inheritdoc/>
    public override void ResetState() => _ended = false;

    /// <inheritdoc/>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        bool goesOn = GoesOn(input.Batch);
        _batch = input.Batch;
        bool bits = SendsBits;
        if (bits) Output.PrepareSpikes(input.Steps, _batch);
        else Output.PrepareValues(input.Steps, _batch);

        int stride = Output.Stride;
        (_buffers.Steps, _buffers.Stride, _buffers.StepStride) = (input.Steps, stride, _batch * stride);
        _buffers.SentStepStride = _batch * stride;
        _buffers.Masks = bits ? Output.MaskPointer : null;
        _buffers.Sent = bits ? null : Output.ValuePointer;
        _feed.Forward(input, _buffers.Ports, stride);
        PrepareKernels();
        PrepareStates(stride);
        if (goesOn) _final.Span[.._initial.Length].CopyTo(_initial.Span);
        PrepareNoise(stride);
        _forward.Run((_batch + SamplesPerPart - 1) / SamplesPerPart, Threads);
        _ended = true;
        ClearPadding(bits, stride);
        return Output;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        Signal<T> input = _input ?? throw new InvalidOperationException($"{Name}: Backward needs a Forward before it.");
        int stride = Output.Stride, parts = (_batch + SamplesPerPart - 1) / SamplesPerPart;
        _buffers.SentStepStride = outputGradient.TimeStride;
        _buffers.Masks = null;
        _buffers.Sent = outputGradient.ValuePointer;
        if (NeedsInputGradient) InputGradient.PrepareValues(input.Steps, input.Batch, input.IsConstant);
        _feed.Backward(NeedsInputGradient ? InputGradient : null, _buffers.Ports);
        AlignedBuffer<T>.Grow(ref _stateGradients, _layout.States.Count * _batch * stride);
        _stateGradients.Clear();
        _buffers.StateGradients = _stateGradients.Pointer;
        AlignedBuffer<T>.Grow(ref _parts, Math.Max(1, parts * Parameters.Count * stride));
        _parts.Clear();
        AlignedBuffer<T>.Grow(ref _tapes, parts * TapeLength);
        _backward.Run(parts, Threads);
        _parameters.SumGradients(_parts.Span, parts, stride);
        if (!NeedsInputGradient) return null;
        _feed.Collect(InputGradient);
        return InputGradient;
    }

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input) => Ports.Count > 1 || _shape.Rank > 1 ? _shape : input;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (AlignedBuffer<T> buffer in new[] { _initial, _final, _stateGradients, _tapes, _parts, _noise }) buffer.Dispose();
            _feed.Dispose();
            _parameters.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>How many vectors the kernels take at once.</summary>
    protected abstract int VectorsAtOnce { get; }

    /// <summary>How many values of a step the adjoint needs on the tape.</summary>
    protected abstract int TapeRows { get; }

    /// <summary>How many values the kernels take that dt and parameters decide.</summary>
    protected abstract int UniformCount { get; }

    /// <summary>Computes those values for one neuron.</summary>
    /// <param name="dt">The solver's time step.</param>
    /// <param name="parameters">[parameters].</param>
    /// <param name="uniforms">[UniformCount], to be written.</param>
    protected abstract void Prepare(T dt, ReadOnlySpan<T> parameters, Span<T> uniforms);

    /// <summary>Carries a slice through all steps.</summary>
    protected abstract void RunForward(in LayerSlice<T> slice);

    /// <summary>Carries the adjoint of a slice back through all steps.</summary>
    protected abstract void RunBackward(in LayerSlice<T> slice);

    private bool SendsBits => !_layout.HasOutput && Substeps == 1;

    /// <summary>Neurons that a kernel takes at once.</summary>
    private int AtOnce => VectorsAtOnce * (Math.Max((int)_width, (int)VectorWidth.Bits128) / 8 / sizeof(T));

    /// <summary>Where the checkpoints lie behind a tape.</summary>
    private int CheckpointOffset => Math.Min(_buffers.Steps, _buffers.Segment) * Substeps * Math.Max(1, TapeRows) * AtOnce;

    private int TapeLength => CheckpointOffset + ((_buffers.Steps + _buffers.Segment - 1) / _buffers.Segment * CarriedRows * AtOnce);

    private static IReadOnlyList<string> ChoosePorts(NeuronLayout layout, IReadOnlyList<string>? wanted)
    {
        if (wanted is null) return layout.Inputs.Count > 0 ? layout.Inputs : layout.Receiving;
        foreach (string port in wanted)
        {
            if (!layout.Inputs.Contains(port) && !layout.Receiving.Contains(port))
                throw new ArgumentException($"{layout.Name} has no input or receiving state '{port}'; it has {string.Join(", ", layout.Inputs.Concat(layout.Receiving))}.", nameof(wanted));
        }

        return wanted;
    }

    private ReadOnlySpan<T> Carried(AlignedBuffer<T> buffer, string name, int sample)
    {
        int row = _layout.IndexOf(_layout.States, "state", name);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, _batch);
        return buffer.Span.Slice(((row * _batch) + sample) * _buffers.Stride, _size);
    }

    // A batch that goes on where the last one ended has as many samples.
    private bool GoesOn(int batch)
    {
        if (!CarriesState || !_ended) return false;
        return batch == _batch
            ? true
            : throw new ShapeException($"{Name} carries the states of {_batch} samples on, but is given {batch}; reset its state first.");
    }

    private void PrepareKernels()
    {
        _parameters.Prepare(Dt / T.CreateChecked(Substeps), UniformCount, _prepare);
        _buffers.Uniforms = _parameters.Uniforms;
        _buffers.UniformGroupStride = _parameters.GroupStride;
        _buffers.Segment = Math.Clamp(TapeBytes / (sizeof(T) * Substeps * Math.Max(1, TapeRows) * AtOnce), 1, MostTapeSteps);
        _buffers.Streams = (long)_buffers.Steps * _buffers.StepStride * sizeof(T) > StreamedBytes;
    }

    private void PrepareStates(int stride)
    {
        int rows = CarriedRows, length = _batch * stride;
        bool another = _initial.Length != rows * length, fresh = another || _continued;
        _continued = CarriesState;
        if (another)
        {
            _initial.Dispose();
            _initial = new AlignedBuffer<T>(rows * length);
        }

        AlignedBuffer<T>.Grow(ref _final, rows * length);
        _buffers.Initial = _initial.Pointer;
        _buffers.Final = _final.Pointer;
        if (!fresh) return;
        for (int row = 0; row < _initialStates.Length; row++) _initial.Span.Slice(row * length, length).Fill(_initialStates[row]);
        if (_layout.IsRefractory) _initial.Span.Slice(_initialStates.Length * length, length).Clear();
        if (_layout.CountsCrossings) _initial.Span.Slice((rows - 1) * length, length).Fill(_above ? T.One : T.Zero);
    }

    private void PrepareNoise(int stride)
    {
        int sources = _layout.Noises.Count;
        if (sources == 0) return;
        int length = _buffers.Steps * Substeps * _batch * stride;
        AlignedBuffer<T>.Grow(ref _noise, sources * length);
        for (int source = 0; source < sources; source++)
            GaussianNoise.Fill(NoiseSeed, source, 0, (long)Draw, _noise.Span.Slice(source * length, length));
        Draw++;
        _buffers.Noise = _noise.Pointer;
    }

    private void ClearPadding(bool bits, int stride)
    {
        if (stride == _size) return;
        if (bits)
        {
            ushort valid = (ushort)((1 << (_size % RowLayout.Group)) - 1);
            Span<ushort> masks = Output.SpikeMasks;
            for (int last = Output.MaskStride - 1; last < masks.Length; last += Output.MaskStride) masks[last] &= valid;
        }
        else
        {
            for (int row = 0; row < Output.Rows; row++) Output.Values.Slice((row * stride) + _size, stride - _size).Clear();
        }
    }

    private void ForwardPart(int part)
    {
        int first = part * SamplesPerPart;
        RunForward(new LayerSlice<T>(_buffers, first, Math.Min(_batch, first + SamplesPerPart), null, null, null));
    }

    private void BackwardPart(int part)
    {
        int first = part * SamplesPerPart;
        T* tape = _tapes.Pointer + (part * TapeLength);
        RunBackward(new LayerSlice<T>(
            _buffers, first, Math.Min(_batch, first + SamplesPerPart), tape, tape + CheckpointOffset, _parts.Pointer + (part * Parameters.Count * _buffers.Stride)));
    }

    internal sealed class KernelBuffers
    {
        public required PortFeed<T>.Port[] Ports;
        public T* Uniforms, Initial, Final, StateGradients, Sent, Noise;
        public ushort* Masks;
        public int Steps, Substeps, Stride, StepStride, SentStepStride, Segment, UniformGroupStride;
        public bool Streams;
    }
}
