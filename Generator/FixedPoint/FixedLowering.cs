using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Writes a step program in given formats, operation by operation, and bounds the error of every value: the difference between the fixed-point
/// result and the real one for the same old state, by interval arithmetic, rounding errors with their sign. Where a sum has a constant, the constant takes
/// up what the roundings before it are off by on average: arithmetic shifts then cost nothing in accuracy.
/// </summary>
internal sealed partial class FixedLowering
{
    private readonly Setting _setting;
    private readonly Formats _formats;
    private readonly FixedProgramBuilder _b = new();
    private readonly int[] _value;
    private readonly Interval[] _error;
    private readonly Interval[] _within;
    private readonly HashSet<int> _increments = [], _dithered = [];
    private readonly List<FixedTable> _tables = [];
    private readonly FixedRounding _rounding;
    private int _at;
    private bool _draws;

    public FixedLowering(Setting setting, Formats formats)
    {
        (_setting, _formats) = (setting, formats);
        _value = new int[Program.Operations.Length];
        _error = new Interval[_value.Length];
        _within = [.. _value.Select(_ => Interval.All)];
        _rounding = setting.Bits == 16 ? FixedRounding.Nearest : FixedRounding.Floor;
        if (setting.Bits == 16) foreach (Result result in Program.Results.Where(r => r.Target.Kind == SymbolKind.State)) Follow(result.Value, result.Target);
    }

    private StepProgram Program => _setting.Program;

    private int Bits => _setting.Bits;

    /// <summary>The operations of the step.</summary>
    public System.Collections.Immutable.ImmutableArray<FixedOperation> Operations { get; private set; }

    public IReadOnlyList<FixedTable> Tables => _tables;

    /// <summary>Whether random bits are drawn.</summary>
    public bool Draws => _draws;

    /// <summary>The error of each state after the step.</summary>
    public Dictionary<Symbol, Interval> Errors { get; } = [];

    /// <summary>The format of a state or an input.</summary>
    public FixedType TypeOf(Symbol symbol)
    {
        int load = Array.FindIndex([.. Program.Operations], o => o.Symbol?.Equals(symbol) == true);
        return new(Bits, load < 0 ? Default(symbol) : symbol.Type == TermType.Bool ? 0 : _formats.Fractions[load]);
    }

    /// <summary>The raw bounds of a state or an input: the raw values inside the real ones.</summary>
    public (long Low, long High) RawBounds(Symbol symbol)
    {
        Interval bounds = _setting.Bounds[symbol];
        double scale = Math.Pow(2, TypeOf(symbol).Fraction);
        long low = (long)Math.Ceiling(bounds.Low * scale), high = (long)Math.Floor(bounds.High * scale);
        return low <= high ? (low, high) : (high, low);
    }

    /// <summary>Writes the whole step.</summary>
    public void Run()
    {
        for (_at = 0; _at < _value.Length; _at++)
        {
            Operation operation = Program.Operations[_at];
            _b.Equation = operation.Note ?? "";
            if (operation.IsConstant && operation.Type == TermType.Real) continue;
            (_value[_at], _error[_at]) = operation.Symbol is { } symbol ? Load(symbol) : operation.Type == TermType.Bool ? Condition(operation) : Number(operation);
        }

        foreach (Result result in Program.Results) Store(result);
        Operations = _b.Build();
    }

    // The format of what is stored, and nowhere loaded.
    private int Default(Symbol symbol)
    {
        if (symbol.Kind is SymbolKind.Remaining or SymbolKind.Above) return 0;
        double magnitude = Math.Max(1e-9, _setting.Bounds[symbol].Magnitude);
        int fraction = Bits - 1 - (int)Math.Ceiling(Math.Log(magnitude, 2));
        return magnitude * Math.Pow(2, fraction) > Type(0).High ? fraction - 1 : fraction;
    }

    private static bool IsSum(Operation operation) => operation.Function == Functions.Add || operation.Function == Functions.Subtract;

    private FixedType Type(int fraction) => new(Bits, fraction);

    private (int, Interval) Load(Symbol symbol)
    {
        bool input = symbol.Kind is SymbolKind.Input or SymbolKind.Arrival;
        (long low, long high) = RawBounds(symbol);
        int value = _b.Add(new FixedOperation
        {
            Opcode = input ? FixedOpcode.LoadInput : FixedOpcode.LoadState, Type = TypeOf(symbol), Range = new(low, high, true), Name = symbol.Name,
            Slot = (input ? _setting.Inputs : _setting.States).ToList().IndexOf(symbol),
        });
        return (symbol.Type == TermType.Bool ? _b.Add(Truth(FixedOpcode.NotEqual), value, _b.Constant(TypeOf(symbol), 0)) : value, Interval.Zero);
    }

    private static FixedOperation Truth(FixedOpcode opcode) => new() { Opcode = opcode, Type = FixedType.Bool, Range = new(0, 1, true) };

    private (int, Interval) Condition(Operation operation)
    {
        Function f = operation.Function!;
        if (operation.IsConstant) return (_b.Constant(FixedType.Bool, operation.Constant != 0 ? 1 : 0), Interval.Zero);
        Value[] o = [.. operation.Operands];
        if (f == Functions.And || f == Functions.Or) return (_b.Add(Truth(f == Functions.And ? FixedOpcode.And : FixedOpcode.Or), _value[o[0].Index], _value[o[1].Index]), Interval.Zero);
        if (f == Functions.Not) return (_b.Add(Truth(FixedOpcode.Not), _value[o[0].Index]), Interval.Zero);

        // A bound lies between raw values: a comparison with a number is exact if the number moves to the right one of them.
        bool greater = f == Functions.Greater || f == Functions.GreaterOrEqual, strict = f == Functions.Greater || f == Functions.Less;
        (Value x, Value y) = greater ? (o[1], o[0]) : (o[0], o[1]);
        FixedOpcode opcode = f == Functions.Equal ? FixedOpcode.Equal : f == Functions.NotEqual ? FixedOpcode.NotEqual : strict ? FixedOpcode.Less : FixedOpcode.LessOrEqual;
        bool left = Program[x].IsConstant, right = Program[y].IsConstant;
        int fraction = left ? Fraction(y) : right ? Fraction(x) : Math.Min(Fraction(x), Fraction(y));
        int Side(Value v, bool up) => Program[v].IsConstant
            ? _b.Constant(Type(fraction), Saturate(up ? Math.Ceiling(Scaled(v, fraction)) : Math.Floor(Scaled(v, fraction))))
            : Aligned(v, fraction).Value;
        return (_b.Add(Truth(opcode), Side(x, !strict), Side(y, strict)), Interval.Zero);
    }

    private long Saturate(double raw) => (long)Math.Min(Math.Max(raw, Type(0).Low), Type(0).High);

    private double Scaled(Value constant, int fraction) => Program[constant].Constant * Math.Pow(2, fraction);

    private int Fraction(Value v) => _formats.Fractions[v.Index];

    private (int, Interval) Number(Operation operation)
    {
        Function f = operation.Function!;
        int fraction = _formats.Fractions[_at];
        Value[] o = [.. operation.Operands];
        if (Tabulation.Find(f) is { } tabulation) return Look(tabulation, o[0], fraction);
        if (IsSum(operation)) return Sum(o[0], o[1], f == Functions.Subtract, fraction);
        if (f == Functions.Negate)
        {
            (int a, Interval e) = Aligned(o[0], fraction);
            return (Emit(FixedOpcode.Subtract, fraction, -e, [_b.Constant(Type(fraction), 0), a]), -e);
        }

        if (f == Functions.Multiply)
        {
            return Program[o[0]].IsConstant ? Scale(Program[o[0]].Constant, o[1], fraction)
                : Program[o[1]].IsConstant ? Scale(Program[o[1]].Constant, o[0], fraction)
                : Product(o[0], o[1], fraction);
        }

        bool least = f == Functions.Min || f == Functions.AtMost;
        if (least || f == Functions.Max || f == Functions.AtLeast)
        {
            (int a, Interval ea) = Aligned(o[0], fraction);
            (int b, Interval eb) = Aligned(o[1], fraction);
            Interval error = ea.Hull(eb);
            if (Program[o[1]].IsConstant)
            {
                // A number bounds the result as it bounds the exact one, however far that is off.
                Interval before = _within[o[0].Index];
                double bound = Program[o[1]].Constant + eb.Centre;
                _within[_at] = least ? new(Math.Min(before.Low, bound), Math.Min(before.High, bound)) : new(Math.Max(before.Low, bound), Math.Max(before.High, bound));
                error = error.Intersect((_within[_at] - Range()).Hull(Interval.Zero));
            }

            return (Emit(least ? FixedOpcode.Minimum : FixedOpcode.Maximum, fraction, error, [a, b]), error);
        }

        if (f == Functions.Relu || f == Functions.Abs)
        {
            (int a, Interval e) = Aligned(o[0], fraction);
            int zero = _b.Constant(Type(fraction), 0);
            int other = f == Functions.Relu ? zero : Emit(FixedOpcode.Subtract, fraction, -e, [zero, a], -Range(o[0]));
            Interval both = f == Functions.Relu ? e.Hull(Interval.Zero) : e.Hull(-e);
            return (Emit(FixedOpcode.Maximum, fraction, both, [a, other]), both);
        }

        if (f == Functions.Select || f == Functions.SelectRarely)
        {
            (int a, Interval ea) = Aligned(o[1], fraction);
            (int b, Interval eb) = Aligned(o[2], fraction);
            return (Emit(FixedOpcode.Select, fraction, ea.Hull(eb), [_value[o[0].Index], a, b]), ea.Hull(eb));
        }

        if (f == Functions.Heaviside)
        {
            int positive = _b.Add(Truth(FixedOpcode.LessOrEqual), _b.Constant(Type(Fraction(o[0])), 0), _value[o[0].Index]);
            return (Emit(FixedOpcode.Select, fraction, Interval.Zero, [positive, Constant(1, fraction).Value, _b.Constant(Type(fraction), 0)]), Interval.Zero);
        }

        throw new NotInFixedPointException(operation.Symbol?.Name ?? f.Name, operation.Note);
    }

    private Interval Range() => _setting.Ranges[_at];

    private Interval Range(Value v) => _setting.Ranges[v.Index];

    /// <summary>An operation whose real result is that of the present value, or lies in <paramref name="range"/>.</summary>
    private int Emit(FixedOpcode opcode, int fraction, Interval error, int[] operands, Interval? range = null, int shift = 0, FixedRounding rounding = FixedRounding.Floor, int slot = 0)
    {
        Interval value = range is { } other ? other + error : (Range() + error).Intersect(_within[_at]);
        if (range is null && _setting.Kept.TryGetValue(_at, out Interval kept)) value = value.Intersect(kept);
        Interval raw = value * Interval.Point(Math.Pow(2, fraction));
        FixedType type = Type(fraction);
        double low = Math.Floor(raw.Low), high = Math.Ceiling(raw.High);
        if (!(low >= type.Low && high <= type.High)) throw new NoRoomException(_at);
        FixedOperation operation = new()
        {
            Opcode = opcode, Type = type, Shift = shift, Rounding = rounding, Slot = slot, Range = new((long)low, (long)high, true),
            Name = range is null ? Program.Operations[_at].Name ?? "" : "",
        };
        _draws |= operation.Draws;
        return _b.Add(operation, operands);
    }

    private (int Value, Interval Error) Constant(double value, int fraction, double offset = 0)
    {
        FixedType type = Type(fraction);
        double raw = Math.Round((value + offset) * Math.Pow(2, fraction));
        if (!(raw >= type.Low && raw <= type.High)) throw new NoRoomException(_at);
        return (_b.Constant(type, (long)raw), Interval.Point(type.ToDouble((long)raw)) - Interval.Point(value));
    }

    /// <summary>A value with another fraction.</summary>
    private (int Value, Interval Error) Aligned(Value v, int fraction, bool dithers = false)
    {
        if (Program[v].IsConstant) return Constant(Program[v].Constant, fraction);
        return Align(_value[v.Index], _error[v.Index], Range(v), Fraction(v), fraction, dithers);
    }

    private (int Value, Interval Error) Align(int value, Interval error, Interval range, int from, int fraction, bool dithers)
    {
        if (fraction == from) return (value, error);
        if (fraction > from) return (Emit(FixedOpcode.ShiftLeft, fraction, error, [value], range, fraction - from), error);
        if (from - fraction >= Bits) return (_b.Constant(Type(fraction), 0), -range);
        FixedRounding rounding = dithers ? FixedRounding.Stochastic : _rounding;
        error += Dropped(fraction, from - fraction, rounding);
        return (Emit(FixedOpcode.ShiftRight, fraction, error, [value], range, from - fraction, rounding), error);
    }

    /// <summary>By how much a shift to the right to a fraction may be off.</summary>
    private static Interval Dropped(int fraction, int shift, FixedRounding rounding)
    {
        double ulp = Math.Pow(2, -fraction), exact = ulp * Math.Pow(2, -shift);
        if (shift == 0) return Interval.Zero;
        return rounding switch
        {
            FixedRounding.Floor => new(exact - ulp, 0),
            FixedRounding.Stochastic => new(exact - ulp, ulp),
            _ => new(-ulp / 2, ulp / 2),
        };
    }

    private (int, Interval) Sum(Value x, Value y, bool minus, int fraction)
    {
        bool dither = _dithered.Contains(_at);
        if (Program[x].IsConstant || Program[y].IsConstant)
        {
            (Value constant, Value other) = Program[x].IsConstant ? (x, y) : (y, x);
            (int a, Interval e) = Aligned(other, fraction, dither);
            bool negated = minus && other == y;
            double bias = _formats.IsWhole[_at] ? 0 : e.IsBounded ? (e.Low + e.High) / 2 : 0;
            (int c, Interval ec) = Constant(Program[constant].Constant, fraction, minus && constant == y ? bias : negated ? bias : -bias);
            Interval error = minus ? (constant == x ? ec - e : e - ec) : e + ec;
            return (Emit(minus ? FixedOpcode.Subtract : FixedOpcode.Add, fraction, error, constant == x ? [c, a] : [a, c]), error);
        }

        (int left, Interval el) = Aligned(x, fraction, dither);
        (int right, Interval er) = Aligned(y, fraction, dither);
        Interval total = minus ? el - er : el + er;
        return (Emit(minus ? FixedOpcode.Subtract : FixedOpcode.Add, fraction, total, [left, right]), total);
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
            if (power != 0) value = Emit(FixedOpcode.Relabel, moved, e, [value], range);
            if (factor < 0) (value, e, range) = (Emit(FixedOpcode.Subtract, moved, -e, [_b.Constant(Type(moved), 0), value], -range), -e, -range);
            return Align(value, e, range, moved, fraction, _increments.Contains(_at));
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
        FixedRounding rounding = Rounding(left);
        Interval error = (_error[x.Index] * Interval.Point(raw * Math.Pow(2, -places))) + (Range(x) * off) + Dropped(target, shift, rounding);
        int product = Emit(FixedOpcode.Multiply, target, error, [_value[x.Index], _b.Constant(Type(places), (long)raw)], left > 0 ? _setting.Ranges[_at] : null, shift, rounding);
        return left == 0 ? (product, error) : Align(product, error, _setting.Ranges[_at], target, fraction, false);
    }

    private (int, Interval) Product(Value x, Value y, int fraction)
    {
        int shift = Fraction(x) + Fraction(y) - fraction, left = 0, target = fraction;
        if (Bits == 32 && shift is > 0 and < 32 && !_formats.Exact[_at]) (shift, left, target) = (32, 32 - shift, fraction - (32 - shift));
        if (shift is < 0 or > 62) throw new NoRoomException(_at);
        Interval a = Range(x), b = Range(y), ea = _error[x.Index], eb = _error[y.Index];
        FixedRounding rounding = Rounding(left);
        Interval error = (a * eb) + (b * ea) + (ea * eb) + Dropped(target, shift, rounding);
        int product = Emit(FixedOpcode.Multiply, target, error, [_value[x.Index], _value[y.Index]], left > 0 ? _setting.Ranges[_at] : null, shift, rounding);
        return left == 0 ? (product, error) : Align(product, error, _setting.Ranges[_at], target, fraction, false);
    }

    private FixedRounding Rounding(int left) => left == 0 && _increments.Contains(_at) ? FixedRounding.Stochastic : _rounding;

    private void Store(Result result)
    {
        Symbol target = result.Target;
        _at = result.Value.Index;
        _b.Equation = Program[result.Value].Note ?? "";
        if (target.Kind == SymbolKind.Fired)
        {
            _b.Add(new FixedOperation { Opcode = FixedOpcode.Spike, Type = FixedType.Bool }, _value[_at]);
        }
        else if (target.Kind == SymbolKind.Output)
        {
            int value = Program[result.Value].IsConstant ? Constant(Program[result.Value].Constant, Bits - 2).Value : _value[_at];
            _b.Add(new FixedOperation { Opcode = FixedOpcode.StoreOutput, Type = _b.TypeOf(value) }, value);
        }
        else if (_setting.States.Contains(target))
        {
            FixedType type = TypeOf(target);
            (int value, Interval error) = target.Type == TermType.Bool
                ? (_b.Add(new FixedOperation { Opcode = FixedOpcode.Select, Type = type, Range = new(0, 1, true) }, _value[_at], _b.Constant(type, 1), _b.Constant(type, 0)), Interval.Zero)
                : _setting.Clamped.Contains(target) ? Clamped(result.Value, target) : Aligned(result.Value, type.Fraction);
            Errors[target] = error;
            _b.Add(new FixedOperation { Opcode = FixedOpcode.StoreState, Type = type, Slot = _setting.States.ToList().IndexOf(target) }, value);
        }
    }

    // Clamped where it still has room: before it is made finer, after it is made coarser.
    private (int Value, Interval Error) Clamped(Value next, Symbol target)
    {
        int to = TypeOf(target).Fraction, fraction = Program[next].IsConstant ? to : Math.Min(Fraction(next), to);
        (int value, Interval error) = Aligned(next, fraction);
        (long low, long high) = RawBounds(target);
        long scale = 1L << (to - fraction);
        long least = (long)Math.Ceiling((double)low / scale), most = (long)Math.Floor((double)high / scale);
        FixedOperation bound = new() { Opcode = FixedOpcode.Minimum, Type = Type(fraction), Range = new(Math.Min(most, _b.RangeOf(value).Low), most, true) };
        value = _b.Add(bound, value, _b.Constant(Type(fraction), most));
        value = _b.Add(bound with { Opcode = FixedOpcode.Maximum, Range = new(least, most, true) }, value, _b.Constant(Type(fraction), least));

        // Within bounds now, whatever the error.
        Interval bounds = _setting.Bounds[target];
        return (Align(value, Interval.Zero, bounds, fraction, to, false).Value, error.Intersect(bounds - bounds));
    }

    private static bool IsPowerOfTwo(double x, out int power)
    {
        power = (int)Math.Round(Math.Log(x, 2));
        return Math.Pow(2, power) == x;
    }
}
