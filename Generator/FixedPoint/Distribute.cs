using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Takes a number that a sum is multiplied with into the sum's terms, where their own numbers and tables take it: dt (b(V) - a(V) x) becomes
/// (dt b)(V) - (dt a)(V) x. Terms are then as small as the increment that they make, and have bits accordingly; at most one needs a product for it, in place
/// of the one that is gone.
/// </summary>
internal static class Distribute
{
    /// <summary>The program with its numbers taken into sums; null where there are none that sums take.</summary>
    public static StepProgram? TryApply(StepProgram program)
    {
        bool changed = false;
        int[] uses = program.Uses.Count;
        Dictionary<(Function, double), Function> scaled = [];
        Value[] map = new Value[uses.Length];
        int index = -1;
        StepProgram distributed = program.RewriteAndPrune((b, operation, operands) =>
        {
            int i = ++index;
            Value? sum = Factor(operation) is { } factor ? operation.Operands.First(o => o != factor) : null;
            bool open = sum is { } s && uses[s.Index] == 1 && program[s].IsSum && program[s].Operands.Sum(Cost) <= 1;
            changed |= open;
            return map[i] = open ? Sum(sum!.Value, program[Factor(operation)!.Value].Constant) : b.Copy(operation, operands);

            Value Sum(Value v, double by) => b.Apply(program[v].Function!, [.. program[v].Operands.Select(o => Scaled(o, by))]);

            Value Scaled(Value v, double by)
            {
                Operation part = program[v];
                if (part.IsConstant) return b.Constant(part.Constant * by);
                if (uses[v.Index] == 1 && part.IsSum && part.Operands.Sum(Cost) <= 1) return Sum(v, by);
                if (uses[v.Index] == 1 && Cost(v) == 0)
                {
                    if (Tabulation.Find(part.Function!) is { } tabulation) return b.Apply(Table(tabulation, by), map[part.Operands[0].Index]);
                    if (part.Function == Functions.Negate) return b.Apply(Functions.Negate, Scaled(part.Operands[0], by));
                    Value taker = Factor(part) ?? part.Operands.First(o => Cost(o) == 0), other = part.Operands.First(o => o != taker);
                    return b.Multiply(Scaled(taker, by), map[other.Index]);
                }

                return b.Multiply(b.Constant(by), map[v.Index]);
            }
        });
        return changed ? distributed : null;

        // How many products it takes to multiply a value with a number: what is needed elsewhere too stays as it is.
        int Cost(Value v)
        {
            Operation operation = program[v];
            if (operation.IsConstant) return 0;
            if (uses[v.Index] > 1 || operation.Function is not { } f) return 1;
            if (Tabulation.Find(f) is not null || Factor(operation) is not null) return 0;
            if (operation.IsSum || f == Functions.Negate) return Math.Min(1, operation.Operands.Sum(Cost));
            return f == Functions.Multiply && operation.Operands[0] != operation.Operands[1] ? operation.Operands.Min(Cost) : 1;
        }

        // The number among a product's two factors.
        Value? Factor(Operation operation) => operation.Function == Functions.Multiply && operation.Operands.Count(o => program[o].IsConstant) == 1
            ? operation.Operands.First(o => program[o].IsConstant) : null;

        Function Table(Tabulation tabulation, double by)
        {
            if (scaled.TryGetValue((tabulation.Function, by), out Function? known)) return known;
            Expression value = by * tabulation.Value;
            return scaled[(tabulation.Function, by)] = Tabulation.Of(Infix.Text(value), value).Function;
        }
    }
}
