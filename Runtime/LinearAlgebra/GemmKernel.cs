using System;
using System.Runtime.Intrinsics;

namespace NeuronDsl.LinearAlgebra;

/// <summary>The inner loop for one vector width: the size of its tile, and the tile's product.</summary>
internal readonly unsafe struct GemmKernel<T>
    where T : unmanaged
{
    private GemmKernel(int rows, int columns, delegate*<int, T*, T*, T*, int, bool, void> multiply)
    {
        Rows = rows;
        Columns = columns;
        Multiply = multiply;
    }

    /// <summary>Rows of a tile.</summary>
    public int Rows { get; }

    /// <summary>Columns of a tile.</summary>
    public int Columns { get; }

    /// <summary>depth, packed A, packed B, C, row stride of C, accumulate.</summary>
    public delegate*<int, T*, T*, T*, int, bool, void> Multiply { get; }

    /// <summary>The kernel for the widest vectors of this machine.</summary>
    public static GemmKernel<T> Widest { get; } =
        OfWidth(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128);

    /// <summary>The kernel for vectors of 128, 256 or 512 bits; slow, but right, where the machine has no such vectors.</summary>
    public static GemmKernel<T> OfWidth(int bits) => bits switch
    {
        512 => new(GemmKernel512.Rows, 2 * Vector512<T>.Count, &GemmKernel512.Multiply<T>),
        256 => new(GemmKernel256.Rows, 2 * Vector256<T>.Count, &GemmKernel256.Multiply<T>),
        128 => new(GemmKernel128.Rows, 2 * Vector128<T>.Count, &GemmKernel128.Multiply<T>),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors are 128, 256 or 512 bits wide."),
    };
}
