using System;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;

namespace NeuronDsl.Generator.FixedPoint;

/// <content>Functions: whole tables, and exponentials by a table over one period and a shift.</content>
internal sealed partial class FixedLowering
{
    private (int, Interval) Look(Tabulation tabulation, Value x, int fraction)
    {
        int argument = _value[x.Index];
        Interval e = _error[x.Index], all = (Range(x) + e).Intersect(_within[x.Index]);
        if (_setting.Saturates) (argument, all, e) = Served(tabulation, argument, all, e, Fraction(x));
        if (_setting.Tables.EndOf(tabulation) is { } end) return Halve(tabulation, end, argument, all, e, Fraction(x), fraction);
        (int slot, Interval error) = Table(tabulation, Fraction(x), fraction);
        error = Carried(tabulation, all, e) + error.Inflate(tabulation.Tail);
        return Emit(FixedOpcode.Interpolate, fraction, error, [argument], null, _tables[slot].Shift, _rounding, slot);
    }

    /// <summary>An argument brought within what its table serves, where errors may take it beyond: the real one is there, so that this takes it no further from it.</summary>
    private (int Argument, Interval All, Interval Error) Served(Tabulation tabulation, int argument, Interval all, Interval e, int from)
    {
        Interval domain = _setting.Tables.DomainOf(tabulation);
        if (domain.Contains(all)) return (argument, all, e);
        FixedType type = Type(from);
        (long least, long most) = ((long)Math.Max(type.Low, Math.Ceiling(domain.Low * Math.Pow(2, from))), (long)Math.Min(type.High, Math.Floor(domain.High * Math.Pow(2, from))));
        FixedRange range = _b.RangeOf(argument);
        FixedOperation bound = new() { Opcode = FixedOpcode.Minimum, Type = type, Range = new(Math.Min(range.Low, most), Math.Min(range.High, most), true) };
        argument = _b.Add(bound, argument, _b.Constant(type, most));
        argument = _b.Add(bound with { Opcode = FixedOpcode.Maximum, Range = new(Math.Max(bound.Range.Low, least), Math.Max(bound.Range.High, least), true) }, argument, _b.Constant(type, least));

        // The ends themselves are brought to words inwards.
        return (argument, all.Intersect(domain), e.Hull(Interval.Zero).Inflate(type.Ulp));
    }

    /// <summary>By how much a function of an argument that is off is off: as its slope says, and no more than its values over all such arguments differ.</summary>
    private Interval Carried(Tabulation tabulation, Interval all, Interval e)
    {
        Interval slope = _setting.Tables.EndOf(tabulation) is null ? _setting.Tables.Slopes(tabulation) : tabulation.Over(tabulation.Slope, tabulation.Curvature, all);
        Interval carried = slope * e;
        return carried.Intersect(tabulation.Over(tabulation.Value, tabulation.Slope, all) - Range());
    }

    /// <summary>A function's table, and by how much what is read from it may be off. Interpolation that drops bits downwards has its nodes raised by half a unit.</summary>
    private (int Slot, Interval Error) Table(Tabulation tabulation, int argument, int fraction)
    {
        FixedTable table = _setting.Tables.Build(tabulation, Type(argument), Type(fraction), _rounding == FixedRounding.Floor ? 0.5 : 0) ?? throw new NoRoomException(_at);
        int slot = _tables.FindIndex(t => t.Name == table.Name && t.Argument == table.Argument && t.Type == table.Type);
        if (slot < 0)
        {
            slot = _tables.Count;
            _tables.Add(table);
        }

        return (slot, new Interval(-table.Type.Ulp, table.Type.Ulp).Inflate(_setting.Tables.Error(tabulation)));
    }

    /// <summary>An exponential by its value one to several periods on, and a shift: see <see cref="Halving"/>.</summary>
    private (int, Interval) Halve(Tabulation tabulation, double end, int argument, Interval all, Interval e, int from, int fraction)
    {
        double growth = tabulation.Growth!.Value, ulp = Math.Pow(2, -fraction);
        Halving by = Halving.Of(growth, end, all, Type(from)) ?? throw new NoRoomException(_at);
        FixedRange whole = new(Type(0).Low, Type(0).High, true);

        // How far from the end, and how many periods that is.
        int f = from - (by.Halved ? 1 : 0);
        (double low, double high) = (all.Low * Math.Pow(2, f), all.High * Math.Pow(2, f));
        int near = by.Halved ? Raw(FixedOpcode.ShiftRight, f, (long)Math.Floor(low), (long)Math.Ceiling(high), [argument], 1, growth > 0 ? FixedRounding.Floor : FixedRounding.Nearest) : argument;
        int last = _b.Constant(Type(f), by.End);
        int distance = Raw(FixedOpcode.Subtract, f, 0, by.Farthest, growth > 0 ? [last, near] : [near, last]);
        int periods = Raw(FixedOpcode.Multiply, by.Fraction, 0, (by.Most + 1L) << by.Fraction, [distance, _b.Constant(Type(by.Places), by.Factor)], by.Shift);
        int count = Raw(FixedOpcode.ShiftRight, 0, 0, by.Most, [periods], by.Fraction);

        // The argument brought back, which is exact even where the way passes the ends of words.
        Interval window = Halving.Window(growth, new(end, end)), back = window * Interval.Point(Math.Pow(2, from));
        bool narrow = !by.Halved && by.Most * by.Period <= whole.High && back.Low >= whole.Low && back.High <= whole.High;
        int way = Raw(FixedOpcode.Multiply, from, narrow ? 0 : whole.Low, narrow ? by.Most * by.Period : whole.High, [count, _b.Constant(Type(from), by.Period)]);
        int reduced = Raw(growth > 0 ? FixedOpcode.Add : FixedOpcode.Subtract, from,
            narrow ? (long)Math.Floor(back.Low) : whole.Low, narrow ? (long)Math.Ceiling(back.High) : whole.High, [argument, way]);

        (int slot, Interval off) = Table(tabulation, from, fraction);
        Interval greatest = tabulation.Over(tabulation.Value, tabulation.Slope, window);
        (int value, off) = Emit(FixedOpcode.Interpolate, fraction, off, [reduced], greatest, _tables[slot].Shift, _rounding, slot);
        int bound = Math.Min(by.Most, Bits - 1);
        if (by.Most > bound) count = Raw(FixedOpcode.Minimum, 0, 0, bound, [count, _b.Constant(Type(0), bound)]);

        // Off by the argument, by the rounded period, by the table, by the bits shifted out, and by less than a unit where a word is not enough to be shifted out.
        // A period that is off by d counts n times and is divided by 2^n: n / 2^n is at most a half.
        double drift = greatest.Magnitude * 0.5 * Math.Abs(growth * by.Off) * Math.Exp(Math.Abs(growth * by.Off) * by.Most);
        Interval error = Carried(tabulation, all, e) + off.Hull(Interval.Zero) + Dropped(fraction, bound == 0 ? 0 : bound, _rounding);
        error = error.Inflate(drift + tabulation.Tail + (by.Most > bound ? ulp : 0));
        return Emit(FixedOpcode.ShiftRightBy, fraction, error, [value, count], null, 0, _rounding);

        int Raw(FixedOpcode opcode, int at, long low, long high, int[] operands, int shift = 0, FixedRounding rounding = FixedRounding.Floor) =>
            _b.Add(new FixedOperation { Opcode = opcode, Type = Type(at), Shift = shift, Rounding = rounding, Range = new(low, high, true) }, operands);
    }
}
