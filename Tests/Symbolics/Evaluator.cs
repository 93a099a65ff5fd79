using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Symbolics;

/// <summary>The value of an expression in double precision, by the function table.</summary>
internal static class Evaluator
{
    public static double Evaluate(Expression expression, Func<Symbol, double> valueOf)
    {
        Dictionary<Expression, double> done = [];
        return Go(expression);

        double Go(Expression e)
        {
            if (!done.TryGetValue(e, out double value))
            {
                done[e] = value = e switch
                {
                    Constant c => c.Value,
                    Symbol s => valueOf(s),
                    Apply a => a.Function.Evaluate([.. a.Arguments.Select(Go)]),
                    _ => throw new ArgumentException($"No value for {e.GetType()}.", nameof(expression)),
                };
            }

            return value;
        }
    }
}
