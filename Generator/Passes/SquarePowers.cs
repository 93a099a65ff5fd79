using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Raises what a product has four times or more as a factor by squaring: g n n n n = g (n n)^2, as potassium channels have it. An operation less
/// for the fourth power, and a shorter chain; a rounding more or less.
/// </summary>
internal static class SquarePowers
{
    private const int Least = 4;

    public static StepProgram Apply(StepProgram program)
    {
        int[] uses = program.Uses.Count;
        HashSet<int> parts = [.. program.Operations.Where(IsProduct).SelectMany(o => o.Operands).Select(o => o.Index).Where(i => uses[i] == 1 && IsProduct(program.Operations[i]))];
        Value[] map = new Value[program.Operations.Length];
        int index = -1;
        return program.RewriteAndPrune((b, operation, operands) =>
        {
            Value own = new(++index);
            return map[own.Index] = (IsProduct(operation) && !parts.Contains(own.Index) ? Squared(b, [.. Factors(own, top: true)]) : null) ?? b.Copy(operation, operands);
        });

        IEnumerable<Value> Factors(Value of, bool top) => IsProduct(program[of]) && (top || uses[of.Index] == 1)
            ? program[of].Operands.SelectMany(o => Factors(o, top: false))
            : [map[of.Index]];
    }

    private static bool IsProduct(Operation operation) => operation.Function == Functions.Multiply && operation.Rate == Rate.Step;

    private static Value? Squared(ProgramBuilder b, List<Value> factors)
    {
        List<IGrouping<Value, Value>> powers = [.. factors.GroupBy(f => f).Where(g => g.Count() >= Least)];
        return powers.Count == 0 ? null : factors
            .Where(f => !powers.Any(p => p.Key == f))
            .Concat(powers.Select(p => b.Power(p.Key, p.Count())))
            .Aggregate(b.Multiply);
    }
}
