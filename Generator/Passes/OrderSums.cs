using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Reassociates sums. What several terms have as a factor is taken out of them, as Horner does with polynomials: v v a + v b = v (v a + b), also where
/// one has what it lacks to one, as gates do: a (1 - m) - b m = a - (a + b) m. The terms are then added in the order in which they are there, so that what takes longest waits for one addition alone, and what does not
/// change within a run is added beforehand. Costs what another order of the same sum costs: a rounding more or less of its terms.
/// </summary>
internal static class OrderSums
{
    public static StepProgram Apply(StepProgram program)
    {
        int[] uses = program.Uses.Count;

        // Sums that are but a part of another are written with it.
        bool[] isPart = new bool[program.Operations.Length];
        foreach (Operation operation in program.Operations)
        {
            if (!operation.IsSum && operation.Function != Functions.Negate) continue;
            foreach (Value operand in operation.Operands) isPart[operand.Index] |= uses[operand.Index] == 1 && program[operand].IsSum;
        }

        Ordering? ordering = null;
        Value[] map = new Value[program.Operations.Length];
        int index = -1;
        return program.RewriteAndPrune((builder, operation, operands) =>
        {
            ordering ??= new Ordering(builder);
            Value own = new(++index);
            Value value = builder.Copy(operation, operands);
            if (operation.IsSum && operation.Rate == Rate.Step && !isPart[own.Index])
            {
                List<Term> terms = [];
                Flatten(own, negative: false);
                if (terms.Count > 1) value = ordering.Sum(terms);

                void Flatten(Value of, bool negative)
                {
                    Operation sum = program[of];
                    bool open = of == own || uses[of.Index] == 1;
                    if (open && sum.IsSum)
                    {
                        Flatten(sum.Operands[0], negative);
                        Flatten(sum.Operands[1], negative != (sum.Function == Functions.Subtract));
                    }
                    else if (open && sum.Function == Functions.Negate)
                    {
                        Flatten(sum.Operands[0], !negative);
                    }
                    else
                    {
                        terms.Add(new Term(negative, map[of.Index], [.. Factors(of, top: true)]));
                    }
                }

                // A product that is needed elsewhere too stays whole.
                IEnumerable<Value> Factors(Value of, bool top) => program[of].Function == Functions.Multiply && uses[of.Index] == 1
                    ? Factors(program[of].Operands[0], top: false).Concat(Factors(program[of].Operands[1], top: false))
                    : [map[of.Index]];
            }

            return map[own.Index] = value;
        });
    }

    /// <summary>One term of a sum.</summary>
    private sealed record Term(bool Negative, Value Value, Value[] Factors);

    private sealed class Ordering(ProgramBuilder b)
    {
        private readonly List<int> _ready = [];

        /// <summary>The sum of the terms.</summary>
        public Value Sum(List<Term> terms)
        {
            while (Complement(terms) is { } complement) terms = Gather(terms, complement);
            while (CommonFactor(terms) is { } factor)
            {
                Value sum = Sum([.. terms.Where(t => t.Factors.Contains(factor)).Select(t => Without(t, factor))]);
                Term outer = new(false, b.Multiply(sum, factor), [sum, factor]);
                int at = terms.FindIndex(t => t.Factors.Contains(factor));
                terms = [.. terms.Take(at), outer, .. terms.Skip(at).Where(t => !t.Factors.Contains(factor))];
                if (terms.Count == 1) return terms[0].Value;
            }

            // Of equals the products come later: a product goes into the addition that follows it, the first term of all has none.
            Term[] order = [.. terms.OrderBy(t => Ready(t.Value)).ThenBy(t => t.Factors.Length > 1 ? 1 : 0)];
            (Value total, bool negative) = (order[0].Value, order[0].Negative);
            foreach (Term term in order.Skip(1))
            {
                total = term.Negative == negative ? b.Add(total, term.Value) : negative ? b.Subtract(term.Value, total) : b.Subtract(total, term.Value);
                negative &= term.Negative;
            }

            return negative ? b.Apply(Functions.Negate, total) : total;
        }

        /// <summary>A factor 1 - x beside terms with a factor x, where both change; null where there is none.</summary>
        private Value? Complement(List<Term> terms) => terms
            .SelectMany(t => t.Factors)
            .Where(f => OneLess(f) is { } x && terms.Any(t => t.Factors.Contains(x)))
            .Select(f => (Value?)f)
            .FirstOrDefault();

        /// <summary>The x of 1 - x.</summary>
        private Value? OneLess(Value value) =>
            b[value].Function == Functions.Subtract && b[b[value].Operands[0]] is { IsConstant: true, Constant: 1 } && b.RateOf(value) == Rate.Step ? b[value].Operands[1] : null;

        /// <summary>a (1 - x) + b x = a - (a - b) x: an operation less, and 1 - x is not needed.</summary>
        private List<Term> Gather(List<Term> terms, Value complement)
        {
            Value x = OneLess(complement)!.Value;
            List<Term> less = [.. terms.Where(t => t.Factors.Contains(complement)).Select(t => Without(t, complement))];
            List<Term> more = [.. terms.Where(t => !t.Factors.Contains(complement) && t.Factors.Contains(x)).Select(t => Without(t, x))];
            Value a = Sum([.. less]), slope = Sum([new Term(false, a, [a]), .. more.Select(t => t with { Negative = !t.Negative })]);
            return
            [
                .. terms.Where(t => !t.Factors.Contains(complement) && !t.Factors.Contains(x)),
                new Term(false, a, [a]), new Term(true, b.Multiply(slope, x), [slope, x]),
            ];
        }

        /// <summary>
        /// The factor that most terms share, of those that change; null where all differ. What remains of the terms must change too: x + x c with
        /// a tiny c keeps its digits, x (1 + c) makes the rounding of 1 + c again in every step.
        /// </summary>
        private Value? CommonFactor(List<Term> terms)
        {
            if (!SharesFactor(terms)) return null;
            return terms
                .SelectMany(t => t.Factors.Distinct())
                .Where(f => b.RateOf(f) == Rate.Step)
                .GroupBy(f => f)
                .Where(g => g.Count() > 1 && terms.Any(t => t.Factors.Contains(g.Key) && t.Factors.Count(f => b.RateOf(f) == Rate.Step) > 1))
                .OrderByDescending(g => g.Count())
                .FirstOrDefault()?.Key;
        }

        // Few sums do: the others need not be gone through in detail.
        private static bool SharesFactor(List<Term> terms)
        {
            for (int i = 1; i < terms.Count; i++)
            {
                foreach (Value factor in terms[i].Factors)
                {
                    for (int k = 0; k < i; k++)
                    {
                        if (Array.IndexOf(terms[k].Factors, factor) >= 0) return true;
                    }
                }
            }

            return false;
        }

        private Term Without(Term term, Value factor)
        {
            List<Value> left = [.. term.Factors];
            left.Remove(factor);

            // What changes first, then the constants: they go into the addition.
            Value[] rest = [.. left.OrderBy(f => b.RateOf(f) == Rate.Step ? 0 : 1)];
            if (rest.Length == 0) rest = [b.Constant(1)];
            return new Term(term.Negative, rest.Aggregate(b.Multiply), rest);
        }

        /// <summary>About how many cycles after the loads a value is there; negative for what does not change within a run.</summary>
        private int Ready(Value value)
        {
            for (int i = _ready.Count; i <= value.Index; i++)
            {
                Operation operation = b[new Value(i)];
                int last = int.MinValue;
                foreach (Value operand in operation.Operands) last = Math.Max(last, _ready[operand.Index]);
                _ready.Add(operation.Rate != Rate.Step ? -1 : operation.Function is null ? 0 : last + Latency.Of(operation));
            }

            return _ready[value.Index];
        }
    }
}
