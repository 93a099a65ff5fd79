using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>The part of a population that one call of a kernel advances by one step: whole words of 64 neurons.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct StepSlice<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref T _rows;
    private readonly ref T _uniforms;
    private readonly ref T _scratch;
    private readonly ref ulong _above;
    private readonly ref ulong _fired;

    internal StepSlice(ref T rows, nuint stride, ref T uniforms, nuint uniformStride, ref T scratch, ref ulong above, ref ulong fired, nuint first, nuint end)
    {
        _rows = ref rows;
        _uniforms = ref uniforms;
        _scratch = ref scratch;
        _above = ref above;
        _fired = ref fired;
        (Stride, UniformStride, First, End) = (stride, uniformStride, first, end);
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

    /// <summary>One bit a neuron: the spikes of this step, written by the kernel.</summary>
    public ref ulong Fired => ref _fired;

    /// <summary>The first neuron, a multiple of 64.</summary>
    public nuint First { get; }

    /// <summary>One past the last neuron, a multiple of 64.</summary>
    public nuint End { get; }
}
