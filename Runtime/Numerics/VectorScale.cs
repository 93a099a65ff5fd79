using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuronDsl.Numerics;

/// <summary>
/// x 2^n for integral n in every lane, rounded once, where no single instruction does it: two exact powers of two, each half the way, of
/// which only the second product can round. Emitted code's own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorScale
{
    /// <summary>x 2^n in 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> n)
    {
        // Beyond +-252 every finite number is at infinity or zero already; a NaN scale comes with a NaN x.
        Vector256<int> whole = Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(n, Vector256.Create(-252f)), Vector256.Create(252f)));
        Vector256<int> half = Vector256.ShiftRightArithmetic(whole, 1);
        Vector256<float> first = Vector256.ShiftLeft(half + Vector256.Create(127), 23).AsSingle();
        Vector256<float> second = Vector256.ShiftLeft(whole - half + Vector256.Create(127), 23).AsSingle();
        return x * first * second;
    }

    /// <summary>x 2^n in 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Scale(Vector256<double> x, Vector256<double> n)
    {
        // Beyond +-2044 every finite number is at infinity or zero already; a NaN scale comes with a NaN x.
        Vector256<long> whole = Vector256.ConvertToInt64Native(Vector256.MinNative(Vector256.MaxNative(n, Vector256.Create(-2044.0)), Vector256.Create(2044.0)));
        Vector256<long> half = Vector256.ShiftRightArithmetic(whole, 1);
        Vector256<double> first = Vector256.ShiftLeft(half + Vector256.Create(1023L), 52).AsDouble();
        Vector256<double> second = Vector256.ShiftLeft(whole - half + Vector256.Create(1023L), 52).AsDouble();
        return x * first * second;
    }

    /// <summary>x 2^n in 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> n)
    {
        // Beyond +-252 every finite number is at infinity or zero already; a NaN scale comes with a NaN x.
        Vector128<int> whole = Vector128.ConvertToInt32Native(Vector128.MinNative(Vector128.MaxNative(n, Vector128.Create(-252f)), Vector128.Create(252f)));
        Vector128<int> half = Vector128.ShiftRightArithmetic(whole, 1);
        Vector128<float> first = Vector128.ShiftLeft(half + Vector128.Create(127), 23).AsSingle();
        Vector128<float> second = Vector128.ShiftLeft(whole - half + Vector128.Create(127), 23).AsSingle();
        return x * first * second;
    }

    /// <summary>x 2^n in 2 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Scale(Vector128<double> x, Vector128<double> n)
    {
        // Beyond +-2044 every finite number is at infinity or zero already; a NaN scale comes with a NaN x.
        Vector128<long> whole = Vector128.ConvertToInt64Native(Vector128.MinNative(Vector128.MaxNative(n, Vector128.Create(-2044.0)), Vector128.Create(2044.0)));
        Vector128<long> half = Vector128.ShiftRightArithmetic(whole, 1);
        Vector128<double> first = Vector128.ShiftLeft(half + Vector128.Create(1023L), 52).AsDouble();
        Vector128<double> second = Vector128.ShiftLeft(whole - half + Vector128.Create(1023L), 52).AsDouble();
        return x * first * second;
    }
}
