using System;
using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>Terms in the manner of Brian2's equations and abstract code.</summary>
internal sealed class Brian2Notation(ExportedNames names, bool single, IReadOnlyDictionary<string, string> noises) : Notation
{
    /// <summary>The functions that Brian2 has no other way to write than by one of the script's own, which chooses without computing with both sides.</summary>
    public const string Choice = "Select";

    private static readonly Dictionary<string, Form> Forms = new(Shared("and", "or", "not "))
    {
        [Choice] = Form.Call("select({0}, {1}, {2})"),
        ["Sqrt"] = Form.Call("sqrt({0})"),
        ["Cbrt"] = new("sign({0})*abs({0})**(1/3)", 6),
        ["Log"] = Form.Call("log({0})"),
        ["Atan"] = Form.Call("arctan({0})"),
        ["Min"] = Form.Call("clip({0}, -inf, {1})"),
        ["Max"] = Form.Call("clip({0}, {1}, inf)"),
        ["Sigmoid"] = new("1/(1 + exp(-({0})))", 6),
        ["Heaviside"] = Form.Call("int({0} >= 0)"),
        ["Relu"] = Form.Call("clip({0}, 0, inf)"),
        ["ExpRel"] = Form.Call("exprel({0})"),
    };

    /// <summary>A number alone.</summary>
    public string Number(double value) => NumberOf(value);

    protected override Form FormOf(string function) =>
        Forms.TryGetValue(function, out Form? form) ? form : throw new NotSupportedException($"Brian2 has no function {function}.");

    protected override string NameOf(string name) => noises.TryGetValue(name, out string? noise) ? noise : names[name];

    protected override string NumberOf(double value) =>
        double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : double.IsNaN(value) ? throw new NotSupportedException("Brian2 has no number that is not one (NaN).")
        : Digits(value, single);
}
