using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuronDsl.Simulation;

/// <summary>How wide the vectors are that a kernel computes with. Every width gives the same bits.</summary>
public enum VectorWidth
{
    /// <summary>One neuron at a time, for processors without vectors and for debugging.</summary>
    Scalar = 0,

    /// <summary>128 bits.</summary>
    Bits128 = 128,

    /// <summary>256 bits (AVX2 with FMA).</summary>
    Bits256 = 256,

    /// <summary>512 bits (AVX-512).</summary>
    Bits512 = 512,
}

/// <summary>What this processor offers.</summary>
public static class VectorWidths
{
    /// <summary>The widest vectors that this processor computes with.</summary>
    public static VectorWidth Best { get; } =
        IsSupported(VectorWidth.Bits512) ? VectorWidth.Bits512
        : IsSupported(VectorWidth.Bits256) ? VectorWidth.Bits256
        : IsSupported(VectorWidth.Bits128) ? VectorWidth.Bits128
        : VectorWidth.Scalar;

    /// <summary>Whether this processor has vectors of that width.</summary>
    public static bool IsSupported(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Avx512F.IsSupported && Vector512.IsHardwareAccelerated,
        VectorWidth.Bits256 => Fma.IsSupported && Vector256.IsHardwareAccelerated,
        VectorWidth.Bits128 => Vector128.IsHardwareAccelerated,
        VectorWidth.Scalar => true,
        _ => false,
    };
}
