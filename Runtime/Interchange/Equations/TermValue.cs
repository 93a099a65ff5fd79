using System;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>The number that a term stands for.</summary>
internal static class TermValue
{
    /// <summary>Evaluates a term in double precision; a truth value is 1 or 0.</summary>
    /// <param name="term">The term, helpers written out.</param>
    /// <param name="valueOf">The value of a name.</param>
    public static double Evaluate(this Term term, Func<string, double> valueOf)
    {
        switch (term)
        {
            case Number number: return number.Value;
            case Truth truth: return truth.Value ? 1 : 0;
            case Name name: return valueOf(name.Text);
        }

        Call call = (Call)term;
        double[] a = [.. call.Arguments.Select(x => x.Evaluate(valueOf))];
        return call.Function switch
        {
            "Add" => a[0] + a[1],
            "Subtract" => a[0] - a[1],
            "Multiply" => a[0] * a[1],
            "Divide" => a[0] / a[1],
            "Negate" => -a[0],
            "Less" => Of(a[0] < a[1]),
            "LessOrEqual" => Of(a[0] <= a[1]),
            "Greater" => Of(a[0] > a[1]),
            "GreaterOrEqual" => Of(a[0] >= a[1]),
            "Equal" => Of(a[0] == a[1]),
            "NotEqual" => Of(a[0] != a[1]),
            "And" => a[0] * a[1],
            "Or" => Math.Max(a[0], a[1]),
            "Not" => 1 - a[0],
            "Select" => a[0] != 0 ? a[1] : a[2],
            "Abs" => Math.Abs(a[0]),
            "Sqrt" => Math.Sqrt(a[0]),
            "Cbrt" => Math.Cbrt(a[0]),
            "Exp" => Math.Exp(a[0]),
            "Log" => Math.Log(a[0]),
            "Pow" => Math.Pow(a[0], a[1]),
            "Sin" => Math.Sin(a[0]),
            "Cos" => Math.Cos(a[0]),
            "Tan" => Math.Tan(a[0]),
            "Sinh" => Math.Sinh(a[0]),
            "Cosh" => Math.Cosh(a[0]),
            "Tanh" => Math.Tanh(a[0]),
            "Atan" => Math.Atan(a[0]),
            "Min" => Math.Min(a[0], a[1]),
            "Max" => Math.Max(a[0], a[1]),
            "Sigmoid" => Neural.Sigmoid(a[0]),
            "Heaviside" => Neural.Heaviside(a[0]),
            "Relu" => Neural.Relu(a[0]),
            "ExpRel" => Neural.ExpRel(a[0]),
            _ => throw new NotSupportedException($"The function {call.Function} has no value here."),
        };

        static double Of(bool truth) => truth ? 1 : 0;
    }
}
