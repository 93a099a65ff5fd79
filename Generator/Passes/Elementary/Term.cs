using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>
/// A value of a program under construction, with operators that append operations: lets a lowering be written as the formula it is.
/// Nothing is reordered, so that what is exact in a formula stays exact in the program.
/// </summary>
internal readonly struct Term(ProgramBuilder program, Value value)
{
    private readonly ProgramBuilder _program = program;

    public Value Value { get; } = value;

    public Precision Precision => _program.Precision;

    /// <summary>The value where it is known when compiling, else null.</summary>
    public double? Constant => _program[Value] is { IsConstant: true, Constant: var value } ? value : null;

    public static Term operator +(Term a, Term b) => a.Apply(Functions.Add, b);

    public static Term operator +(Term a, double b) => a + a.Of(b);

    public static Term operator -(Term a, Term b) => a.Apply(Functions.Subtract, b);

    public static Term operator -(Term a, double b) => a - a.Of(b);

    public static Term operator -(double a, Term b) => b.Of(a) - b;

    public static Term operator -(Term a) => a.Apply(Functions.Negate);

    public static Term operator *(Term a, Term b) => a.Apply(Functions.Multiply, b);

    public static Term operator *(Term a, double b) => a * a.Of(b);

    public static Term operator /(Term a, Term b) => a.Apply(Functions.Divide, b);

    public static Term operator /(double a, Term b) => b.Of(a) / b;

    public static Term operator <(Term a, double b) => a.Apply(Functions.Less, a.Of(b));

    public static Term operator <=(Term a, double b) => a.Apply(Functions.LessOrEqual, a.Of(b));

    public static Term operator >(Term a, double b) => a.Apply(Functions.Greater, a.Of(b));

    public static Term operator >=(Term a, double b) => a.Apply(Functions.GreaterOrEqual, a.Of(b));

    public static Term operator &(Term a, Term b) => a.Apply(Functions.And, b);

    public static Term operator |(Term a, Term b) => a.Apply(Functions.Or, b);

    public static Term operator !(Term a) => a.Apply(Functions.Not);

    public Term Of(double constant) => new(_program, _program.Constant(constant));

    public Term Is(double constant) => Apply(Functions.Equal, Of(constant));

    public Term Is(Term other) => Apply(Functions.Equal, other);

    public Term IsNot(Term other) => Apply(Functions.NotEqual, other);

    public Term Abs() => Apply(Functions.Abs);

    public Term Round() => Apply(Functions.Round);

    /// <summary>This less the integer nearest to it, exactly.</summary>
    public Term Fraction() => Apply(Functions.Fraction);

    /// <summary>2^(j/16), j in the low bits of this.</summary>
    public Term RootOfTwo() => Apply(Functions.RootOfTwo);

    public Term AtMost(double bound) => Apply(Functions.AtMost, Of(bound));

    public Term AtLeast(double bound) => Apply(Functions.AtLeast, Of(bound));

    public Term Exponent() => Apply(Functions.Exponent);

    public Term Mantissa() => Apply(Functions.Mantissa);

    /// <summary>This times 2^n, in double for the integer next below n.</summary>
    public Term Scale(Term n) => Apply(Functions.Scale, n);

    /// <summary>This times b plus c, rounded once.</summary>
    public Term Fma(Term b, Term c) => Apply(Functions.FusedMultiplyAdd, b, c);

    public Term Fma(double b, Term c) => Fma(Of(b), c);

    public Term Fma(Term b, double c) => Fma(b, Of(c));

    public Term Fma(double b, double c) => Fma(Of(b), Of(c));

    /// <summary>As a condition: which of the two.</summary>
    public Term Choose(Term whenTrue, Term whenFalse) => Apply(Functions.Select, whenTrue, whenFalse);

    /// <summary>The same, told that the first is needed rarely.</summary>
    public Term Rarely(Term whenTrue, Term whenFalse) => Apply(Functions.SelectRarely, whenTrue, whenFalse);

    public Term Choose(double whenTrue, Term whenFalse) => Choose(Of(whenTrue), whenFalse);

    public Term Choose(Term whenTrue, double whenFalse) => Choose(whenTrue, Of(whenFalse));

    public Term Choose(double whenTrue, double whenFalse) => Choose(Of(whenTrue), Of(whenFalse));

    /// <summary>c0 + c1 x + c2 x^2 + ... by Horner's rule, one fused operation per degree.</summary>
    public Term Polynomial(params double[] c)
    {
        Term sum = Of(c[c.Length - 1]);
        for (int i = c.Length - 2; i >= 0; i--) sum = sum.Fma(this, c[i]);
        return sum;
    }

    private Term Apply(Function function) => new(_program, _program.Apply(function, Value));

    private Term Apply(Function function, Term b) => new(_program, _program.Apply(function, Value, b.Value));

    private Term Apply(Function function, Term b, Term c) => new(_program, _program.Apply(function, Value, b.Value, c.Value));
}
