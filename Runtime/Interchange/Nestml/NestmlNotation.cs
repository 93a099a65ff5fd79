using System;
using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>Terms in the manner of NESTML. A number has always a point: the language divides integers as C++ does.</summary>
internal sealed class NestmlNotation(ExportedNames names, bool single) : Notation
{
    private const int Choice = 1;

    private static readonly Dictionary<string, Form> Forms = new(Shared("and", "or", "not "))
    {
        ["Select"] = new("({0} ? {1} : {2})", Atom, 2, 2, Choice),
        ["Sqrt"] = new("{0}**0.5", 8, Atom),
        ["Cbrt"] = new("({0} < 0.0 ? -((-{0})**(1.0/3.0)) : {0}**(1.0/3.0))", Atom, Atom),
        ["Log"] = Form.Call("ln({0})"),
        ["Min"] = Form.Call("min({0}, {1})"),
        ["Max"] = Form.Call("max({0}, {1})"),
        ["Sigmoid"] = new("1.0/(1.0 + exp(-({0})))", 6),
        ["Heaviside"] = new("({0} >= 0.0 ? 1.0 : 0.0)", Atom, 5),
        ["Relu"] = Form.Call("max({0}, 0.0)"),

        // The quotient's limit at 0 is 1. The toolchain takes no == in an equation.
        ["ExpRel"] = new("(abs({0}) > 0.0 ? expm1({0})/{0} : 1.0)", Atom, Atom),
    };

    /// <summary>A number alone.</summary>
    public string Number(double value) => NumberOf(value);

    protected override Form FormOf(string function) =>
        Forms.TryGetValue(function, out Form? form) ? form : throw new NotSupportedException($"NESTML has no function {function}.");

    protected override string NameOf(string name) => names[name];

    protected override string TruthOf(bool value) => value ? "true" : "false";

    protected override string NumberOf(double value)
    {
        if (double.IsNaN(value)) throw new NotSupportedException("NESTML has no number that is not one (NaN).");
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string digits = Digits(value, single).Replace("E", "e", StringComparison.Ordinal);
        int exponent = digits.IndexOf('e', StringComparison.Ordinal);
        string mantissa = exponent < 0 ? digits : digits[..exponent];
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0") + digits[mantissa.Length..];
    }
}
