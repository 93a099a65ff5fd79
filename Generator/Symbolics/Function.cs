using System;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// One row of the function table (<see cref="Functions"/>): all that the compiler knows of an operator or a function. Truth values are
/// 1 and 0 in <see cref="Evaluate"/>.
/// </summary>
internal sealed class Function(string name, int arity, TermType result, Func<double[], double> evaluate, Func<Expression[], Expression, Expression[]>? partials)
{
    /// <summary>A name of its own, also the identity across runs.</summary>
    public string Name { get; } = name;

    public int Arity { get; } = arity;

    public TermType Result { get; } = result;

    /// <summary>The value in double precision: folds constants and witnesses every lowering.</summary>
    public Func<double[], double> Evaluate { get; } = evaluate;

    /// <summary>
    /// The partial derivative with respect to each argument, given the arguments and the applied function itself; null where the function is
    /// piecewise constant. A truth value counts as the real number 0 or 1, so that the surrogate of a spike can pass through logic.
    /// </summary>
    public Func<Expression[], Expression, Expression[]>? Partials { get; } = partials;

    public override string ToString() => Name;
}
