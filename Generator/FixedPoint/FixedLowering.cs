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
        _moves = new double[_value.Length];
        if (setting.Bits == 16) foreach (Result result in Program.Results.Where(r => r.Target.Kind == SymbolKind.State)) Follow(result.Value, result.Target, setting.Gains[result.Target]);
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
        int load = _setting.LoadOf(symbol);
        return new(Bits, load < 0 ? Default(symbol) : symbol.Type == TermType.Bool ? 0 : _formats.Fractions[load]);
    }

    /// <summary>The raw bounds of a state or an input: the raw values inside the real ones.</summary>
    public (long Low, long High) RawBounds(Symbol symbol)
    {
        Interval bounds = _setting.Bounds[symbol];
        double scale = Math.Pow(2, TypeOf(symbol).Fraction);
        long low = (long)Math.Ceiling(bounds.Low * scale), high = (long)Math.Floor(bounds.High * scale);

        // Clamped states end where their words do.
        if (_setting.Clamped.Contains(symbol)) (low, high) = (Math.Max(low, TypeOf(symbol).Low), Math.Min(high, TypeOf(symbol).High));
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
            if (_setting.Saturates && operation.Type == TermType.Real) _within[_at] = Real(_b.RangeOf(_value[_at]), Fraction(new Value(_at)));
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
        if (operation.IsSum) return Sum(o[0], o[1], f == Functions.Subtract, fraction);
        if (f == Functions.Negate)
        {
            (int a, Interval e) = Aligned(o[0], fraction);
            return Emit(FixedOpcode.Subtract, fraction, -e, [_b.Constant(Type(fraction), 0), a]);
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

            return Emit(least ? FixedOpcode.Minimum : FixedOpcode.Maximum, fraction, error, [a, b]);
        }

        if (f == Functions.Relu || f == Functions.Abs)
        {
            (int a, Interval e) = Aligned(o[0], fraction);
            int zero = _b.Constant(Type(fraction), 0);
            (int other, Interval negated) = f == Functions.Relu ? (zero, Interval.Zero) : Emit(FixedOpcode.Subtract, fraction, -e, [zero, a], -Range(o[0]));
            return Emit(FixedOpcode.Maximum, fraction, e.Hull(negated), [a, other]);
        }

        if (f == Functions.Select || f == Functions.SelectRarely)
        {
            (int a, Interval ea) = Aligned(o[1], fraction);
            (int b, Interval eb) = Aligned(o[2], fraction);
            return Emit(FixedOpcode.Select, fraction, ea.Hull(eb), [_value[o[0].Index], a, b]);
        }

        if (f == Functions.Heaviside)
        {
            int positive = _b.Add(Truth(FixedOpcode.LessOrEqual), _b.Constant(Type(Fraction(o[0])), 0), _value[o[0].Index]);
            return Emit(FixedOpcode.Select, fraction, Interval.Zero, [positive, Constant(1, fraction).Value, _b.Constant(Type(fraction), 0)]);
        }

        throw new NotInFixedPointException(operation.Symbol?.Name ?? f.Name, operation.Note);
    }

    private Interval Range() => _setting.Ranges[_at];

    private Interval Range(Value v) => _setting.Ranges[v.Index];

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
        if (fraction > from) return Emit(FixedOpcode.ShiftLeft, fraction, error, [value], range, fraction - from);
        if (from - fraction >= Bits) return (_b.Constant(Type(fraction), 0), -range);
        FixedRounding rounding = dithers ? FixedRounding.Stochastic : _rounding;
        error += Dropped(fraction, from - fraction, rounding);
        return Emit(FixedOpcode.ShiftRight, fraction, error, [value], range, from - fraction, rounding);
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

        // Within bounds now, whatever the error; coarse words end before the bounds do.
        Interval bounds = _setting.Bounds[target];
        error = error.Inflate(Math.Max(high - (most * scale), (least * scale) - low) * Type(to).Ulp);
        if (to > fraction) value = _b.Add(new FixedOperation { Opcode = FixedOpcode.ShiftLeft, Type = Type(to), Shift = to - fraction, Range = new(least * scale, most * scale, true) }, value);
        return (value, error.Intersect(bounds - bounds));
    }
}
