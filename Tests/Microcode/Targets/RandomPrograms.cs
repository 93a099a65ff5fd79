using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NeuronDsl.Microcode;

namespace NeuronDsl.Tests.Microcode.Targets;

/// <summary>Well-formed programs of all operations, formats, roundings and overflows, drawn at random.</summary>
internal sealed class RandomPrograms
{
    private readonly Random _random;
    private readonly FixedProgramBuilder _builder = new();
    private readonly List<FixedTable> _tables = [];
    private readonly int _bits, _operations;
    private readonly Features _features;

    private RandomPrograms(int seed, int bits, Features features, int operations) => (_random, _bits, _features, _operations) = (new Random(seed), bits, features, operations);

    /// <summary>What a machine can do without.</summary>
    [Flags]
    public enum Features
    {
        None = 0,
        Stochastic = 1,
        NarrowTypes = 2,
        NearestEven = 4,
        WideShifts = 8,
        Unsigned = 16,
        ShiftRightBy = 32,
        All = 63,
    }

    public static FixedProgram Make(int seed, int bits, Features features = Features.All, int operations = 24) => new RandomPrograms(seed, bits, features, operations).Make(seed);

    private FixedProgram Make(int seed)
    {
        int streams = Has(Features.Stochastic) ? 1 + _random.Next(2) : 0;
        FixedVariable[] states = [.. Enumerable.Range(0, 3).Select(i => Variable($"x{i}", FixedRole.State))];
        FixedVariable[] inputs = [.. Enumerable.Range(0, 2).Select(i => Variable($"i{i}", FixedRole.Input))];
        List<int> values = [];
        for (int i = 0; i < states.Length; i++) values.Add(_builder.Add(new FixedOperation { Opcode = FixedOpcode.LoadState, Slot = i, Type = states[i].Type, Range = Whole(states[i].Type) }));
        for (int i = 0; i < inputs.Length; i++) values.Add(_builder.Add(new FixedOperation { Opcode = FixedOpcode.LoadInput, Slot = i, Type = inputs[i].Type, Range = Whole(inputs[i].Type) }));
        List<int> truths = [Compare(values[0], Convert(values[1], _builder.TypeOf(values[0]), 0))];
        for (int i = 0; i < _operations; i++)
        {
            _builder.Equation = $"equation {i / 4}";
            Add(values, truths, streams);
        }

        for (int i = 0; i < states.Length; i++) Store(FixedOpcode.StoreState, i, Convert(values[^(1 + i)], states[i].Type, streams));
        Store(FixedOpcode.StoreOutput, 0, values[^4]);
        Store(FixedOpcode.Spike, 0, truths[^1]);
        return new FixedProgram
        {
            Name = $"Random{seed}", Bits = _bits, Streams = streams, States = [.. states], Inputs = [.. inputs], Tables = [.. _tables], Operations = _builder.Build(),
        };
    }

    private bool Has(Features feature) => (_features & feature) != 0;

    private void Add(List<int> values, List<int> truths, int streams)
    {
        int a = values[_random.Next(values.Count)];
        FixedType type = _builder.TypeOf(a);
        int b = Convert(values[_random.Next(values.Count)], type, streams);
        FixedOverflow overflow = Overflow();
        switch (_random.Next(14))
        {
            case 0 or 1: values.Add(Operation(FixedOpcode.Add, type, overflow, a, b)); break;
            case 2: values.Add(Operation(FixedOpcode.Subtract, type, overflow, a, b)); break;
            case 3 or 4: values.Add(Product(a, values[_random.Next(values.Count)], streams)); break;
            case 5:
                int left = _random.Next(type.Width);
                values.Add(_builder.Add(new() { Opcode = FixedOpcode.ShiftLeft, Type = type with { Fraction = type.Fraction + left }, Shift = left, Overflow = overflow, Range = Whole(type) }, a));
                break;
            case 6:
                int right = _random.Next(type.Width);
                values.Add(_builder.Add(Rounded(new() { Opcode = FixedOpcode.ShiftRight, Type = type with { Fraction = type.Fraction - right }, Shift = right, Range = Whole(type) }, streams), a));
                break;
            case 7:
                if (!Has(Features.ShiftRightBy)) break;
                FixedType count = new(type.Width > 16 ? 6 : type.Width > 8 ? 5 : 4, 0);
                int most = Math.Min(type.Width - 1, (1 << (count.Width - 1)) - 1);
                int by = _builder.Add(new() { Opcode = FixedOpcode.Maximum, Type = count, Range = new(0, count.High, true) },
                    Convert(a, count, 0), _builder.Constant(count, 0));
                by = _builder.Add(new() { Opcode = FixedOpcode.Minimum, Type = count, Range = new(0, most, true) }, by, _builder.Constant(count, most));
                values.Add(_builder.Add(Rounded(new() { Opcode = FixedOpcode.ShiftRightBy, Type = type, Range = Whole(type) }, streams), a, by));
                break;
            case 8: truths.Add(Compare(a, b)); break;
            case 9:
                int p = truths[_random.Next(truths.Count)], q = truths[_random.Next(truths.Count)];
                truths.Add(_random.Next(3) switch
                {
                    0 => Operation(FixedOpcode.And, FixedType.Bool, default, p, q),
                    1 => Operation(FixedOpcode.Or, FixedType.Bool, default, p, q),
                    _ => Operation(FixedOpcode.Not, FixedType.Bool, default, p),
                });
                break;
            case 10 or 11: values.Add(Operation(FixedOpcode.Select, type, default, truths[_random.Next(truths.Count)], a, b)); break;
            case 12: values.Add(Operation(_random.Next(2) == 0 ? FixedOpcode.Minimum : FixedOpcode.Maximum, type, default, a, b)); break;
            default: values.Add(Interpolated(a, streams)); break;
        }
    }

    private int Operation(FixedOpcode opcode, FixedType type, FixedOverflow overflow, params int[] operands) =>
        _builder.Add(new() { Opcode = opcode, Type = type, Overflow = overflow, Range = Whole(type) }, operands);

    private int Compare(int a, int b) => Operation(
        new[] { FixedOpcode.Less, FixedOpcode.LessOrEqual, FixedOpcode.Equal, FixedOpcode.NotEqual }[_random.Next(4)], FixedType.Bool, default, a, _random.Next(4) == 0 ? Constant(_builder.TypeOf(a)) : b);

    private int Product(int a, int b, int streams)
    {
        if (_random.Next(3) == 0) b = Constant(Type());
        int most = Has(Features.WideShifts) ? _bits == 32 ? 62 : 40 : 15, shift = _random.Next(3) == 0 ? _random.Next(most + 1) : Math.Min(most, Math.Max(0, Low(a) + Low(b) - _bits + _random.Next(3)));
        FixedType type = Type() with { Fraction = _builder.TypeOf(a).Fraction + _builder.TypeOf(b).Fraction - shift };
        return _builder.Add(Rounded(new() { Opcode = FixedOpcode.Multiply, Type = type, Shift = shift, Overflow = Overflow(), Range = Whole(type) }, streams), a, b);
    }

    private int Low(int value) => _builder.TypeOf(value).Width;

    // The value in another format, by a product with a constant.
    private int Convert(int value, FixedType to, int streams)
    {
        FixedType from = _builder.TypeOf(value);
        if (from == to) return value;
        int shift = Math.Min(15, Math.Max(0, from.Width + 6 - to.Width));
        FixedType factor = new(8, to.Fraction + shift - from.Fraction);
        return _builder.Add(Rounded(new() { Opcode = FixedOpcode.Multiply, Type = to, Shift = shift, Overflow = FixedOverflow.Saturate, Range = Whole(to) }, streams),
            value, _builder.Constant(factor, _random.Next(1, 128)));
    }

    private int Constant(FixedType type) => _builder.Constant(type, _random.Next(4) switch
    {
        0 => type.Low,
        1 => type.High,
        2 => 1L << _random.Next(type.Width - 1),
        _ => _random.NextInt64(type.Low, type.High + 1),
    });

    private int Interpolated(int value, int streams)
    {
        FixedType argument = new(Has(Features.NarrowTypes) ? 10 : _bits, 3), type = new(_bits, 5);
        int a = Convert(value, argument, 0), shift = Has(Features.NarrowTypes) ? _random.Next(7) : _bits - 5;
        if (_tables.Count < 3)
        {
            long first = argument.Low >> shift, cells = (argument.High >> shift) - first + 1;
            long bound = type.High >> (_random.Next(2) == 0 ? 1 : 4);
            _tables.Add(new FixedTable
            {
                Name = $"f{_tables.Count}", Argument = argument, Type = type, Shift = shift, First = first,
                Nodes = [.. Enumerable.Range(0, (int)cells + 1).Select(_ => _random.NextInt64(-bound, bound))],
            });
        }

        int table = _random.Next(_tables.Count);
        return _builder.Add(Rounded(new() { Opcode = FixedOpcode.Interpolate, Slot = table, Shift = _tables[table].Shift, Type = type, Range = Whole(type) }, streams), a);
    }

    private FixedOperation Rounded(FixedOperation operation, int streams)
    {
        FixedRounding rounding = (FixedRounding)_random.Next(4);
        if (rounding == FixedRounding.NearestEven && !Has(Features.NearestEven)) rounding = FixedRounding.Nearest;
        if (rounding == FixedRounding.Stochastic && streams == 0) rounding = FixedRounding.Floor;
        return operation with { Rounding = rounding, Stream = rounding == FixedRounding.Stochastic ? _random.Next(streams) : 0 };
    }

    private FixedOverflow Overflow() => (FixedOverflow)_random.Next(2);

    private void Store(FixedOpcode opcode, int slot, int value) => _builder.Add(new() { Opcode = opcode, Slot = slot, Type = _builder.TypeOf(value) }, value);

    private FixedVariable Variable(string name, FixedRole role)
    {
        FixedType type = new(_bits, _random.Next(_bits + 4), !Has(Features.Unsigned) || _bits == 32 || _random.Next(4) > 0);
        return new FixedVariable { Name = name, Role = role, Type = type, Range = Whole(type) };
    }

    private FixedType Type() =>
        Has(Features.NarrowTypes) && _random.Next(2) == 0 ? new(_random.Next(2, _bits), 0, !Has(Features.Unsigned) || _random.Next(3) > 0)
        : Has(Features.Unsigned) && _bits == 16 && _random.Next(4) == 0 ? new(16, 0, false)
        : new(_bits, 0);

    private static FixedRange Whole(FixedType type) => new(type.Low, type.High, true);
}
