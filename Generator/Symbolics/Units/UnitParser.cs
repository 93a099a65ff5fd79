using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics.Units;

/// <summary>
/// Reads units as people write them: <c>mV</c>, <c>uA/cm^2</c>, <c>1/ms</c>, <c>nS*mV</c>, <c>kHz</c>, <c>MΩ</c>, <c>m s^-1</c>, <c>cm²</c>. A unit
/// behind a slash divides, as does each further one behind a slash of its own.
/// </summary>
internal static class UnitParser
{
    private static readonly Dictionary<string, Unit> Named = new()
    {
        ["V"] = Unit.Of(1, 2, 1, -3, -1),
        ["A"] = Unit.Of(1, 0, 0, 0, 1),
        ["S"] = Unit.Of(1, -2, -1, 3, 2),
        ["Ohm"] = Unit.Of(1, 2, 1, -3, -2),
        ["F"] = Unit.Of(1, -2, -1, 4, 2),
        ["s"] = Unit.Of(1, 0, 0, 1),
        ["Hz"] = Unit.Of(1, 0, 0, -1),
        ["C"] = Unit.Of(1, 0, 0, 1, 1),
        ["M"] = Unit.Of(1000, -3, 0, 0, 0, 0, 1),
        ["m"] = Unit.Of(1, 1),
        ["g"] = Unit.Of(1e-3, 0, 1),
        ["K"] = Unit.Of(1, 0, 0, 0, 0, 1),
        ["mol"] = Unit.Of(1, 0, 0, 0, 0, 0, 1),
        ["cd"] = Unit.Of(1, 0, 0, 0, 0, 0, 0, 1),
        ["N"] = Unit.Of(1, 1, 1, -2),
        ["J"] = Unit.Of(1, 2, 1, -2),
        ["W"] = Unit.Of(1, 2, 1, -3),
        ["Pa"] = Unit.Of(1, -1, 1, -2),
        ["Wb"] = Unit.Of(1, 2, 1, -2, -1),
        ["H"] = Unit.Of(1, 2, 1, -2, -2),
        ["T"] = Unit.Of(1, 0, 1, -2, -1),
        ["l"] = Unit.Of(1e-3, 3),
        ["L"] = Unit.Of(1e-3, 3),
    };

    // Other spellings, and units that take no prefix.
    private static readonly Dictionary<string, Unit> Whole = new()
    {
        ["%"] = Unit.Of(0.01),
        ["rad"] = Unit.One,
        ["min"] = Unit.Of(60, 0, 0, 1),
        ["h"] = Unit.Of(3600, 0, 0, 1),
        ["ohm"] = Named["Ohm"],
    };

    private static readonly Dictionary<string, int> Prefixes = new()
    {
        [""] = 0, ["m"] = -3, ["u"] = -6, ["n"] = -9, ["p"] = -12, ["k"] = 3, ["M"] = 6, ["G"] = 9, ["f"] = -15, ["c"] = -2, ["T"] = 12, ["a"] = -18, ["d"] = -1, ["h"] = 2,
    };

    /// <summary>What a near miss is looked for among.</summary>
    public static IEnumerable<string> Common { get; } = [.. from unit in new[] { "V", "A", "S", "F", "s", "Hz", "Ohm", "m" } from prefix in new[] { "m", "u", "n", "p", "k", "M", "c", "" } select prefix + unit];

    /// <summary>Reads a unit.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="unit">The unit, null where the text is none.</param>
    /// <param name="wrong">The part that is not understood.</param>
    public static bool TryParse(string text, out Unit? unit, out string wrong)
    {
        unit = new Reader(Normalise(text)).Read(out wrong);
        return unit is not null;
    }

    /// <summary>A named unit with a prefix that is a power of a thousand; null where it is none.</summary>
    public static string? NameOf(Unit unit)
    {
        foreach (KeyValuePair<string, Unit> named in Named.Where(n => n.Key is not ("g" or "M" or "l" or "L" or "Hz") && n.Value.IsLike(unit)))
        {
            foreach (KeyValuePair<string, int> prefix in Prefixes.Where(p => p.Value % 3 == 0))
            {
                if (unit.Equals(named.Value.Times(Math.Pow(10, prefix.Value)))) return prefix.Key + named.Key;
            }
        }

        return null;
    }

    private static string Normalise(string text) => text
        .Replace("\u00B5", "u").Replace("\u03BC", "u").Replace("\u2126", "Ohm").Replace("\u03A9", "Ohm").Replace("·", "*").Replace("\u22C5", "*").Replace("×", "*").Replace("**", "^")
        .Replace("²", "^2").Replace("³", "^3").Replace("⁻¹", "^-1").Replace("⁻^2", "^-2").Replace("⁻^3", "^-3").Replace("−", "-").Trim();

    private static Unit? Symbol(string name)
    {
        if (Named.TryGetValue(name, out Unit? unit) || Whole.TryGetValue(name, out unit)) return unit;
        for (int length = Math.Min(1, name.Length - 1); length > 0; length--)
        {
            if (Prefixes.TryGetValue(name.Substring(0, length), out int power) && Named.TryGetValue(name.Substring(length), out unit)) return unit.Times(Math.Pow(10, power));
        }

        // The prefixed spelling in small letters: Mohm.
        return name.EndsWith("ohm", StringComparison.Ordinal) && Prefixes.TryGetValue(name.Substring(0, name.Length - 3), out int of) ? Named["Ohm"].Times(Math.Pow(10, of)) : null;
    }

    /// <summary>Descends over product := power (('*' | '/' | ' ') power)*, power := (symbol | number | '(' product ')') ('^'? number)?.</summary>
    private sealed class Reader(string text)
    {
        private int _at;
        private string _wrong = "";

        public Unit? Read(out string wrong)
        {
            Unit? unit = text.Length == 0 ? Fail("") : Product();
            if (unit is not null && _at < text.Length) unit = Fail(text.Substring(_at));
            wrong = _wrong.Length > 0 ? _wrong : text;
            return unit;
        }

        private Unit? Fail(string part)
        {
            if (_wrong.Length == 0) _wrong = part;
            return null;
        }

        private Unit? Product()
        {
            Unit? product = Power();
            while (product is not null && _at < text.Length && text[_at] != ')')
            {
                bool spaced = SkipBlanks();
                if (_at == text.Length) break;
                char op = text[_at];
                if (op is '*' or '/') _at++;
                else if (!spaced) return Fail(text.Substring(_at));
                SkipBlanks();
                if (Power() is not { } factor) return null;
                product = op == '/' ? product / factor : product * factor;
            }

            return product;
        }

        private Unit? Power()
        {
            Unit? unit;
            if (_at < text.Length && text[_at] == '(')
            {
                _at++;
                unit = Product();
                if (unit is null || _at == text.Length || text[_at++] != ')') return Fail(text);
            }
            else if (_at < text.Length && char.IsDigit(text[_at]))
            {
                if (Number() is not { } number || number <= 0) return Fail(text.Substring(_at));
                return Unit.One.Times(number);
            }
            else
            {
                int start = _at;
                while (_at < text.Length && (char.IsLetter(text[_at]) || text[_at] == '%')) _at++;
                string name = text.Substring(start, _at - start);
                unit = Symbol(name) ?? Fail(name.Length > 0 ? name : text.Substring(start));
            }

            if (unit is null || _at == text.Length) return unit;
            bool caret = text[_at] == '^';
            if (!caret && !char.IsDigit(text[_at])) return unit;
            if (caret) _at++;
            return Exponent() is { } exponent ? unit.Power(exponent) : Fail(text.Substring(_at));
        }

        private double? Exponent()
        {
            bool parenthesised = _at < text.Length && text[_at] == '(';
            if (parenthesised) _at++;
            bool negative = _at < text.Length && text[_at] == '-';
            if (negative) _at++;
            double? value = Number();
            if (parenthesised && value is not null && _at < text.Length && text[_at] == '/')
            {
                _at++;
                value /= Number();
            }

            if (parenthesised && (_at == text.Length || text[_at++] != ')')) return null;
            return negative ? -value : value;
        }

        private double? Number()
        {
            int start = _at;
            while (_at < text.Length && (char.IsDigit(text[_at]) || text[_at] == '.')) _at++;
            return double.TryParse(text.Substring(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;
        }

        private bool SkipBlanks()
        {
            int start = _at;
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at > start;
        }
    }
}
