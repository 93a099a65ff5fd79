using System;
using System.Linq;
using System.Numerics;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;
using NeuronDsl.Simulation;

namespace NeuronDsl.Training;

/// <summary>
/// Neurons whose synapses carry eligibility traces (Bellec et al. 2020, Nat. Commun. 11:3625): advanced step by step, each sample with states of its
/// own; then, for a window of steps, the traces of all synapses times the neurons' learning signals are summed to the gradient of the weights. Exact for
/// the discretised step but for what a spike does to other neurons. Memory grows with the window, not with the sequence. Generated classes add the arithmetic.
/// </summary>
/// <typeparam name="T">float or double: the type of the neuron's members.</typeparam>
public abstract unsafe class EligibleNeurons<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Features of one part of the synapses' work: any number of threads sums the same terms in the same order.
    private const int FeaturesPerPart = RowLayout.Group;

    private readonly NeuronLayout _layout;
    private readonly ParameterValues<T>[] _parameters;
    private readonly T[] _initialStates, _inputs;
    private readonly T _refractorySlope;
    private readonly bool _above;
    private readonly KernelBuffers _buffers;
    private readonly ParallelLoop _synapses;
    private readonly int _port;
    private AlignedBuffer<T> _uniforms = new(0), _carried = new(0), _noise = new(0), _coefficients = new(0), _traces = new(0), _carriedTraces = new(0), _synapseTraces = new(0), _constants = new(0);
    private VectorWidth _width = VectorWidths.Best;
    private EligibilityCounts _counts;
    private long _steps;

    /// <summary>Equal neurons.</summary>
    /// <param name="layout">What the neuron consists of.</param>
    /// <param name="options">Size, time step, solver and the rule's slope.</param>
    /// <param name="parameters">The prototype's parameters, [parameters].</param>
    /// <param name="states">The prototype's states, [states].</param>
    /// <param name="inputs">The prototype's inputs, [inputs]; all but the first stay as they are.</param>
    /// <param name="above">Whether the spike condition holds on the initial state.</param>
    protected EligibleNeurons(NeuronLayout layout, EligibilityOptions<T> options, T[] parameters, T[] states, T[] inputs, bool above)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "size");
        TimeStepGuard.Check(options.Dt);
        (_layout, Size, Dt, Solver) = (layout, options.Size, options.Dt, layout.ChooseForTraining(options.Solver));
        _parameters = new ParameterValues<T>[parameters.Length];
        for (int k = 0; k < parameters.Length; k++) _parameters[k] = parameters[k];
        (_initialStates, _inputs, _above, _refractorySlope) = (states, inputs, above, options.RefractorySlope);
        _port = layout.Inputs.Count > 0 ? 0 : layout.Inputs.Count;
        _buffers = new KernelBuffers { Ports = new T*[layout.Inputs.Count + layout.Receiving.Count], Stride = RowLayout.Stride(Size) };
        _synapses = new ParallelLoop(SynapsePart);
    }

    /// <summary>The neuron's name.</summary>
    public string Name => _layout.Name;

    /// <summary>Neurons.</summary>
    public int Size { get; }

    /// <summary>The time step.</summary>
    public T Dt { get; }

    /// <summary>The solver; None for a map in discrete time.</summary>
    public Solver Solver { get; }

    /// <summary>Elements of a row of neurons: the size, padded.</summary>
    public int Stride => _buffers.Stride;

    /// <summary>The most steps between two calls of <see cref="Accumulate(T*, T*, T, T*)"/>.</summary>
    public int Window => _buffers.Window;

    /// <summary>How many traces each synapse carries; 0 where all depend on the presynaptic neuron alone.</summary>
    public int TracesPerSynapse => Counts.SynapseTraces;

    /// <summary>At most this many threads; results are the same bits for any number.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>The vectors to compute with; every width gives the same bits.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor does not have them.</exception>
    public VectorWidth VectorWidth
    {
        get => _width;
        set => _width = VectorWidths.IsSupported(value) ? value : throw new PlatformNotSupportedException($"This processor has no vectors of the width {value}; its widest are {VectorWidths.Best}.");
    }

    /// <summary>The seed of the noise, if the neuron has any.</summary>
    public ulong NoiseSeed { get; set; }

    /// <summary>Sets a parameter, for all neurons alike or for each.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or the number of values is not that of the neurons.</exception>
    public void SetParameter(string name, ParameterValues<T> values)
    {
        int index = _layout.IndexOf(_layout.Parameters, "parameter", name);
        if (!values.IsShared && values.Values.Length != Size)
            throw new ArgumentException($"{Name}.{name} needs 1 value or {Size}, one for each neuron, but was given {values.Values.Length}.", nameof(values));
        _parameters[index] = values.IsShared ? values : values.Values.ToArray();
    }

    /// <summary>Brings all neurons to their initial state and all traces to zero.</summary>
    /// <param name="samples">Samples that run side by side.</param>
    /// <param name="window">The most steps between two calls of <see cref="Accumulate(T*, T*, T, T*)"/>.</param>
    /// <param name="inputs">Presynaptic neurons.</param>
    /// <param name="carry">Whether the sequence goes on after a window, so that synapses keep their traces: memory for every sample's synapses.</param>
    /// <exception cref="NotSupportedException">Neurons differ in a parameter that decides what a presynaptic neuron leaves at all its synapses.</exception>
    public void Begin(int samples, int window, int inputs, bool carry)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        _counts = Counts;
        (_buffers.Samples, _buffers.Window, _buffers.Step, _buffers.Steps) = (samples, window, 0, 0);
        (_buffers.Inputs, _buffers.InputStride) = ((inputs + 3) / 4 * 4, RowLayout.Stride(inputs));
        (_buffers.CoefficientRows, _buffers.TraceRows) = (_counts.Coefficients, _counts.Traces);
        PrepareUniforms();
        PrepareStates(samples);
        _buffers.Coefficients = AlignedBuffer<T>.Grow(ref _coefficients, (long)samples * Stride * window * _counts.Coefficients).Pointer;
        _buffers.Traces = AlignedBuffer<T>.Grow(ref _traces, (long)samples * _buffers.InputStride * window * _counts.Traces).Pointer;
        _buffers.CarriedTraces = AlignedBuffer<T>.Grow(ref _carriedTraces, (long)_counts.CarriedTraces * samples * _buffers.InputStride).Pointer;
        _carriedTraces.Clear();
        _buffers.Synapses = carry ? AlignedBuffer<T>.Grow(ref _synapseTraces, (long)samples * (_counts.SynapseTraces + 1) * _buffers.InputStride * Stride).Pointer : null;
        if (carry) _synapseTraces.Clear();
    }

    /// <summary>Advances all neurons by one step.</summary>
    /// <param name="current">The weighted sums that arrive, [samples, Stride].</param>
    /// <param name="sent">What the neurons send, [samples, Stride], to be written.</param>
    /// <exception cref="InvalidOperationException">The window is full.</exception>
    public void Advance(T* current, T* sent)
    {
        if (_buffers.Step >= _buffers.Window) throw new InvalidOperationException($"{Name}: the window of {_buffers.Window} steps is full; {nameof(Accumulate)} empties it.");
        _buffers.Ports[_port] = current;
        _buffers.Sent = sent;
        for (int source = 0; source < _layout.Noises.Count; source++)
        {
            int length = _buffers.Samples * Stride;
            GaussianNoise.Fill(NoiseSeed, source, 0, _steps, _noise.Span.Slice(source * length, length));
        }

        RunStep(new TraceSlice<T>(_buffers, 0, _buffers.Samples));
        if (Stride != Size)
        {
            for (int sample = 0; sample < _buffers.Samples; sample++) new Span<T>(sent + (sample * Stride) + Size, Stride - Size).Clear();
        }

        _buffers.Step++;
        _steps++;
    }

    /// <inheritdoc cref="Advance(T*, T*)"/>
    /// <exception cref="ArgumentException">A row is not [samples, Stride].</exception>
    public void Advance(ReadOnlySpan<T> current, Span<T> sent)
    {
        Check(current.Length, _buffers.Samples * Stride, nameof(current));
        Check(sent.Length, _buffers.Samples * Stride, nameof(sent));
        fixed (T* from = current, to = sent) Advance(from, to);
    }

    /// <inheritdoc cref="Accumulate(T*, T*, T, T*)"/>
    /// <exception cref="ArgumentException">A length is not that of the shape.</exception>
    public void Accumulate(ReadOnlySpan<T> presynaptic, ReadOnlySpan<T> learning, T kappa, Span<T> gradient)
    {
        Check(presynaptic.Length, Window * _buffers.Samples * _buffers.InputStride, nameof(presynaptic));
        Check(learning.Length, Window * _buffers.Samples * Stride, nameof(learning));
        Check(gradient.Length, _buffers.InputStride * Stride, nameof(gradient));
        fixed (T* sent = presynaptic, signals = learning, sums = gradient) Accumulate(sent, signals, kappa, sums);
    }

    /// <summary>Sums the gradient of the weights over the window and empties it.</summary>
    /// <param name="presynaptic">What the presynaptic neurons sent, [window, samples, inputs padded to 16].</param>
    /// <param name="learning">The learning signals, in tiles [samples, groups of 16 neurons, window, 16]; for a sequence in one window filtered backwards by
    /// kappa.</param>
    /// <param name="kappa">What remains of a filtered trace after one step; used where synapses carry traces.</param>
    /// <param name="gradient">[inputs padded, Stride], to add to.</param>
    public void Accumulate(T* presynaptic, T* learning, T kappa, T* gradient)
    {
        (_buffers.Steps, _buffers.Kappa) = (_buffers.Step, kappa);
        _buffers.Presynaptic = presynaptic;
        _buffers.Learning = learning;
        _buffers.Gradient = gradient;
        RunTraces(new TraceSlice<T>(_buffers, 0, _buffers.Samples));
        _synapses.Run((Stride + FeaturesPerPart - 1) / FeaturesPerPart, Threads);
        _buffers.Step = 0;
    }

    /// <summary>Empties the window without learning from it.</summary>
    public void Discard() => _buffers.Step = 0;

    /// <summary>A state, one sample's, [size].</summary>
    /// <exception cref="ArgumentException">There is no such state; the message lists those there are.</exception>
    public ReadOnlySpan<T> State(string name, int sample)
    {
        int row = _layout.IndexOf(_layout.States, "state", name);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, _buffers.Samples);
        return _carried.Span.Slice(((row * _buffers.Samples) + sample) * Stride, Size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the memory.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (AlignedBuffer<T> buffer in Buffers) buffer.Dispose();
    }

    /// <summary>What the solver's kernels keep and hand over.</summary>
    protected abstract EligibilityCounts Counts { get; }

    /// <summary>Computes what dt and parameters decide, for one neuron.</summary>
    /// <param name="dt">The time step.</param>
    /// <param name="parameters">[parameters], then the rule's slope while refractory.</param>
    /// <param name="uniforms">To be written.</param>
    protected abstract void Prepare(T dt, ReadOnlySpan<T> parameters, Span<T> uniforms);

    /// <summary>Advances all neurons by one step.</summary>
    protected abstract void RunStep(in TraceSlice<T> slice);

    /// <summary>Carries presynaptic traces through the window.</summary>
    protected abstract void RunTraces(in TraceSlice<T> slice);

    /// <summary>Carries synapses' traces through the window and sums the gradient.</summary>
    protected abstract void RunSynapses(in TraceSlice<T> slice);

    internal long Elements => Buffers.Sum(b => (long)b.Length);

    private AlignedBuffer<T>[] Buffers => [_uniforms, _carried, _noise, _coefficients, _traces, _carriedTraces, _synapseTraces, _constants];

    private void Check(int length, int wanted, string argument)
    {
        if (length != wanted) throw new ArgumentException($"{Name} needs {wanted} values, but was given {length}.", argument);
    }

    private void SynapsePart(int part)
    {
        int first = part * FeaturesPerPart;
        RunSynapses(new TraceSlice<T>(_buffers, first, Math.Min(Stride, first + FeaturesPerPart)));
    }

    private void PrepareUniforms()
    {
        int count = _counts.Uniforms;
        _buffers.Uniforms = AlignedBuffer<T>.Grow(ref _uniforms, Math.Max(1, count) * Stride).Pointer;
        bool shared = true;
        foreach (ParameterValues<T> parameter in _parameters) shared &= parameter.IsShared;
        Span<T> parameters = new T[_parameters.Length + 1], values = new T[count];
        parameters[^1] = _refractorySlope;
        for (int neuron = 0; neuron < (shared ? 1 : Size); neuron++)
        {
            for (int k = 0; k < _parameters.Length; k++) parameters[k] = _parameters[k][neuron];
            Prepare(Dt, parameters, values);
            for (int k = 0; k < count; k++)
            {
                // Padding repeats the last neuron, whose arithmetic is as tame.
                Span<T> row = _uniforms.Span.Slice(k * Stride, Stride);
                if (shared || neuron == Size - 1) row[neuron..].Fill(values[k]);
                else row[neuron] = values[k];
            }
        }

        for (int k = _counts.StepUniforms; k < _counts.StepUniforms + _counts.TraceUniforms; k++)
        {
            Span<T> row = _uniforms.Span.Slice(k * Stride, Size);
            int other = row.IndexOfAnyExcept(row[0]);
            if (other < 0) continue;
            throw new NotSupportedException(
                $"{Name}: neurons 0 and {other} differ in a parameter that decides what a presynaptic neuron leaves at all its synapses; give these parameters one value, or put the neurons into layers of their own.");
        }
    }

    private void PrepareStates(int samples)
    {
        int rows = _layout.States.Count + (_layout.IsRefractory ? 1 : 0) + (_layout.CountsCrossings ? 1 : 0), length = samples * Stride;
        _buffers.Carried = AlignedBuffer<T>.Grow(ref _carried, (long)rows * length).Pointer;
        _carried.Clear();
        for (int row = 0; row < _initialStates.Length; row++) _carried.Span.Slice(row * length, length).Fill(_initialStates[row]);
        if (_layout.CountsCrossings) _carried.Span.Slice((rows - 1) * length, length).Fill(_above ? T.One : T.Zero);
        _buffers.Noise = AlignedBuffer<T>.Grow(ref _noise, (long)_layout.Noises.Count * length).Pointer;

        // Inputs that nothing is fed to keep the prototype's value; receiving states that nothing is fed to receive nothing.
        T* constants = AlignedBuffer<T>.Grow(ref _constants, (long)_buffers.Ports.Length * length).Pointer;
        _constants.Clear();
        for (int k = 0; k < _buffers.Ports.Length; k++)
        {
            _buffers.Ports[k] = constants + (k * length);
            if (k < _inputs.Length) new Span<T>(_buffers.Ports[k], length).Fill(_inputs[k]);
        }
    }

    internal sealed class KernelBuffers
    {
        public required T*[] Ports;
        public T* Uniforms, Carried, Sent, Noise, Coefficients, Traces, Learning, Presynaptic, CarriedTraces, Synapses, Gradient;
        public T Kappa;
        public int Samples, Steps, Step, Window, Stride, Inputs, InputStride, CoefficientRows, TraceRows;
    }
}
