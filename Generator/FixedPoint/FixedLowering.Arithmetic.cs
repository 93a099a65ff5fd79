using System;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;

namespace NeuronDsl.Generator.FixedPoint;

/// <content>Sums and products.</content>
internal sealed partial class FixedLowering
{
    // Errors over more units than this are far from what roundings are off by on average.
    private const int Blur = 32;

    private (int, Interval) Sum(Value x, Value y, bool minus, int fraction)
    {
        bool dither = Dithers(fraction);
        if (Program[x].IsConstant || Program[y].IsConstant)
        {
            (Value constant, Value other) = Program[x].IsConstant ? (x, y) : (y, x);
            (int a, Interval e) = Aligned(other, fraction, dither);
            bool negated = minus && other == y;
            double bias = _formats.IsWhole[_at] || !e.IsBounded || (_setting.Saturates && e.Width > Blur * Type(fraction).Ulp) ? 0 : (e.Low + e.High) / 2;
            (int c, Interval ec) = Constant(Program[constant].Constant, fraction, minus && constant == y ? bias : negated ? bias : -bias);
            Interval error = minus ? (constant == x ? ec - e : e - ec) : e + ec;
            return Emit(minus ? FixedOpcode.Subtract : FixedOpcode.Add, fraction, error, constant == x ? [c, a] : [a, c]);
        }

        (int left, Interval el) = Aligned(x, fraction, dither);
        (int right, Interval er) = Aligned(y, fraction, dither);
        Interval total = minus ? el - er : el + er;
        return Emit(minus ? FixedOpcode.Subtract : FixedOpcode.Add, fraction, total, [left, right]);
    }

    /// <summary>A number times a value. The number is rounded once, to nearest, with all the bits that the word has for it.</summary>
    private (int, Interval) Scale(double factor, Value x, int fraction)
    {
        int from = Fraction(x);
        if (_formats.IsWhole[x.Index]) throw new NotInFixedPointException("arithmetic with the refractory count", Program.Operations[_at].Note);
        if (IsPowerOfTwo(Math.Abs(factor), out int power))
        {
            // The point moves.
            int moved = from - power, value = _value[x.Index];
            Interval e = _error[x.Index] * Interval.Point(Math.Abs(factor)), range = Range(x) * Interval.Point(Math.Abs(factor));
            if (power != 0) (value, e) = Emit(FixedOpcode.Relabel, moved, e, [value], range);
            if (factor < 0)
            {
                range = -range;
                (value, e) = Emit(FixedOpcode.Subtract, moved, -e, [_b.Constant(Type(moved), 0), value], range);
            }

            return Align(value, e, range, moved, fraction, Dithers(fraction));
        }

        FixedType type = Type(0);
        double limit = type.High;
        int bitsOfFactor = (int)Math.Floor(Math.Log(limit / Math.Abs(factor), 2));
        int widest = bitsOfFactor;
        while (Math.Abs(factor) * Math.Pow(2, widest) > limit) widest--;

        // shift = from + widest - fraction is what the full width asks for; 32 is free on 32-bit machines, 0 to 15 on 16-bit ones.
        int shift = from + widest - fraction, left = 0, target = fraction;
        if (Bits == 16) shift = Math.Min(shift, 15);
        else if (shift >= 32) shift = 32;
        else if (!_formats.Exact[_at]) (shift, left, target) = (32, 32 - shift, fraction - (32 - shift));
        if (shift < 0 || target < -30) throw new NoRoomException(_at);
        int places = target + shift - from;
        double raw = Math.Round(factor * Math.Pow(2, places));
        Interval off = Interval.Point(raw * Math.Pow(2, -places)) - Interval.Point(factor);
        FixedRounding rounding = Rounding(left, fraction);
        Interval error = (_error[x.Index] * Interval.Point(raw * Math.Pow(2, -places))) + (Range(x) * off) + Dropped(target, shift, rounding);
        (int product, error) = Emit(FixedOpcode.Multiply, target, error, [_value[x.Index], _b.Constant(Type(places), (long)raw)], left > 0 ? _setting.Ranges[_at] : null, shift, rounding);
        return left == 0 ? (product, error) : Align(product, error, _setting.Ranges[_at], target, fraction, false);
    }

    private (int, Interval) Product(Value x, Value y, int fraction)
    {
        int shift = Fraction(x) + Fraction(y) - fraction, left = 0, target = fraction;
        if (Bits == 32 && shift is > 0 and < 32 && !_formats.Exact[_at]) (shift, left, target) = (32, 32 - shift, fraction - (32 - shift));
        if (shift is < 0 or > 62) throw new NoRoomException(_at);
        Interval a = Range(x), b = Range(y), ea = _error[x.Index], eb = _error[y.Index];
        FixedRounding rounding = Rounding(left, fraction);
        Interval error = (a * eb) + (b * ea) + (ea * eb) + Dropped(target, shift, rounding);
        (int product, error) = Emit(FixedOpcode.Multiply, target, error, [_value[x.Index], _value[y.Index]], left > 0 ? _setting.Ranges[_at] : null, shift, rounding);
        return left == 0 ? (product, error) : Align(product, error, _setting.Ranges[_at], target, fraction, false);
    }

    private FixedRounding Rounding(int left, int fraction) => left == 0 && Dithers(fraction) ? FixedRounding.Stochastic : _rounding;

    private static bool IsPowerOfTwo(double x, out int power)
    {
        power = (int)Math.Round(Math.Log(x, 2));
        return Math.Pow(2, power) == x;
    }
}
