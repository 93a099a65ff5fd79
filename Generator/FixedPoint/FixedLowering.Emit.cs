using System;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Ranges;

namespace NeuronDsl.Generator.FixedPoint;

/// <content>
/// Operations with the bounds of their results. Where errors are let saturate, formats hold all real values and words stay within formats: an operation
/// saturates, which takes a word no further from the real value, and how far words are off is never more than the format is wide.
/// </content>
internal sealed partial class FixedLowering
{
    /// <summary>An operation whose real result is that of the present value, or lies in <paramref name="range"/>, and by how much it is off.</summary>
    private (int Value, Interval Error) Emit(
        FixedOpcode opcode, int fraction, Interval error, int[] operands, Interval? range = null, int shift = 0, FixedRounding rounding = FixedRounding.Floor, int slot = 0)
    {
        Interval real = range ?? Range();
        Interval value = range is not null ? real + error : (real + error).Intersect(_within[_at]);
        if (range is null && _setting.Kept.TryGetValue(_at, out Interval kept)) value = value.Intersect(kept);
        FixedType type = Type(fraction);
        (double low, double high) = Raw(value, fraction);
        FixedOverflow overflow = FixedOverflow.Wrap;
        if (_setting.Saturates)
        {
            (double least, double most) = Raw(real, fraction);
            if ((range is not null || !_setting.Ends.ContainsKey(_at)) && !(least >= type.Low && most <= type.High)) throw new NoRoomException(_at);
            (double from, double to) = OfOperands(opcode, operands, shift, slot);
            (low, high) = (Math.Max(low, from), Math.Min(high, to));
            if (low < type.Low || high > type.High)
            {
                (overflow, error) = (FixedOverflow.Saturate, error.Hull(Interval.Zero));
                (low, high) = (Math.Max(low, type.Low), Math.Min(high, type.High));
            }

            error = error.Intersect(Real(new((long)low, (long)high, true), fraction) - real);
        }

        if (range is null && _setting.Ends.ContainsKey(_at))
        {
            // The state is clamped within the word: that the word ends here already changes nothing.
            if (low < type.Low || high > type.High) overflow = FixedOverflow.Saturate;
            (low, high) = (Math.Max(low, type.Low), Math.Min(high, type.High));
        }

        if (!(low >= type.Low && high <= type.High)) throw new NoRoomException(_at);
        FixedOperation operation = new()
        {
            Opcode = opcode, Type = type, Shift = shift, Rounding = rounding, Overflow = overflow, Slot = slot, Range = new((long)low, (long)high, true),
            Name = range is null ? Program.Operations[_at].Name ?? "" : "",
        };
        _draws |= operation.Draws;
        return (_b.Add(operation, operands), error);
    }

    /// <summary>The raw values around real ones.</summary>
    private static (double Low, double High) Raw(Interval value, int fraction)
    {
        Interval raw = value * Interval.Point(Math.Pow(2, fraction));
        return (Math.Floor(raw.Low), Math.Ceiling(raw.High));
    }

    private static Interval Real(FixedRange raw, int fraction) => new(raw.Low * Math.Pow(2, -fraction), raw.High * Math.Pow(2, -fraction));

    /// <summary>Between which raw values a result lies by those of its operands alone, before it is fitted.</summary>
    private (double Low, double High) OfOperands(FixedOpcode opcode, int[] operands, int shift, int slot)
    {
        FixedRange[] o = [.. operands.Select(_b.RangeOf)];
        FixedRange a = o[0], b = o.Length > 1 ? o[1] : a;
        double down = Math.Pow(2, -shift);
        switch (opcode)
        {
            case FixedOpcode.Add: return (a.Low + b.Low, a.High + b.High);
            case FixedOpcode.Subtract: return (a.Low - b.High, a.High - b.Low);
            case FixedOpcode.ShiftLeft: return (a.Low / down, a.High / down);
            case FixedOpcode.Relabel: return (a.Low, a.High);
            case FixedOpcode.ShiftRight: return (Math.Floor(a.Low * down), Math.Ceiling(a.High * down));
            case FixedOpcode.ShiftRightBy: return (Math.Min(a.Low, 0), Math.Max(a.High, 0));
            case FixedOpcode.Minimum: return (Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));
            case FixedOpcode.Maximum: return (Math.Max(a.Low, b.Low), Math.Max(a.High, b.High));
            case FixedOpcode.Select: return (Math.Min(b.Low, o[2].Low), Math.Max(b.High, o[2].High));
            case FixedOpcode.Interpolate: return (_tables[slot].Nodes.Min(), _tables[slot].Nodes.Max());
            case FixedOpcode.Multiply:
                double[] corners = [(double)a.Low * b.Low, (double)a.Low * b.High, (double)a.High * b.Low, (double)a.High * b.High];
                return (Math.Floor(corners.Min() * down), Math.Ceiling(corners.Max() * down));
            default: throw new InvalidOperationException($"{opcode} has no bounds");
        }
    }
}
