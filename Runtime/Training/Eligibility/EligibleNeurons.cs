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
/// <remarks>
/// A sequence that is one window is at hand from its end. Then no synapse needs a trace of its own: the recursion of the traces is transposed, which gives a signal of each
/// postsynaptic neuron for each presynaptic trace, and the same sum is a matrix product.
/// </remarks>
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
    private readonly ParallelLoop _synapses, _transposed;
    private readonly int _port;
    private readonly T[] _bounds;
    private AlignedBuffer<T> _uniforms = new(0), _carried = new(0), _noise = new(0), _coefficients = new(0), _traces = new(0), _carriedTraces = new(0), _synapseTraces = new(0), _constants = new(0);
    private AlignedBuffer<T> _tiles = new(0), _signals = new(0), _boundsOfKernels = new(0);
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
        (_synapses, _transposed) = (new ParallelLoop(SynapsePart), new ParallelLoop(TransposedPart));
        _bounds = new T[states.Length];
        Array.Fill(_bounds, T.PositiveInfinity);
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

    /// <summary>Whether some trace has a bound, so that the rule is not linear and every synapse must carry its own.</summary>
    public bool IsBounded => Array.Exists(_bounds, T.IsFinite);

    /// <summary>
    /// Keeps the traces of a state within plus and minus a bound whenever they are carried to the next step: what Traub et al. (2020) and van der Veen (2022) propose for
    /// neurons whose traces grow without end, at the price of a gradient that is not exact.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="bound">The bound; infinite for none.</param>
    /// <exception cref="ArgumentException">There is no such state, or the bound is not positive.</exception>
    public void BoundTraces(string state, T bound)
    {
        int row = _layout.IndexOf(_layout.States, "state", state);
        if (!(bound > T.Zero)) throw new ArgumentException($"{Name}: the bound of the traces of '{state}' is {bound}; it must be positive.", nameof(bound));
        _bounds[row] = bound;
    }

    /// <summary>Brings all neurons to their initial state and all traces to zero.</summary>
    /// <param name="samples">Samples that run side by side.</param>
    /// <param name="window">The most steps between two calls of <see cref="Accumulate(T*, T*, T, T*)"/>.</param>
    /// <param name="inputs">Presynaptic neurons.</param>
    /// <param name="carry">
    /// Whether the sequence goes on after a window, or traces are bounded, so that synapses keep their traces: memory for every sample's synapses.
    /// </param>
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
        _buffers.Signals = AlignedBuffer<T>.Grow(ref _signals, carry ? 0 : (long)_counts.Traces * window * samples * Stride).Pointer;
        AlignedBuffer<T>.Grow(ref _tiles, carry ? (long)window * samples * Stride : 0);
        _buffers.Bounds = AlignedBuffer<T>.Grow(ref _boundsOfKernels, _bounds.Length).Pointer;
        _bounds.CopyTo(_boundsOfKernels.Span);
        _buffers.IsBounded = IsBounded;
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
    /// <param name="learning">The learning signals, [window, samples, Stride]; where synapses do not carry traces filtered backwards by kappa.</param>
    /// <param name="kappa">What remains of a filtered trace after one step; used where synapses carry traces.</param>
    /// <param name="gradient">[inputs padded, Stride], to add to.</param>
    /// <exception cref="InvalidOperationException">Traces have bounds, but synapses do not carry them.</exception>
    public void Accumulate(T* presynaptic, T* learning, T kappa, T* gradient)
    {
        if (_buffers.IsBounded && _buffers.Synapses is null) throw new InvalidOperationException($"{Name}: traces have bounds, so synapses must carry them; say so to {nameof(Begin)}.");
        (_buffers.Steps, _buffers.Kappa) = (_buffers.Step, kappa);
        _buffers.Presynaptic = presynaptic;
        _buffers.Learning = learning;
        _buffers.Gradient = gradient;
        RunTraces(new TraceSlice<T>(_buffers, 0, _buffers.Samples));
        if (_buffers.Synapses is null) Multiply();
        else
        {
            Tile(learning);
            _synapses.Run((Stride + FeaturesPerPart - 1) / FeaturesPerPart, Threads);
        }

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

    /// <summary>Goes back through the window, from the learning signals to what each presynaptic trace is to be multiplied by.</summary>
    protected abstract void RunTransposed(in TraceSlice<T> slice);

    /// <summary>Carries synapses' traces through the window and sums the gradient.</summary>
    protected abstract void RunSynapses(in TraceSlice<T> slice);

    internal long Elements => Buffers.Sum(b => (long)b.Length);

    private AlignedBuffer<T>[] Buffers => [_uniforms, _carried, _noise, _coefficients, _traces, _carriedTraces, _synapseTraces, _constants, _tiles, _signals, _boundsOfKernels];

    private void Check(int length, int wanted, string argument)
    {
        if (length != wanted) throw new ArgumentException($"{Name} needs {wanted} values, but was given {length}.", argument);
    }

    private void SynapsePart(int part)
    {
        int first = part * FeaturesPerPart;
        RunSynapses(new TraceSlice<T>(_buffers, first, Math.Min(Stride, first + FeaturesPerPart)));
    }

    private void TransposedPart(int sample) => RunTransposed(new TraceSlice<T>(_buffers, sample, sample + 1));

    private void Multiply()
    {
        _transposed.Run(_buffers.Samples, Threads);
        int rows = _buffers.Steps * _buffers.Samples, window = _buffers.Window * _buffers.Samples;
        for (int trace = 0; trace < _counts.Traces; trace++)
        {
            Gemm.Multiply(
                new MatrixView<T>(_buffers.Traces + ((long)trace * window * _buffers.InputStride), rows, _buffers.InputStride, _buffers.InputStride).Transposed,
                new MatrixView<T>(_buffers.Signals + ((long)trace * window * Stride), rows, Stride, Stride),
                new MatrixView<T>(_buffers.Gradient, _buffers.InputStride, Stride, Stride), accumulate: true, Threads);
        }
    }

    // [steps, samples, groups, 16] → [samples, groups, window, 16].
    private void Tile(T* learning)
    {
        int groups = Stride / RowLayout.Group, samples = _buffers.Samples;
        _buffers.Learning = _tiles.Pointer;
        for (int t = 0; t < _buffers.Steps; t++)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                for (int group = 0; group < groups; group++)
                {
                    new ReadOnlySpan<T>(learning + (((((long)t * samples) + sample) * groups) + group) * RowLayout.Group, RowLayout.Group)
                        .CopyTo(_tiles.Span.Slice(((((sample * groups) + group) * _buffers.Window) + t) * RowLayout.Group, RowLayout.Group));
                }
            }
        }
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
        public T* Uniforms, Carried, Sent, Noise, Coefficients, Traces, Learning, Presynaptic, CarriedTraces, Synapses, Gradient, Signals, Bounds;
        public T Kappa;
        public bool IsBounded;
        public int Samples, Steps, Step, Window, Stride, Inputs, InputStride, CoefficientRows, TraceRows;
    }
}
