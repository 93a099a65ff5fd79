using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using NeuronDsl.LinearAlgebra;
using NeuronDsl.Memory;

namespace NeuronDsl.Simulation;

/// <summary>
/// Many neurons of one kind in structure-of-arrays form: one 64-byte aligned row per state, input and arrival, padded to whole words of
/// 64 neurons, so that kernels of any vector width run without a tail. The generated class adds a property per member.
/// </summary>
/// <remarks>
/// NaN is refused where it comes in: in parameters when they are set, in inputs and arrivals when a step is asked for, before anything has changed.
/// Infinity is a value like any other, such as a time constant without leak, and what follows of it is IEEE arithmetic: a state may become infinite or
/// NaN, as it may where a solver diverges. Neurons do not meet, so that it stays with its neuron; as no comparison with NaN holds, that neuron fires
/// no more. The scalar neuron refuses the same in inputs and arrivals; its parameters are fields, read as they are.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract partial class Population<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Word = 64;

    // Blocks of this many bytes of rows stay in the first-level cache while several steps are taken.
    private const int BlockBytes = 24 * 1024;

    // Steps whose spikes are kept, a bit a neuron, until they are listed.
    private const int RecordedAtOnce = 64;

    private readonly AlignedBuffer<T> _rows;
    private readonly AlignedBuffer<ulong> _above, _fired;
    private readonly ParameterValues<T>[] _parameters;
    private readonly int _stride, _padded;
    private AlignedBuffer<T>? _uniforms;
    private int _uniformStride;
    private T _preparedDt;
    private bool _prepared;
    private VectorWidth _width = VectorWidths.Best;
    private ParallelLoop? _parallel;
    private SteppedPart[] _stepped = [];
    private int _steps;
    private bool _recording;

    /// <summary>Allocates a population.</summary>
    /// <param name="layout">What the neuron consists of.</param>
    /// <param name="count">How many neurons.</param>
    /// <param name="solver">The solver, <see cref="Solver.None"/> for the neuron's default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The neuron does not declare the solver.</exception>
    protected Population(NeuronLayout layout, int count, Solver solver)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Layout = layout;
        Count = count;
        Solver = layout.Choose(solver);
        _padded = checked((count + Word - 1) / Word * Word);

        // One cache line more than a page's multiple: rows a page apart would compete for the same lines of the cache.
        int line = AlignedBuffer<T>.Alignment / Marshal.SizeOf<T>();
        _stride = _padded + (_padded % (64 * line) == 0 ? line : 0);
        int rows = layout.States.Count + layout.Inputs.Count + layout.Receiving.Count + (layout.IsRefractory ? 1 : 0) + layout.Noises.Count;
        _rows = new AlignedBuffer<T>(checked(rows * _stride));
        _above = new AlignedBuffer<ulong>(_padded / Word);
        _fired = new AlignedBuffer<ulong>(_padded / Word);
        _parameters = new ParameterValues<T>[layout.Parameters.Count];
    }

    /// <summary>What the neuron consists of.</summary>
    public NeuronLayout Layout { get; }

    /// <summary>How many neurons there are.</summary>
    public int Count { get; }

    /// <summary>The solver that advances the differential equations.</summary>
    public Solver Solver { get; }

    /// <summary>How many steps were taken.</summary>
    public long StepIndex { get; private set; }

    /// <summary>The seed of the noise.</summary>
    public ulong Seed { get; set; }

    /// <summary>At most this many threads take a call's steps; results are the same bits for any number. Worth it from some 10,000 neurons on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 1;

    /// <summary>The vectors to compute with; every width gives the same bits.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor does not have them.</exception>
    public VectorWidth VectorWidth
    {
        get => _width;
        set => _width = VectorWidths.IsSupported(value) ? value : throw new PlatformNotSupportedException($"This processor has no vectors of the width {value}; its widest are {VectorWidths.Best}.");
    }

    /// <summary>The spikes of the last step, one bit a neuron: bit i of word w is neuron 64 w + i.</summary>
    public ReadOnlySpan<ulong> SpikeMask => _fired.Span;

    /// <summary>How many neurons spiked in the last step.</summary>
    public int SpikeCount
    {
        get
        {
            int count = 0;
            foreach (ulong word in SpikeMask) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>The neurons that spiked in the last step, in ascending order.</summary>
    public int[] SpikingNeurons
    {
        get
        {
            List<int> neurons = [];
            for (int word = 0; word < WordCount; word++)
            {
                for (ulong bits = SpikeMask[word]; bits != 0; bits &= bits - 1) neurons.Add((word * Word) + BitOperations.TrailingZeroCount(bits));
            }

            return [.. neurons];
        }
    }

    /// <summary>The values of a state, [neurons], to read and write.</summary>
    /// <exception cref="ArgumentException">There is no such state; the message lists those there are.</exception>
    public Span<T> State(string name) => Row(Layout.IndexOf(Layout.States, "state", name));

    /// <summary>The values of an input, [neurons], to read and write.</summary>
    /// <exception cref="ArgumentException">There is no such input; the message lists those there are.</exception>
    public Span<T> Input(string name) => Row(Layout.States.Count + Layout.IndexOf(Layout.Inputs, "input", name));

    /// <summary>The weights that have arrived at a receiving state since the last step, [neurons], to add to.</summary>
    /// <exception cref="ArgumentException">The state receives nothing; the message lists those that do.</exception>
    public Span<T> Arrivals(string state) => Row(Layout.States.Count + Layout.Inputs.Count + Layout.IndexOf(Layout.Receiving, "receiving state", state));

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">There is no such parameter; the message lists those there are.</exception>
    public ParameterValues<T> Parameter(string name) => GetParameter(Layout.IndexOf(Layout.Parameters, "parameter", name));

    /// <summary>Sets a parameter, for all neurons alike or for each.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, the number of values is not that of the neurons, or one is NaN.</exception>
    public void SetParameter(string name, ParameterValues<T> values) => SetParameter(Layout.IndexOf(Layout.Parameters, "parameter", name), values);

    /// <summary>Advances all neurons.</summary>
    /// <param name="dt">The time step.</param>
    /// <param name="steps">How many steps; inputs stay as they are, arrivals are added in the first.</param>
    /// <param name="spikes">Where to append the spikes; left out, only the last step's can be read.</param>
    /// <returns>The number of spikes in all.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dt"/> or <paramref name="steps"/> is not positive.</exception>
    /// <exception cref="ArgumentException">An input or an arrival is NaN: the message names it and the neuron.</exception>
    public long Step(T dt, int steps = 1, SpikeList? spikes = null)
    {
        TimeStepGuard.Check(dt);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        RefuseNaN();
        PrepareUniforms(dt);

        // Each thread takes a range of neurons, and takes it block by block; neurons of a population do not meet.
        int parts = Math.Clamp(Threads, 1, WordCount);
        _stepped = new SteppedPart[parts];
        _steps = steps;
        _recording = spikes is not null;
        (_parallel ??= new ParallelLoop(StepPart)).Run(parts, parts);

        long total = 0;
        foreach (SteppedPart part in _stepped) total += part.Count;
        if (spikes is not null) spikes.AppendBySteps(_stepped, StepIndex, steps);
        StepIndex += steps;
        return total;
    }

    private void StepPart(int part)
    {
        int first = (int)((long)WordCount * part / _stepped.Length), last = (int)((long)WordCount * (part + 1) / _stepped.Length);
        List<Spike>? spikes = _recording ? [] : null;
        _stepped[part] = new SteppedPart(Advance(first, last, _steps, spikes), spikes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the rows.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _rows.Dispose();
        _above.Dispose();
        _fired.Dispose();
        _uniforms?.Dispose();
    }

    /// <summary>How many values the solver's kernel takes that dt and parameters decide.</summary>
    protected abstract int UniformCount { get; }

    /// <summary>Elements of scratch memory that the parts of a long step pass values through.</summary>
    protected abstract int ScratchLength { get; }

    /// <summary>Computes those values for one neuron.</summary>
    /// <param name="dt">The time step.</param>
    /// <param name="parameters">[parameters].</param>
    /// <param name="uniforms">[UniformCount], to be written.</param>
    protected abstract void Prepare(T dt, ReadOnlySpan<T> parameters, Span<T> uniforms);

    /// <summary>Advances a slice.</summary>
    /// <returns>The number of spikes.</returns>
    protected abstract long Run(in StepSlice<T> slice);

    /// <summary>The row of a member, [neurons]: states, then inputs, then arrivals.</summary>
    protected Span<T> Row(int index) => _rows.Span.Slice(index * _stride, Count);

    /// <summary>The parameter of that index.</summary>
    protected ParameterValues<T> GetParameter(int index) => _parameters[index];

    /// <summary>Sets the parameter of that index; values for each neuron are copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the neurons, or one is NaN.</exception>
    protected void SetParameter(int index, ParameterValues<T> values)
    {
        if (!values.IsShared && values.Values.Length != Count)
            throw new ArgumentException($"{Layout.Name}.{Layout.Parameters[index]} needs 1 value or {Count}, one for each neuron, but was given {values.Values.Length}.", nameof(values));
        int neuron = IndexOfNaN(values.Values);
        if (neuron >= 0) throw new ArgumentException($"{Layout.Name}.{Layout.Parameters[index]} is NaN{(values.IsShared ? "" : $" for neuron {neuron}")}; it keeps its value.", nameof(values));
        _parameters[index] = values.IsShared ? values : values.Values.ToArray();
        _prepared = false;
    }

    /// <summary>Sets a row to one value, padding included.</summary>
    protected void FillRow(int index, T value) => _rows.Span.Slice(index * _stride, _padded).Fill(value);

    /// <summary>The refractory steps that remain to each neuron, [neurons].</summary>
    protected Span<T> RemainingSteps => Row(Layout.States.Count + Layout.Inputs.Count + Layout.Receiving.Count);

    /// <summary>Whether the spike condition held for a neuron at the end of the last step.</summary>
    protected bool GetAbove(int neuron) => (_above.Span[neuron / Word] >> (neuron % Word) & 1) != 0;

    /// <summary>Sets whether the spike condition held for a neuron at the end of the last step.</summary>
    protected void SetAbove(int neuron, bool value)
    {
        ref ulong word = ref _above.Span[neuron / Word];
        ulong bit = 1UL << (neuron % Word);
        word = value ? word | bit : word & ~bit;
    }

    // Kernels keep in registers or the first-level cache what they take many steps with. Noise and records of spikes come with every step:
    // then a block stays in the cache, and takes few steps at a time.
    private long Advance(int firstWord, int endWord, int steps, List<Spike>? spikes)
    {
        int rowBytes = Math.Max(1, _rows.Length / _stride) * Word * Marshal.SizeOf<T>();
        bool noisy = Layout.Noises.Count > 0, whole = steps == 1 || (!noisy && spikes is null);
        int block = whole ? endWord - firstWord : Math.Max(1, BlockBytes / rowBytes), atOnce = noisy ? 1 : spikes is null ? steps : RecordedAtOnce;
        ulong[] history = spikes is null ? [] : new ulong[Math.Min(atOnce, steps) * Math.Min(block, endWord - firstWord)];
        long count = 0;
        for (int first = firstWord; first < endWord; first += block)
        {
            int end = Math.Min(first + block, endWord);
            for (long taken = 0; taken < steps; taken += atOnce)
            {
                for (int noise = 0; noise < Layout.Noises.Count; noise++) FillNoise(noise, first * Word, end * Word, StepIndex + taken);
                StepSlice<T> slice = Slice(first, end, (int)Math.Min(atOnce, steps - taken));
                count += spikes is null ? Run(in slice) : RunRecorded(in slice, history, StepIndex + taken, spikes);
            }
        }

        GC.KeepAlive(this);
        return count;
    }

    private StepSlice<T> Slice(int firstWord, int endWord, int steps) => new(
        ref MemoryMarshal.GetReference(_rows.Span), (nuint)_stride, ref MemoryMarshal.GetReference(_uniforms is null ? default : _uniforms.Span), (nuint)_uniformStride,
        ref KernelScratch<T>.OfThisThread(ScratchLength), ref MemoryMarshal.GetReference(_above.Span), ref MemoryMarshal.GetReference(_fired.Span),
        (nuint)firstWord * Word, (nuint)endWord * Word, (nuint)Count, steps);

    private long RunRecorded(in StepSlice<T> slice, ulong[] history, long firstStep, List<Spike> spikes)
    {
        int words = (int)((slice.End - slice.First) / Word);
        history.AsSpan(0, slice.Steps * words).Clear();
        StepSlice<T> recorded = new(in slice, ref MemoryMarshal.GetArrayDataReference(history));
        long count = Run(in recorded);
        for (int step = 0; step < slice.Steps; step++) Record(history.AsSpan(step * words, words), (int)slice.First, firstStep + step, spikes);
        return count;
    }

    private void FillNoise(int noise, int first, int end, long step)
    {
        int row = (_rows.Length / _stride) - Layout.Noises.Count + noise;
        GaussianNoise.Fill(Seed, noise, first, step, _rows.Span.Slice((row * _stride) + first, end - first));
    }

    private static void Record(ReadOnlySpan<ulong> fired, int first, long step, List<Spike> spikes)
    {
        for (int word = 0; word < fired.Length; word++)
        {
            for (ulong bits = fired[word]; bits != 0; bits &= bits - 1) spikes.Add(new Spike(step, first + (word * Word) + BitOperations.TrailingZeroCount(bits)));
        }
    }

    private void PrepareUniforms(T dt)
    {
        if (_prepared && dt == _preparedDt) return;
        bool shared = true;
        foreach (ParameterValues<T> parameter in _parameters) shared &= parameter.IsShared;
        int count = UniformCount;
        _uniformStride = shared ? 0 : _stride;
        int length = shared ? Math.Max(1, count) : checked(Math.Max(1, count) * _stride);
        if (_uniforms is null || _uniforms.Length != length)
        {
            _uniforms?.Dispose();
            _uniforms = new AlignedBuffer<T>(length);
        }

        Span<T> parameters = new T[_parameters.Length], values = new T[count];
        for (int neuron = 0; neuron < (shared ? 1 : _padded); neuron++)
        {
            // Padding repeats the last neuron: its arithmetic is as tame, and its spikes are masked.
            for (int k = 0; k < parameters.Length; k++) parameters[k] = _parameters[k][Math.Min(neuron, Count - 1)];
            Prepare(dt, parameters, values);
            for (int k = 0; k < count; k++) _uniforms.Span[shared ? k : (k * _stride) + neuron] = values[k];
        }

        (_preparedDt, _prepared) = (dt, true);
    }

    private void RefuseNaN()
    {
        int first = Layout.States.Count;
        for (int k = 0; k < Layout.Inputs.Count + Layout.Receiving.Count; k++)
        {
            ReadOnlySpan<T> row = Row(first + k);
            int neuron = IndexOfNaN(row);
            if (neuron < 0) continue;
            string what = k < Layout.Inputs.Count ? $"input {Layout.Inputs[k]}" : $"arrival at {Layout.Receiving[k - Layout.Inputs.Count]}";
            throw new ArgumentException($"The {what} of {Layout.Name} is NaN for neuron {neuron} at step {StepIndex}; no step was taken.");
        }
    }

    private static int IndexOfNaN(ReadOnlySpan<T> row)
    {
        if (!System.Numerics.Tensors.TensorPrimitives.IsNaNAny(row)) return -1;
        for (int i = 0; i < row.Length; i++)
        {
            if (T.IsNaN(row[i])) return i;
        }

        return -1;
    }
}
