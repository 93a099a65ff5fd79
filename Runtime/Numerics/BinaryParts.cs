using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuronDsl.Numerics;

/// <summary>
/// Mantissa and exponent of floating-point numbers, taken apart and put together, one overload for each kind of vector: what emitted
/// kernels need beside arithmetic for exponentials and logarithms. All overloads give the same bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BinaryParts
{
    /// <summary>x less the integer nearest to it, exactly; 0 for infinities.</summary>
    public static float Fraction(float x) => float.IsInfinity(x) ? 0 : x - MathF.Round(x);

    /// <summary>x 2^n for integral or infinite n, rounded once.</summary>
    public static float Scale(float x, float n) => MathF.ScaleB(x, (int)n);

    /// <summary>The e of x = m 2^e with m from 3/4 up to 3/2; any finite number where x is not positive and finite.</summary>
    public static float Exponent(float x)
    {
        bool denormal = x < 1.17549435E-38f;
        int bits = BitConverter.SingleToInt32Bits(denormal ? x * 8388608f : x);
        return ((float)((bits - 0x3F400000) >> 23)) - (denormal ? 23f : 0);
    }

    /// <summary>The m of x = m 2^e with m from 3/4 up to 3/2; any number where x is not positive and finite.</summary>
    public static float Mantissa(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x < 1.17549435E-38f ? x * 8388608f : x);
        return BitConverter.Int32BitsToSingle(bits - ((bits - 0x3F400000) & -((int)1 << 23)));
    }

    /// <summary>x less the integer nearest to it, exactly; 0 for infinities.</summary>
    public static double Fraction(double x) => double.IsInfinity(x) ? 0 : x - Math.Round(x);

    /// <summary>x 2^n, rounded once, for the integer n or the next one below it; also an infinite one.</summary>
    public static double Scale(double x, double n) => Math.ScaleB(x, (int)Math.Floor(n));

    /// <summary>The e of x = m 2^e with m from 3/4 up to 3/2; any finite number where x is not positive and finite.</summary>
    public static double Exponent(double x)
    {
        bool denormal = x < 2.2250738585072014E-308;
        long bits = BitConverter.DoubleToInt64Bits(denormal ? x * 4503599627370496.0 : x);
        return ((double)((bits - 0x3FE8000000000000) >> 52)) - (denormal ? 52.0 : 0);
    }

    /// <summary>The m of x = m 2^e with m from 3/4 up to 3/2; any number where x is not positive and finite.</summary>
    public static double Mantissa(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x < 2.2250738585072014E-308 ? x * 4503599627370496.0 : x);
        return BitConverter.Int64BitsToDouble(bits - ((bits - 0x3FE8000000000000) & -((long)1 << 52)));
    }

    /// <summary>2^(j/16), j in the low four bits of the mantissa.</summary>
    public static double RootOfTwo(double sixteenths) => RootsOfTwo.Of(sixteenths);

    /// <summary>2^(j/16) in 2 lanes, j in the low four bits of the mantissa.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> RootOfTwo(Vector128<double> sixteenths) => Vector128.Create(RootsOfTwo.Of(sixteenths.ToScalar()), RootsOfTwo.Of(sixteenths.GetElement(1)));

    /// <summary>2^(j/16) in 4 lanes, j in the low four bits of the mantissa.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> RootOfTwo(Vector256<double> sixteenths) => Vector256.Create(RootOfTwo(sixteenths.GetLower()), RootOfTwo(sixteenths.GetUpper()));

    /// <summary>2^(j/16) in 8 lanes, j in the low four bits of the mantissa: one instruction over two registers that hold <see cref="RootsOfTwo.Values"/>, written out so that they are constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> RootOfTwo(Vector512<double> sixteenths) => Avx512F.PermuteVar8x64x2(
        Vector512.Create(1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916, 1.189207115002721, 1.241857812073484, 1.2968395546510096, 1.3542555469368927),
        sixteenths.AsInt64(),
        Vector512.Create(1.4142135623730951, 1.4768261459394993, 1.5422108254079407, 1.6104903319492543, 1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474));

    /// <summary>x less the integer nearest to it in 4 lanes, exactly; 0 for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fraction(Vector128<float> x) =>
        Vector128.AndNot(x - Vector128.Round(x), Vector128.Equals(Vector128.Abs(x), Vector128.Create(float.PositiveInfinity)));

    /// <summary>x 2^n in 4 lanes, x near 1, n integral or infinite, rounded once: two exact powers of two, of which only the second product can round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> n)
    {
        // Beyond +-252 the result is infinite or zero already; a NaN n comes with a NaN x.
        Vector128<int> whole = Vector128.ConvertToInt32Native(Vector128.MinNative(Vector128.MaxNative(n, Vector128.Create(-252f)), Vector128.Create(252f)));
        Vector128<int> half = Vector128.ShiftRightArithmetic(whole, 1);
        Vector128<float> first = Vector128.ShiftLeft(half + Vector128.Create(127), 23).AsSingle();
        Vector128<float> second = Vector128.ShiftLeft(whole - half + Vector128.Create(127), 23).AsSingle();
        return x * first * second;
    }

    /// <summary>The exponents of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exponent(Vector128<float> x)
    {
        Vector128<float> denormal = Vector128.LessThan(x, Vector128.Create(1.17549435E-38f));
        Vector128<int> bits = Vector128.ConditionalSelect(denormal, x * Vector128.Create(8388608f), x).AsInt32();
        Vector128<float> exponent = Vector128.ConvertToSingle(Vector128.ShiftRightArithmetic(bits - Vector128.Create(0x3F400000), 23));
        return exponent - (denormal & Vector128.Create(23f));
    }

    /// <summary>The mantissas of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mantissa(Vector128<float> x)
    {
        Vector128<float> denormal = Vector128.LessThan(x, Vector128.Create(1.17549435E-38f));
        Vector128<int> bits = Vector128.ConditionalSelect(denormal, x * Vector128.Create(8388608f), x).AsInt32();
        return (bits - ((bits - Vector128.Create(0x3F400000)) & Vector128.Create(-((int)1 << 23)))).AsSingle();
    }

    /// <summary>x less the integer nearest to it in 2 lanes, exactly; 0 for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Fraction(Vector128<double> x) =>
        Vector128.AndNot(x - Vector128.Round(x), Vector128.Equals(Vector128.Abs(x), Vector128.Create(double.PositiveInfinity)));

    /// <summary>x 2^n in 2 lanes, x near 1, for the integer n or the next one below it, rounded once: two exact powers of two, of which only the second product can round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Scale(Vector128<double> x, Vector128<double> n)
    {
        // Beyond +-2044 the result is infinite or zero already; a NaN n comes with a NaN x.
        Vector128<long> whole = Vector128.ConvertToInt64Native(Vector128.MinNative(Vector128.MaxNative(Vector128.Floor(n), Vector128.Create(-2044.0)), Vector128.Create(2044.0)));
        Vector128<long> half = Vector128.ShiftRightArithmetic(whole, 1);
        Vector128<double> first = Vector128.ShiftLeft(half + Vector128.Create(1023L), 52).AsDouble();
        Vector128<double> second = Vector128.ShiftLeft(whole - half + Vector128.Create(1023L), 52).AsDouble();
        return x * first * second;
    }

    /// <summary>The exponents of 2 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exponent(Vector128<double> x)
    {
        Vector128<double> denormal = Vector128.LessThan(x, Vector128.Create(2.2250738585072014E-308));
        Vector128<long> bits = Vector128.ConditionalSelect(denormal, x * Vector128.Create(4503599627370496.0), x).AsInt64();
        Vector128<double> exponent = Vector128.ConvertToDouble(Vector128.ShiftRightArithmetic(bits - Vector128.Create(0x3FE8000000000000L), 52));
        return exponent - (denormal & Vector128.Create(52.0));
    }

    /// <summary>The mantissas of 2 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Mantissa(Vector128<double> x)
    {
        Vector128<double> denormal = Vector128.LessThan(x, Vector128.Create(2.2250738585072014E-308));
        Vector128<long> bits = Vector128.ConditionalSelect(denormal, x * Vector128.Create(4503599627370496.0), x).AsInt64();
        return (bits - ((bits - Vector128.Create(0x3FE8000000000000L)) & Vector128.Create(-((long)1 << 52)))).AsDouble();
    }

    /// <summary>x less the integer nearest to it in 8 lanes, exactly; 0 for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fraction(Vector256<float> x) =>
        Vector256.AndNot(x - Vector256.Round(x), Vector256.Equals(Vector256.Abs(x), Vector256.Create(float.PositiveInfinity)));

    /// <summary>x 2^n in 8 lanes, x near 1, n integral or infinite, rounded once: two exact powers of two, of which only the second product can round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> n)
    {
        // Beyond +-252 the result is infinite or zero already; a NaN n comes with a NaN x.
        Vector256<int> whole = Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(n, Vector256.Create(-252f)), Vector256.Create(252f)));
        Vector256<int> half = Vector256.ShiftRightArithmetic(whole, 1);
        Vector256<float> first = Vector256.ShiftLeft(half + Vector256.Create(127), 23).AsSingle();
        Vector256<float> second = Vector256.ShiftLeft(whole - half + Vector256.Create(127), 23).AsSingle();
        return x * first * second;
    }

    /// <summary>The exponents of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exponent(Vector256<float> x)
    {
        Vector256<float> denormal = Vector256.LessThan(x, Vector256.Create(1.17549435E-38f));
        Vector256<int> bits = Vector256.ConditionalSelect(denormal, x * Vector256.Create(8388608f), x).AsInt32();
        Vector256<float> exponent = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits - Vector256.Create(0x3F400000), 23));
        return exponent - (denormal & Vector256.Create(23f));
    }

    /// <summary>The mantissas of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mantissa(Vector256<float> x)
    {
        Vector256<float> denormal = Vector256.LessThan(x, Vector256.Create(1.17549435E-38f));
        Vector256<int> bits = Vector256.ConditionalSelect(denormal, x * Vector256.Create(8388608f), x).AsInt32();
        return (bits - ((bits - Vector256.Create(0x3F400000)) & Vector256.Create(-((int)1 << 23)))).AsSingle();
    }

    /// <summary>x less the integer nearest to it in 4 lanes, exactly; 0 for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fraction(Vector256<double> x) =>
        Vector256.AndNot(x - Vector256.Round(x), Vector256.Equals(Vector256.Abs(x), Vector256.Create(double.PositiveInfinity)));

    /// <summary>x 2^n in 4 lanes, x near 1, for the integer n or the next one below it, rounded once: two exact powers of two, of which only the second product can round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Scale(Vector256<double> x, Vector256<double> n)
    {
        // Beyond +-2044 the result is infinite or zero already; a NaN n comes with a NaN x.
        Vector256<long> whole = Vector256.ConvertToInt64Native(Vector256.MinNative(Vector256.MaxNative(Vector256.Floor(n), Vector256.Create(-2044.0)), Vector256.Create(2044.0)));
        Vector256<long> half = Vector256.ShiftRightArithmetic(whole, 1);
        Vector256<double> first = Vector256.ShiftLeft(half + Vector256.Create(1023L), 52).AsDouble();
        Vector256<double> second = Vector256.ShiftLeft(whole - half + Vector256.Create(1023L), 52).AsDouble();
        return x * first * second;
    }

    /// <summary>The exponents of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exponent(Vector256<double> x)
    {
        Vector256<double> denormal = Vector256.LessThan(x, Vector256.Create(2.2250738585072014E-308));
        Vector256<long> bits = Vector256.ConditionalSelect(denormal, x * Vector256.Create(4503599627370496.0), x).AsInt64();
        Vector256<double> exponent = Vector256.ConvertToDouble(Vector256.ShiftRightArithmetic(bits - Vector256.Create(0x3FE8000000000000L), 52));
        return exponent - (denormal & Vector256.Create(52.0));
    }

    /// <summary>The mantissas of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Mantissa(Vector256<double> x)
    {
        Vector256<double> denormal = Vector256.LessThan(x, Vector256.Create(2.2250738585072014E-308));
        Vector256<long> bits = Vector256.ConditionalSelect(denormal, x * Vector256.Create(4503599627370496.0), x).AsInt64();
        return (bits - ((bits - Vector256.Create(0x3FE8000000000000L)) & Vector256.Create(-((long)1 << 52)))).AsDouble();
    }

    /// <summary>The exponents of 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exponent(Vector512<float> x)
    {
        Vector512<float> denormal = Vector512.LessThan(x, Vector512.Create(1.17549435E-38f));
        Vector512<int> bits = Vector512.ConditionalSelect(denormal, x * Vector512.Create(8388608f), x).AsInt32();
        Vector512<float> exponent = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits - Vector512.Create(0x3F400000), 23));
        return exponent - (denormal & Vector512.Create(23f));
    }

    /// <summary>The mantissas of 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mantissa(Vector512<float> x)
    {
        Vector512<float> denormal = Vector512.LessThan(x, Vector512.Create(1.17549435E-38f));
        Vector512<int> bits = Vector512.ConditionalSelect(denormal, x * Vector512.Create(8388608f), x).AsInt32();
        return (bits - ((bits - Vector512.Create(0x3F400000)) & Vector512.Create(-((int)1 << 23)))).AsSingle();
    }

    /// <summary>The exponents of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exponent(Vector512<double> x)
    {
        Vector512<double> denormal = Vector512.LessThan(x, Vector512.Create(2.2250738585072014E-308));
        Vector512<long> bits = Vector512.ConditionalSelect(denormal, x * Vector512.Create(4503599627370496.0), x).AsInt64();
        Vector512<double> exponent = Vector512.ConvertToDouble(Vector512.ShiftRightArithmetic(bits - Vector512.Create(0x3FE8000000000000L), 52));
        return exponent - (denormal & Vector512.Create(52.0));
    }

    /// <summary>The mantissas of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Mantissa(Vector512<double> x)
    {
        Vector512<double> denormal = Vector512.LessThan(x, Vector512.Create(2.2250738585072014E-308));
        Vector512<long> bits = Vector512.ConditionalSelect(denormal, x * Vector512.Create(4503599627370496.0), x).AsInt64();
        return (bits - ((bits - Vector512.Create(0x3FE8000000000000L)) & Vector512.Create(-((long)1 << 52)))).AsDouble();
    }
}
