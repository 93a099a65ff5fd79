using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuronDsl.Simulation;

/// <summary>The part of a population that one call of a kernel advances: whole words of 64 neurons, by some steps.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct StepSlice<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref T _rows;
    private readonly ref T _uniforms;
    private readonly ref T _scratch;
    private readonly ref ulong _above;
    private readonly ref ulong _fired;
    private readonly ref ulong _history;
    private readonly nuint _historyStride, _count;

    /// <summary>A slice of which only the last step's spikes are kept.</summary>
    internal StepSlice(ref T rows, nuint stride, ref T uniforms, nuint uniformStride, ref T scratch, ref ulong above, ref ulong fired, nuint first, nuint end, nuint count, int steps)
    {
        _rows = ref rows;
        _uniforms = ref uniforms;
        _scratch = ref scratch;
        _above = ref above;
        _fired = ref fired;
        (Stride, UniformStride, First, End, Steps, _count) = (stride, uniformStride, first, end, steps, count);
    }

    /// <summary>The same slice, whose spikes are kept of every step: [steps, words of the slice], zero before.</summary>
    internal StepSlice(in StepSlice<T> slice, ref ulong history)
    {
        this = slice;
        _history = ref history;
        _historyStride = (slice.End - slice.First) >> 6;
    }

    /// <summary>The first neuron's first row; the rows are states, inputs, arrivals, the refractory count and noise.</summary>
    public ref T Rows => ref _rows;

    /// <summary>Elements from one row to the next.</summary>
    public nuint Stride { get; }

    /// <summary>What dt and parameters decide: [uniforms], or [uniforms, UniformStride] where a parameter has one value per neuron.</summary>
    public ref T Uniforms => ref _uniforms;

    /// <summary>Elements from one uniform to the next; 0 where all neurons share them.</summary>
    public nuint UniformStride { get; }

    /// <summary>What the parts of a long step pass on, [rows, neurons of a block].</summary>
    public ref T Scratch => ref _scratch;

    /// <summary>One bit a neuron: whether the spike condition held at the end of the previous step.</summary>
    public ref ulong Above => ref _above;

    /// <summary>One bit a neuron: the spikes of the last step, written by the kernel.</summary>
    public ref ulong Fired => ref _fired;

    /// <summary>How many steps to take; arrivals are added in the first.</summary>
    public int Steps { get; }

    /// <summary>The first neuron, a multiple of 64.</summary>
    public nuint First { get; }

    /// <summary>One past the last neuron, a multiple of 64.</summary>
    public nuint End { get; }

    /// <summary>One bit for each neuron of a word that there is: the last word may be padded.</summary>
    /// <param name="word">The first neuron of the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Present(nuint word) => _count - word >= 64 ? ulong.MaxValue : (1UL << (int)(_count - word)) - 1;

    /// <summary>Counts spikes of a step, and keeps them if every step's are wanted.</summary>
    /// <param name="word">The first neuron of their word.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="fired">A bit a neuron.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(nuint word, int step, ulong fired)
    {
        if (_historyStride != 0) Unsafe.Add(ref _history, ((nuint)step * _historyStride) + ((word - First) >> 6)) |= fired;
        return BitOperations.PopCount(fired);
    }
}
