using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>How a language writes terms: for each function a format, and how strongly it binds. A target is a table of these and a printer of blocks.</summary>
internal abstract class Notation
{
    /// <summary>What binds strongest: names, numbers, calls.</summary>
    protected const int Atom = 20;

    /// <summary>Writes a term.</summary>
    /// <exception cref="System.NotSupportedException">The language has no such function.</exception>
    public string Write(Term term) => Write(term, out _);

    /// <summary>The way to write a function; the strength is what an operand needs to go without parentheses, from left to right.</summary>
    protected abstract Form FormOf(string function);

    /// <summary>How a name is spelled.</summary>
    protected abstract string NameOf(string name);

    /// <summary>How a number is spelled.</summary>
    protected abstract string NumberOf(double value);

    /// <summary>How a truth value is spelled.</summary>
    protected virtual string TruthOf(bool value) => value ? "True" : "False";

    /// <summary>The shortest decimal digits that read back as the number in the neuron's precision.</summary>
    protected static string Digits(double value, bool single) => single && value == (float)value
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private string Write(Term term, out int strength)
    {
        strength = Atom;
        switch (term)
        {
            case Number number:
                string digits = NumberOf(number.Value);
                if (digits[0] == '-') strength = 0;
                return digits;
            case Truth truth:
                return TruthOf(truth.Value);
            case Name name:
                return NameOf(name.Text);
            default:
                Call call = (Call)term;
                Form form = FormOf(call.Function);
                strength = form.Strength;
                object[] operands = [.. call.Arguments.Select((a, k) => Operand(a, form.Needs(k)))];
                return string.Format(CultureInfo.InvariantCulture, form.Format, operands);
        }
    }

    private string Operand(Term term, int needed)
    {
        string text = Write(term, out int strength);
        return strength < needed ? $"({text})" : text;
    }

    /// <summary>How one function is written.</summary>
    /// <param name="Format">With {0}, {1} … for the operands.</param>
    /// <param name="Strength">How strongly the whole binds.</param>
    /// <param name="Operands">How strongly each operand must bind to stand without parentheses; left out, anything does.</param>
    protected sealed record Form(string Format, int Strength, params IReadOnlyList<int> Operands)
    {
        public int Needs(int operand) => Operands.Count == 0 ? 0 : Operands[operand];

        public static Form Call(string format) => new(format, Atom);
    }

    /// <summary>
    /// The operators and functions that languages of this family share; operators are left-associative, with the strengths that C and Python give them.
    /// </summary>
    protected static Dictionary<string, Form> Shared(string and, string or, string not) => new()
    {
        ["Or"] = new($"{{0}} {or} {{1}}", 1, 1, 2),
        ["And"] = new($"{{0}} {and} {{1}}", 2, 2, 3),
        ["Not"] = new(not + "{0}", 3, 4),
        ["Equal"] = new("{0} == {1}", 4, 5, 5),
        ["NotEqual"] = new("{0} != {1}", 4, 5, 5),
        ["Less"] = new("{0} < {1}", 4, 5, 5),
        ["LessOrEqual"] = new("{0} <= {1}", 4, 5, 5),
        ["Greater"] = new("{0} > {1}", 4, 5, 5),
        ["GreaterOrEqual"] = new("{0} >= {1}", 4, 5, 5),
        ["Add"] = new("{0} + {1}", 5, 5, 6),
        ["Subtract"] = new("{0} - {1}", 5, 5, 6),
        ["Multiply"] = new("{0}*{1}", 6, 6, 7),
        ["Divide"] = new("{0}/{1}", 6, 6, 7),
        ["Negate"] = new("-{0}", 7, 7),
        ["Pow"] = new("{0}**{1}", 8, Atom, Atom),
        ["Abs"] = Form.Call("abs({0})"),
        ["Exp"] = Form.Call("exp({0})"),
        ["Sin"] = Form.Call("sin({0})"),
        ["Cos"] = Form.Call("cos({0})"),
        ["Tan"] = Form.Call("tan({0})"),
        ["Sinh"] = Form.Call("sinh({0})"),
        ["Cosh"] = Form.Call("cosh({0})"),
        ["Tanh"] = Form.Call("tanh({0})"),
    };
}
