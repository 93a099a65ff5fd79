using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>The fraction bits of every value of a program, and which products are taken exactly where the cheap way drops bits.</summary>
internal sealed class Formats
{
    /// <summary>Every value as fine as its bounds allow.</summary>
    public Formats(Setting setting)
    {
        (StepProgram program, Interval[] ranges, int bits) = (setting.Program, setting.Ranges, setting.Bits);
        int n = program.Operations.Length;
        Fractions = new int[n];
        Most = new int[n];
        Exact = new bool[n];
        IsWhole = new bool[n];
        for (int i = 0; i < n; i++)
        {
            Operation operation = program.Operations[i];
            bool Whole(Value v) => IsWhole[v.Index] || (program[v].IsConstant && program[v].Constant == Math.Floor(program[v].Constant));
            IsWhole[i] = operation.Type == TermType.Real && (operation.Symbol?.Kind == SymbolKind.Remaining
                || (operation.Operands.Any(o => IsWhole[o.Index]) && operation.Operands.All(o => program[o].Type == TermType.Bool || Whole(o)) && operation.Function != Functions.Multiply));
            // What is given is as exact as its format: no room is left for errors; none for those of a state that is clamped either, not even for its end.
            double magnitude = ranges[i].Magnitude * (1 + Math.Pow(2, 4 - bits));
            Most[i] = IsWhole[i] || operation.Type == TermType.Bool ? 0
                : magnitude == 0 ? bits - 1
                : Math.Min(bits - 1 + 12, bits - 1 - (operation.Symbol?.Kind == SymbolKind.Input ? Exponent(ranges[i], bits) : IsClamped(operation.Symbol) ? (int)Math.Ceiling(Math.Log(ranges[i].Magnitude, 2)) : Exponent(magnitude, bits)));
            Fractions[i] = Most[i];
        }

        foreach (KeyValuePair<int, Symbol> end in setting.Ends)
        {
            if (setting.LoadOf(end.Value) is >= 0 and var load) Fractions[end.Key] = Most[end.Key] = Most[load];
        }

        bool IsClamped(Symbol? symbol) => symbol is { Kind: SymbolKind.State } && setting.Clamped.Contains(symbol);
    }

    private Formats(Formats other)
    {
        (Fractions, Most, Exact, IsWhole) = ([.. other.Fractions], other.Most, [.. other.Exact], other.IsWhole);
    }

    /// <summary>The fraction bits of each value.</summary>
    public int[] Fractions { get; }

    /// <summary>The most fraction bits that a value's bounds allow.</summary>
    public int[] Most { get; }

    /// <summary>Whether a product keeps all its bits at the cost of more instructions.</summary>
    public bool[] Exact { get; }

    /// <summary>Whether a value is an integer: a count of steps.</summary>
    public bool[] IsWhole { get; }

    public Formats Copy() => new(this);

    // The least e for which what is given, brought to whole units from 2^(e + 1 - bits) inwards, lies within the word.
    private static int Exponent(Interval given, int bits)
    {
        double most = Math.Pow(2, bits - 1);
        int e = (int)Math.Ceiling(Math.Log(given.Magnitude, 2)) - 1;
        while (Math.Ceiling(given.Low * most * Math.Pow(2, -e)) < -most || Math.Floor(given.High * most * Math.Pow(2, -e)) > most - 1) e++;
        return e;
    }

    // The least e for which the magnitude is at most 2^e less one unit.
    private static int Exponent(double magnitude, int bits)
    {
        int e = (int)Math.Ceiling(Math.Log(magnitude, 2));
        while (magnitude > Math.Pow(2, e) * (1 - Math.Pow(2, 1 - bits))) e++;
        return e;
    }
}
