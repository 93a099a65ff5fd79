using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <content>What is rounded at random: increments that are small beside their state, and what they are made of.</content>
internal sealed partial class FixedLowering
{
    // A rounding that moves a state by less than this part of its unit may have any bias: a step's own rounding hides it.
    private const double Negligible = 0.5;

    // By value, how many units of a state a unit of the value is at most, times the value's unit: 0 for what is no part of an increment.
    private readonly double[] _moves;

    /// <summary>
    /// Finds what is added to a state: on 16 bits an increment is so small beside the state that rounding to nearest would lose it, or double it, again and
    /// again. It is rounded at random, and so is what it is made of where a unit of that moves the state.
    /// </summary>
    private bool Follow(Value value, Symbol state, double[] gains)
    {
        Operation operation = Program[value];
        if (operation.Symbol is not null) return operation.Symbol.Equals(state);
        if (operation.Function is not { } f) return false;
        if (f == Functions.Select) return Follow(operation.Operands[1], state, gains) | Follow(operation.Operands[2], state, gains);
        if (!operation.IsSum) return false;
        bool left = Follow(operation.Operands[0], state, gains), right = Follow(operation.Operands[1], state, gains);
        if (left == right) return false;
        double unit = TypeOf(state).Ulp;
        _moves[value.Index] = 1 / unit;
        Dither(operation.Operands[left ? 1 : 0], gains, unit, []);
        return true;
    }

    // Down to tables and to what is loaded.
    private void Dither(Value part, double[] gains, double unit, HashSet<int> seen)
    {
        Operation operation = Program[part];
        if (!seen.Add(part.Index) || operation.Type == TermType.Bool || operation.Function is not { } f || Ranges.Tabulation.Find(f) is not null) return;
        _moves[part.Index] = Math.Max(_moves[part.Index], gains[part.Index] / unit);
        foreach (Value o in operation.Operands) Dither(o, gains, unit, seen);
    }

    /// <summary>Whether bits that the present value drops are rounded at random.</summary>
    /// <param name="fraction">The bits that remain behind the point.</param>
    private bool Dithers(int fraction) => _moves[_at] * Math.Pow(2, -fraction) > Negligible;
}
