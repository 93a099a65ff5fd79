using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics.Units;

/// <summary>A physical unit: powers of the seven base units of the SI, and how many of that product it is.</summary>
internal sealed class Unit : IEquatable<Unit>
{
    private static readonly string[] BaseNames = ["m", "kg", "s", "A", "K", "mol", "cd"];

    // Exponents may be fractions: white noise is 1 / sqrt(s).
    private readonly double[] _powers;

    private Unit(double scale, double[] powers)
    {
        Scale = scale;
        _powers = powers;
    }

    /// <summary>A pure number.</summary>
    public static Unit One { get; } = new(1, new double[7]);

    /// <summary>How many of the product of base units it is: 0.001 for mV.</summary>
    public double Scale { get; }

    public static Unit operator *(Unit a, Unit b) => new(a.Scale * b.Scale, [.. a._powers.Zip(b._powers, (x, y) => x + y)]);

    public static Unit operator /(Unit a, Unit b) => a * b.Power(-1);

    /// <summary>A unit of the SI by its powers of m, kg, s, A, K, mol and cd.</summary>
    public static Unit Of(double scale, params int[] powers) => new(scale, [.. Enumerable.Range(0, 7).Select(i => i < powers.Length ? (double)powers[i] : 0)]);

    public Unit Times(double factor) => new(Scale * factor, _powers);

    public Unit Power(double exponent) => new(Math.Pow(Scale, exponent), [.. _powers.Select(p => p * exponent)]);

    /// <summary>Whether the other differs by a factor at most.</summary>
    public bool IsLike(Unit other) => _powers.Zip(other._powers, (a, b) => Math.Abs(a - b) < 1e-9).All(same => same);

    /// <summary>Equal but for the rounding of the factors.</summary>
    public bool Equals(Unit? other) => other is not null && IsLike(other) && Math.Abs(Scale - other.Scale) <= 1e-9 * Math.Abs(Scale);

    public override bool Equals(object? obj) => obj is Unit other && Equals(other);

    public override int GetHashCode() => _powers.Aggregate(17, (hash, p) => unchecked((hash * 31) + Math.Round(p * 360).GetHashCode()));

    /// <summary>
    /// Its name: the first of the given ones that it is, else a named unit of the SI with its prefix, alone or over an area, a time or a
    /// potential, else its base units.
    /// </summary>
    public string Text(IEnumerable<string> preferred)
    {
        if (Equals(One)) return "1";
        foreach (string text in preferred)
        {
            if (UnitParser.TryParse(text, out Unit? known, out _) && Equals(known!)) return text;
        }

        foreach (string divisor in new[] { "", "/cm^2", "/ms", "/m^2", "/s", "*ms", "*s", "*mV", "/mV", "*mV/ms", "/ms^2", "/mV/ms" })
        {
            Unit over = this / Divisor(divisor);
            if (divisor.Length > 0 && over.Equals(One)) return divisor[0] == '/' ? "1" + divisor : divisor.Substring(1);
            if (UnitParser.NameOf(over) is { } name) return name + divisor;
        }

        string scale = Math.Abs(Scale - 1) < 1e-9 ? "" : Scale.ToString("G6", CultureInfo.InvariantCulture) + " ";
        return scale + string.Join("*", BaseNames.Zip(_powers, Factor).Where(f => f.Length > 0));
    }

    private static Unit Divisor(string text) => text.Length == 0 ? One : UnitParser.TryParse(text[0] == '/' ? "1" + text : text.Substring(1), out Unit? unit, out _) ? unit! : One;

    private static string Factor(string name, double power) =>
        Math.Abs(power) < 1e-9 ? "" : Math.Abs(power - 1) < 1e-9 ? name : $"{name}^{power.ToString("0.####", CultureInfo.InvariantCulture)}";
}
