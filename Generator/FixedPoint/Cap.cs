using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Bounds the arguments of functions where nothing changes by it. An upstroke's exponential is followed to far beyond the peak at which the reset forgets
/// it: what lies beyond is equal to what just suffices for a spike. From the results backwards each value gets the bound above which it makes no difference; a
/// function that rises beyond it gets its argument bounded. The tail in which a function no longer changes is cut off likewise.
/// </summary>
internal static class Cap
{
    /// <summary>The program with arguments bounded.</summary>
    /// <param name="program">The program, functions of one value made one operation each.</param>
    /// <param name="ranges">Where its values lie.</param>
    /// <param name="bits">The width of words: a tail that changes by less than their last place is flat.</param>
    public static StepProgram Apply(StepProgram program, Interval[] ranges, int bits)
    {
        double[] needed = Needed(program, ranges);
        int index = -1;
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            index++;
            if (operation.Function is not { } f || Tabulation.Find(f) is not { } tabulation) return null;
            Interval domain = ranges[operation.Operands[0].Index];
            if (!domain.IsBounded) return null;
            Value argument = operands[0];
            double high = needed[index] < tabulation.At(domain.High) ? Crossing(tabulation, domain, needed[index]) : domain.High;
            if (tabulation.At(domain.High) > 4 * Math.Abs(needed[index])) argument = b.Apply(Functions.AtMost, argument, b.Constant(high));
            else high = domain.High;

            double low = Flat(tabulation, new(domain.Low, high), tabulation.At(high) * Math.Pow(2, -bits));
            if (low > domain.Low + (0.3 * domain.Width))
            {
                argument = b.Apply(Functions.AtLeast, argument, b.Constant(low));
                f = tabulation.WithTail(tabulation.Over(tabulation.Value, tabulation.Slope, new(domain.Low, low)).Width).Function;
            }

            return argument == operands[0] ? null : b.Apply(f, argument);
        });
    }

    /// <summary>For each value the bound above which all values have the same effect; infinite where there is none.</summary>
    private static double[] Needed(StepProgram program, Interval[] ranges)
    {
        double[] needed = [.. Enumerable.Repeat(double.NegativeInfinity, ranges.Length)];
        foreach (Result result in program.Results) needed[result.Value.Index] = double.PositiveInfinity;
        for (int i = ranges.Length - 1; i >= 0; i--)
        {
            Operation operation = program.Operations[i];
            int[] o = [.. operation.Operands.Select(v => v.Index)];
            if (operation.Function is not { } f) continue;
            double own = needed[i];
            if (f == Functions.Select)
            {
                // What is chosen lies in the range of the choice: above it, a value is not chosen.
                Need(o[0], double.PositiveInfinity);
                Need(o[1], Math.Min(own, ranges[i].High));
                Need(o[2], Math.Min(own, ranges[i].High));
            }
            else if (f == Functions.Min || f == Functions.AtMost)
            {
                Need(o[0], Math.Min(own, ranges[o[1]].High));
                Need(o[1], Math.Min(own, ranges[o[0]].High));
            }
            else if (f == Functions.Add)
            {
                Need(o[0], own - ranges[o[1]].Low);
                Need(o[1], own - ranges[o[0]].Low);
            }
            else if (f == Functions.Subtract)
            {
                Need(o[0], own + ranges[o[1]].High);
                Need(o[1], double.PositiveInfinity);
            }
            else if (f == Functions.Multiply && (ranges[o[0]].Low > 0 || ranges[o[1]].Low > 0) && own >= 0)
            {
                Need(o[0], ranges[o[1]].Low > 0 ? own / ranges[o[1]].Low : double.PositiveInfinity);
                Need(o[1], ranges[o[0]].Low > 0 ? own / ranges[o[0]].Low : double.PositiveInfinity);
            }
            else if (f == Functions.GreaterOrEqual || f == Functions.Greater || f == Functions.Less || f == Functions.LessOrEqual)
            {
                // Beyond a number it is compared with, and a little: the bound itself must still be beyond.
                Need(o[0], program[new Value(o[1])].IsConstant ? Beyond(ranges[o[1]].High) : double.PositiveInfinity);
                Need(o[1], program[new Value(o[0])].IsConstant ? Beyond(ranges[o[0]].High) : double.PositiveInfinity);
            }
            else
            {
                foreach (int a in o) Need(a, double.PositiveInfinity);
            }
        }

        return needed;

        void Need(int i, double bound) => needed[i] = Math.Max(needed[i], bound);
    }

    private static double Beyond(double number) => number + (0.01 * Math.Abs(number)) + 1e-3;

    /// <summary>A point from which on a function is above a level, and rises; the domain's end where there is none.</summary>
    private static double Crossing(Tabulation tabulation, Interval domain, double level)
    {
        double low = domain.Low, high = domain.High;
        if (!(tabulation.At(low) < level)) return high;
        for (int k = 0; k < 60; k++)
        {
            double middle = (low + high) / 2;
            if (tabulation.At(middle) < level) low = middle;
            else high = middle;
        }

        const int Pieces = 64;
        for (int k = 0; k < Pieces; k++)
        {
            Interval piece = new(high + ((domain.High - high) * k / Pieces), high + ((domain.High - high) * (k + 1) / Pieces));
            if (IntervalFunctions.Evaluate(tabulation.Slope, _ => piece).Low < 0) return domain.High;
        }

        return high;
    }

    /// <summary>How far from below a function changes by no more than so much.</summary>
    private static double Flat(Tabulation tabulation, Interval domain, double change)
    {
        double low = domain.Low, high = domain.High;
        for (int k = 0; k < 40; k++)
        {
            double middle = (low + high) / 2;
            if (tabulation.Over(tabulation.Value, tabulation.Slope, new(domain.Low, middle)).Width <= Math.Abs(change)) low = middle;
            else high = middle;
        }

        return low;
    }
}
