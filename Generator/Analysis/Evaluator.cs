using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>Some expressions as one list of operations, each common part once, to be computed at many points.</summary>
internal sealed class Evaluator
{
    private readonly List<(Function? Function, int A, int B, int[]? Wide)> _operations = [];
    private readonly List<double> _values = [];
    private readonly Dictionary<Expression, int> _places = [];
    private readonly int[] _results;
    private readonly int[] _variables;

    /// <param name="expressions">What to compute.</param>
    /// <param name="variables">What differs from point to point.</param>
    /// <param name="valueOf">What every other symbol is.</param>
    public Evaluator(IEnumerable<Expression> expressions, IReadOnlyList<Symbol> variables, System.Func<Symbol, double> valueOf)
    {
        _variables = [.. variables.Select(v => Place(v, valueOf))];
        _results = [.. expressions.Select(e => Place(e, valueOf))];
    }

    /// <summary>The values of the expressions at a point.</summary>
    public void Evaluate(double[] point, double[] results)
    {
        for (int i = 0; i < _variables.Length; i++) _values[_variables[i]] = point[i];
        for (int i = 0; i < _operations.Count; i++)
        {
            (Function? function, int a, int b, int[]? wide) = _operations[i];
            if (function is null) continue;
            _values[i] = function == Functions.Add ? _values[a] + _values[b]
                : function == Functions.Subtract ? _values[a] - _values[b]
                : function == Functions.Multiply ? _values[a] * _values[b]
                : function == Functions.Divide ? _values[a] / _values[b]
                : function == Functions.Negate ? -_values[a]
                : function.Evaluate([.. wide!.Select(w => _values[w])]);
        }

        for (int i = 0; i < _results.Length; i++) results[i] = _values[_results[i]];
    }

    private int Place(Expression expression, System.Func<Symbol, double> valueOf)
    {
        if (_places.TryGetValue(expression, out int known)) return known;
        (Function?, int, int, int[]?) operation = default;
        double value = expression switch { Constant c => c.Value, Symbol s => valueOf(s), _ => 0 };
        if (expression is Apply apply)
        {
            int[] operands = [.. apply.Arguments.Select(a => Place(a, valueOf))];
            operation = (apply.Function, operands[0], operands.Length > 1 ? operands[1] : 0, operands);
        }

        _operations.Add(operation);
        _values.Add(value);
        return _places[expression] = _operations.Count - 1;
    }
}
