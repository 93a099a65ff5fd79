using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Ranges;

/// <summary>
/// Bounds that a step does not leave: a box of states that contains the initial state and, for all states in it and all inputs within their bounds, the
/// state after the step, errors of the arithmetic included. Proven by subdividing the box until every piece's image lies inside.
/// </summary>
internal sealed class InvariantBox
{
    // Pieces looked at before a box counts as left, while searching and for the last word.
    private const int Sketch = 200, Thorough = 3000;
    private const double Hopeless = 1e9;

    private readonly StepProgram _program;
    private readonly BoxEvaluator _evaluator;
    private readonly bool[] _whole;
    private readonly int[] _result;
    private readonly Dictionary<Symbol, double> _errors;
    private readonly Interval?[] _clamps;
    private readonly double[] _stops;
    private bool _unclamped;

    /// <summary>Prepares the search.</summary>
    /// <param name="program">A step with all parameters built in.</param>
    /// <param name="errors">How much a step's arithmetic may be off, by state.</param>
    /// <param name="clamps">Bounds that states are clamped to at the end of the step.</param>
    public InvariantBox(StepProgram program, IReadOnlyDictionary<Symbol, double> errors, IReadOnlyDictionary<Symbol, Interval>? clamps = null)
    {
        _program = program;
        _evaluator = new BoxEvaluator(program);
        _errors = errors.ToDictionary(e => e.Key, e => e.Value);
        _stops = [0, 1, -1, .. program.Operations.Where(o => o.IsConstant).SelectMany(o => new[] { o.Constant, -o.Constant })];
        _whole = [.. Variables.Select(v => v.Kind is SymbolKind.Remaining or SymbolKind.Above)];
        _clamps = [.. Variables.Select(v => clamps is not null && clamps.TryGetValue(v, out Interval clamp) ? clamp : (Interval?)null)];
        _result = [.. Variables.Select(v => program.Results.FirstOrDefault(r => r.Target.Equals(v))?.Value.Index ?? -1)];
    }

    /// <summary>The states and inputs, in the order of boxes.</summary>
    public IReadOnlyList<Symbol> Variables => _evaluator.Variables;

    /// <summary>The least box found that a step does not leave; null where none is.</summary>
    /// <param name="start">What it must contain: the initial states, and the bounds of the inputs.</param>
    public Interval[]? Find(Interval[] start)
    {
        // A bound that is passed again and again moves in greater and greater steps.
        Interval[] box = [.. start];
        double[] below = [.. box.Select(_ => 1.0)], above = [.. below];
        for (int attempt = 0; attempt < 100; attempt++)
        {
            (Interval[] image, bool inside) = Image(box, Sketch);
            if (inside) return Tighten(start, Narrow(start, box));
            for (int k = 0; k < box.Length; k++)
            {
                if (_result[k] < 0) continue;
                if (!image[k].IsBounded || image[k].Magnitude > Hopeless) return null;
                // An equilibrium is passed by the last place that bounds are rounded by: a little room, and it attracts.
                double under = Math.Max(0, box[k].Low - image[k].Low), over = Math.Max(0, image[k].High - box[k].High), room = 1e-7 * box[k].Width;
                if (under > 0) under = Math.Max(under, room);
                if (over > 0) over = Math.Max(over, room);
                below[k] = under > 0 ? Math.Min(below[k] * 2, 1e5) : 1;
                above[k] = over > 0 ? Math.Min(above[k] * 2, 1e5) : 1;
                box[k] = _whole[k] ? box[k].Hull(image[k]) : new(
                    under > 0 ? -Stop(-image[k].Low, -(box[k].Low - (under * below[k]))) : box[k].Low,
                    over > 0 ? Stop(image[k].High, box[k].High + (over * above[k])) : box[k].High);
            }
        }

        return null;
    }

    // Steps end at 0, 1 and the numbers of the equations, if they are on the way: reversal potentials and the ends of gates are where bounds are.
    private double Stop(double needed, double wanted)
    {
        double nearest = wanted;
        foreach (double stop in _stops) if (stop >= needed && stop < nearest) nearest = stop;
        return nearest;
    }

    /// <summary>The clamped states that a step would leave the box by without their clamps.</summary>
    public IEnumerable<Symbol> Left(Interval[] box)
    {
        _unclamped = true;
        Interval[] image = Image(box, Thorough).Image;
        _unclamped = false;
        return [.. Variables.Where((_, k) => _clamps[k] is not null && _result[k] >= 0 && !box[k].Contains(image[k]))];
    }

    /// <summary>The hull of every value over the box, and of every result's error-free image.</summary>
    public Interval[] Hull(Interval[] box)
    {
        Interval[]? hull = null;
        foreach (Interval[] piece in Pieces(box, 400))
        {
            Interval[] values = _evaluator.Evaluate(piece).Values;
            hull = hull is null ? values : [.. hull.Zip(values, (a, b) => a.Hull(b))];
        }

        return hull!;
    }

    // What a step makes of a box that it does not leave is such a box again, as long as the start is in it.
    private Interval[] Narrow(Interval[] start, Interval[] box)
    {
        for (int round = 0; round < 12; round++)
        {
            Interval[] image = [.. start];
            foreach (Interval[] piece in Pieces(box, Sketch))
            {
                Interval[] values = _evaluator.Evaluate(piece).Values;
                for (int k = 0; k < box.Length; k++) image[k] = image[k].Hull(_result[k] < 0 ? box[k] : Next(k, values));
            }

            Interval[] narrow = [.. box.Zip(image, (a, b) => a.Intersect(b))];
            bool same = narrow.Zip(box, (a, b) => a.Width > 0.95 * b.Width).All(x => x);
            box = narrow;
            if (same) break;
        }

        return box;
    }

    // Formats have powers of two as bounds: what does not save a bit is not worth proving.
    private Interval[] Tighten(Interval[] start, Interval[] box)
    {
        for (int k = 0; k < box.Length; k++)
        {
            if (_result[k] < 0 || _whole[k]) continue;
            while (box[k].Magnitude > 0)
            {
                double bound = Math.Pow(2, Math.Ceiling(Math.Log(box[k].Magnitude, 2)) - 1);
                Interval[] tighter = [.. box];
                tighter[k] = box[k].Intersect(new(-bound, bound));
                if (!tighter[k].Contains(start[k]) || !Image(tighter, Sketch).Inside) break;
                box = tighter;
            }
        }

        return box;
    }

    private (Interval[] Image, bool Inside) Image(Interval[] box, int most)
    {
        Queue<Interval[]> pieces = new([box]);
        Interval[] image = [.. box];
        bool inside = true;
        int seen = 0;
        while (pieces.Count > 0)
        {
            Interval[] piece = pieces.Dequeue();
            (Interval[] values, Interval[][] slopes) = _evaluator.Evaluate(piece);
            seen++;
            Interval[] next = [.. piece.Select((_, k) => Next(k, values))];
            bool kept = Enumerable.Range(0, box.Length).All(k => _result[k] < 0 || box[k].Contains(next[k]));
            if (kept) continue;
            if (seen + pieces.Count < most && Split(piece, slopes, k => _result[k] >= 0 && !box[k].Contains(next[k])) is { } halves)
            {
                pieces.Enqueue(halves.Low);
                pieces.Enqueue(halves.High);
                continue;
            }

            inside = false;
            for (int k = 0; k < box.Length; k++) if (_result[k] >= 0) image[k] = image[k].Hull(next[k]);
        }

        return (image, inside);
    }

    private Interval Next(int k, Interval[] values)
    {
        if (_result[k] < 0) return Interval.Zero;
        Interval next = values[_result[k]].Inflate(_errors.TryGetValue(Variables[k], out double error) ? error : 0);
        return _clamps[k] is { } clamp && !_unclamped ? new(Math.Min(Math.Max(next.Low, clamp.Low), clamp.High), Math.Min(Math.Max(next.High, clamp.Low), clamp.High)) : next;
    }

    private IEnumerable<Interval[]> Pieces(Interval[] box, int most)
    {
        List<Interval[]> pieces = [box];
        while (pieces.Count < most)
        {
            List<Interval[]> finer = [];
            foreach (Interval[] piece in pieces)
            {
                if (Split(piece, _evaluator.Evaluate(piece).Slopes, k => _result[k] >= 0) is { } halves) finer.AddRange([halves.Low, halves.High]);
                else finer.Add(piece);
            }

            if (finer.Count == pieces.Count) break;
            pieces = finer;
        }

        return pieces;
    }

    /// <summary>Halves a piece where that narrows the images most: the variable whose width times slope is greatest.</summary>
    private (Interval[] Low, Interval[] High)? Split(Interval[] piece, Interval[][] slopes, Func<int, bool> matters)
    {
        int split = -1;
        double most = 0;
        for (int k = 0; k < piece.Length; k++)
        {
            if (_whole[k])
            {
                // Counts are asked whether they are above 0 and above 1.
                if (!(piece[k].Low <= 1 && piece[k].Width >= 1)) continue;
                split = k;
                break;
            }

            double smear = 0;
            for (int r = 0; r < piece.Length; r++)
            {
                if (!matters(r)) continue;
                double steepest = _program.Results.Where(x => x.Target.Equals(Variables[r])).Max(x => Steepest(x.Value.Index, k, slopes));
                smear = Math.Max(smear, Math.Min(steepest, 1e6) * piece[k].Width);
            }

            if (smear > most && piece[k].Width > 1e-9 * Math.Max(1, piece[k].Magnitude)) (most, split) = (smear, k);
        }

        if (split < 0) return null;
        double middle = _whole[split] ? (piece[split].Low < 1 && piece[split].High < 2 ? 0 : 1) : piece[split].Centre;
        Interval[] low = [.. piece], high = [.. piece];
        low[split] = new(piece[split].Low, middle);
        high[split] = new(_whole[split] ? middle + 1 : middle, piece[split].High);
        return (low, high);
    }

    // The width of a variable's slope tells how far the image is from affine; through a choice, that of what is chosen from.
    private double Steepest(int value, int variable, Interval[][] slopes)
    {
        Operation operation = _program.Operations[value];
        if (operation.Function == Functions.Select) return operation.Operands.Skip(1).Max(o => Steepest(o.Index, variable, slopes));
        Interval slope = slopes[value][variable];
        return slope.Width + (1e-3 * slope.Magnitude);
    }
}
