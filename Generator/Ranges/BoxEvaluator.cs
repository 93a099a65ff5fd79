using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Ranges;

/// <summary>
/// Encloses the values of a program over boxes of its variables. Each value is enclosed twice: by interval arithmetic, and to first order by an
/// affine form, its value at the box's centre plus slopes times the variables' deviations, the slopes being intervals that hold the partial derivatives
/// over the box (Neumaier 1990, Interval Methods for Systems of Equations, chapter 2). Where a slope has one sign, a bound is taken at that
/// variable's end: a convex combination thus stays where it is, however often its weight occurs.
/// </summary>
internal sealed class BoxEvaluator
{
    private readonly StepProgram _program;
    private readonly int[] _variable;
    private readonly Interval[] _unsure;
    private readonly int[] _turning;
    private readonly Dictionary<int, int[]> _ancestors;

    public BoxEvaluator(StepProgram program)
    {
        _program = program;
        Variables = [.. program.Operations.Where(o => o.Symbol is not null).Select(o => o.Symbol!)];
        _variable = [.. program.Operations.Select(o => o.Symbol is null ? -1 : Variables.ToList().IndexOf(o.Symbol))];
        _unsure = [.. Enumerable.Repeat(Interval.All, Variables.Count)];
        _turning = Turning(program);
        _ancestors = _turning.ToDictionary(i => i, i => Ancestors(program, i));
    }

    /// <summary>What the program loads; boxes have one interval for each.</summary>
    public IReadOnlyList<Symbol> Variables { get; }

    /// <summary>Each value's enclosure over a box, and the slopes of the results' arithmetic, by value.</summary>
    public (Interval[] Values, Interval[][] Slopes) Evaluate(Interval[] box)
    {
        Interval[] values = new Interval[_program.Operations.Length];
        Interval[][] slopes = new Interval[values.Length][];
        Interval[] centre = [.. box.Select(x => Interval.Point(x.IsBounded ? x.Centre : 0))];
        Interval[] atCentre = Natural(centre, null);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Natural(i, box, values);
            slopes[i] = Slopes(i, values, slopes);
            Interval affine = atCentre[i];
            for (int k = 0; k < box.Length; k++) affine += slopes[i][k] * (box[k] - centre[k]);
            if (_program.Operations[i].Type == TermType.Real) values[i] = values[i].Intersect(affine);
        }

        // What the results are made of is taken at the corners where the slopes point to.
        Dictionary<int, Interval> sharper = [];
        foreach (int i in _turning) sharper[i] = values[i].Intersect(new(End(i, box, slopes[i], 1).Low, End(i, box, slopes[i], -1).High));
        return (Natural(box, sharper, values), slopes);
    }

    /// <summary>A value at the end of the box where it is least or greatest, as far as slopes tell, which they do better where others are at their ends.</summary>
    private Interval End(int i, Interval[] box, Interval[] slopes, int sign)
    {
        Interval[] corner = Corner(box, slopes, sign);
        if (ReferenceEquals(corner, box)) return Interval.All;
        Interval[] values = new Interval[_program.Operations.Length];
        for (int round = 0; round < 3; round++)
        {
            foreach (int a in _ancestors[i]) values[a] = Natural(a, corner, values);
            if (corner.All(x => x.IsPoint)) break;
            Interval[][] inner = new Interval[values.Length][];
            foreach (int a in _ancestors[i]) inner[a] = Slopes(a, values, inner);
            Interval[] next = Corner(corner, inner[i], sign);
            if (ReferenceEquals(next, corner)) break;
            corner = next;
        }

        foreach (int a in _ancestors[i]) values[a] = Natural(a, corner, values);
        return values[i];
    }

    private static Interval[] Corner(Interval[] box, Interval[] slopes, int sign)
    {
        Interval[] corner = box;
        for (int k = 0; k < box.Length; k++)
        {
            bool rises = slopes[k].Low >= 0, falls = slopes[k].High <= 0;
            if ((!rises && !falls) || box[k].IsPoint) continue;
            if (ReferenceEquals(corner, box)) corner = [.. box];
            corner[k] = Interval.Point(rises == sign > 0 ? box[k].Low : box[k].High);
        }

        return corner;
    }

    private Interval[] Natural(Interval[] box, Dictionary<int, Interval>? known, Interval[]? within = null)
    {
        Interval[] values = new Interval[_program.Operations.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Natural(i, box, values);
            if (known is not null && known.TryGetValue(i, out Interval sharper)) values[i] = values[i].Intersect(sharper);
            if (within is not null) values[i] = values[i].Intersect(within[i]);
        }

        return values;
    }

    private Interval Natural(int i, Interval[] box, Interval[] values)
    {
        Operation operation = _program.Operations[i];
        if (operation.IsConstant) return Interval.Point(operation.Constant);
        if (operation.Symbol is not null) return box[_variable[i]];
        int[] o = [.. operation.Operands.Select(v => v.Index)];
        if (operation.Function == Functions.Multiply && o[0] == o[1]) return values[o[0]].Square();
        if (operation.Function == Functions.Select && !values[o[0]].IsPoint)
        {
            return Given(o[0], true, o[1], values).Hull(Given(o[0], false, o[2], values));
        }

        return Tabulation.Apply(operation.Function!, [.. o.Select(v => values[v])]);
    }

    /// <summary>Where a value lies, given whether a condition holds: a condition about the value itself narrows it.</summary>
    private Interval Given(int condition, bool holds, int value, Interval[] values)
    {
        Operation operation = _program.Operations[condition];
        Interval range = values[value];
        if (operation.Function is not { } f) return range;
        int[] o = [.. operation.Operands.Select(v => v.Index)];
        if (f == Functions.Not) return Given(o[0], !holds, value, values);
        if (f == Functions.And || f == Functions.Or)
        {
            bool both = f == Functions.And == holds;
            if (both) return Given(o[0], holds, value, values).Intersect(Given(o[1], holds, value, values));
            bool decided0 = values[o[0]] == Interval.Point(holds ? 0 : 1), decided1 = values[o[1]] == Interval.Point(holds ? 0 : 1);
            if (decided0) return Given(o[1], holds, value, values);
            return decided1 ? Given(o[0], holds, value, values) : Given(o[0], holds, value, values).Hull(Given(o[1], holds, value, values));
        }

        if (o.Length != 2 || (o[0] != value && o[1] != value)) return range;
        bool left = o[0] == value;
        Interval other = values[left ? o[1] : o[0]];
        bool less = f == Functions.Less || f == Functions.LessOrEqual, greater = f == Functions.Greater || f == Functions.GreaterOrEqual;
        if (!less && !greater) return range;
        bool below = less == left == holds;
        return below ? new(range.Low, Math.Max(range.Low, Math.Min(range.High, other.High))) : new(Math.Min(range.High, Math.Max(range.Low, other.Low)), range.High);
    }

    private Interval[] Slopes(int i, Interval[] values, Interval[][] slopes)
    {
        Operation operation = _program.Operations[i];
        Interval[] result = new Interval[Variables.Count];
        if (operation.Symbol is not null) result[_variable[i]] = Interval.Point(1);
        if (operation.Function is not { } f || operation.Type == TermType.Bool) return result;
        Value[] o = [.. operation.Operands];
        if (f == Functions.Select)
        {
            Interval decision = values[o[0].Index];
            return !decision.IsPoint ? _unsure : decision.Low > 0 ? slopes[o[1].Index] : slopes[o[2].Index];
        }

        Interval[] partials = Tabulation.Partials(f, [.. o.Select(v => values[v.Index])], values[i]);
        for (int a = 0; a < o.Length; a++)
        {
            Interval[] inner = slopes[o[a].Index];
            for (int k = 0; k < result.Length; k++)
            {
                if (inner[k] != Interval.Zero) result[k] += partials[a] * inner[k];
            }
        }

        return result;
    }

    private static int[] Ancestors(StepProgram program, int of)
    {
        SortedSet<int> found = [of];
        for (int i = of; i >= 0; i--) if (found.Contains(i)) foreach (Value o in program.Operations[i].Operands) found.Add(o.Index);
        return [.. found];
    }

    // The arithmetic between which results choose: new states before the reset chooses, or a bound.
    private static int[] Turning(StepProgram program)
    {
        SortedSet<int> found = [];
        HashSet<int> seen = [];
        foreach (Result result in program.Results.Where(r => r.Target.Type == TermType.Real)) Go(result.Value.Index);
        return [.. found];

        void Go(int i)
        {
            if (!seen.Add(i)) return;
            Operation operation = program.Operations[i];
            if (operation.Function is not { } f || operation.Type == TermType.Bool) return;
            bool chooses = f == Functions.Select || f == Functions.Min || f == Functions.Max || f == Functions.AtMost || f == Functions.AtLeast;
            if (!chooses) found.Add(i);

            // A jump at the reset adds to the new state, which is a choice itself.
            if (chooses || operation.Operands.Any(v => program[v].Function == Functions.Select)) foreach (Value operand in operation.Operands) Go(operand.Index);
        }
    }
}
