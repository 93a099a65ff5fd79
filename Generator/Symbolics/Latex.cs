using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>Expressions as LaTeX: fractions, powers, subscripts; names such as TauM and GNa as their letters are read.</summary>
internal static class Latex
{
    private const int Sum = 1, Product = 2, Sign = 3, Power = 4, Atom = 5;

    private static readonly string[] Greek =
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
    ];

    private static readonly Dictionary<Function, string> Relations = new()
    {
        [Functions.Less] = "<",
        [Functions.LessOrEqual] = @"\le",
        [Functions.Greater] = ">",
        [Functions.GreaterOrEqual] = @"\ge",
        [Functions.Equal] = "=",
        [Functions.NotEqual] = @"\ne",
        [Functions.And] = @"\wedge",
        [Functions.Or] = @"\vee",
    };

    /// <summary>The text, for mathematics mode.</summary>
    public static string Text(Expression expression) => Write(expression).Text;

    /// <summary>A name: a Greek letter by its name, one letter and the rest below it, or a word.</summary>
    public static string Name(string name)
    {
        if (name.Length <= 1) return name;
        string? letter = Greek.FirstOrDefault(g => name.StartsWith(g, StringComparison.OrdinalIgnoreCase));
        if (letter is not null)
        {
            // Capital letters of the language begin a name: Alpha is a small letter, Delta is not.
            string symbol = letter == "delta" && name[0] == 'D' ? @"\Delta" : "\\" + letter;
            return name.Length == letter.Length ? symbol : $"{symbol}_{{{Word(name.Substring(letter.Length))}}}";
        }

        bool subscript = char.IsUpper(name[0]) || !char.IsLower(name[1]);
        return subscript && char.IsLetter(name[0]) ? $"{name[0]}_{{{Word(name.Substring(1).TrimStart('_'))}}}" : Word(name);
    }

    private static string Word(string text) => text.Length == 1 ? text : $@"\mathrm{{{text.Replace("_", @"\_")}}}";

    private static (string Text, int Strength) Write(Expression e)
    {
        switch (e)
        {
            case Constant { Type: TermType.Bool } truth: return (truth.Value != 0 ? @"\mathrm{true}" : @"\mathrm{false}", Atom);
            case Constant c: return (Number(c.Value), c.Value < 0 ? Sign : Atom);
            case Symbol s: return (Name(s.Name), Atom);
        }

        Apply apply = (Apply)e;
        Function f = apply.Function;
        Expression[] a = [.. apply.Arguments];
        if (f == Functions.Add) return ($"{At(a[0], Sum)} + {At(a[1], Sum)}", Sum);
        if (f == Functions.Subtract) return ($"{At(a[0], Sum)} - {At(a[1], Product)}", Sum);
        if (f == Functions.Negate) return ($"-{At(a[0], Product)}", Sign);
        if (f == Functions.Divide) return ($@"\frac{{{Text(a[0])}}}{{{Text(a[1])}}}", Product);
        if (f == Functions.Multiply) return a[0].Equals(a[1]) ? ($"{At(a[0], Atom)}^2", Power) : ($@"{At(a[0], Product)} \, {At(a[1], Sign)}", Product);
        if (f == Functions.Exp) return ($"e^{{{Text(a[0])}}}", Power);
        if (f == Functions.Sqrt) return ($@"\sqrt{{{Text(a[0])}}}", Atom);
        if (f == Functions.Cbrt) return ($@"\sqrt[3]{{{Text(a[0])}}}", Atom);
        if (f == Functions.Abs) return ($@"\left|{Text(a[0])}\right|", Atom);
        if (f == Functions.Pow) return ($"{At(a[0], Atom)}^{{{Text(a[1])}}}", Power);
        if (f == Functions.Not) return ($@"\neg {At(a[0], Atom)}", Sign);
        if (f == Functions.Select) return ($@"\begin{{cases}} {Text(a[1])} & {Text(a[0])} \\ {Text(a[2])} & \text{{otherwise}} \end{{cases}}", Sum);
        if (Relations.TryGetValue(f, out string? relation)) return ($"{At(a[0], Sum)} {relation} {At(a[1], Sum)}", 0);
        string name = f == Functions.Log ? @"\ln" : f == Functions.Atan ? @"\arctan" : f.Name is "Sin" or "Cos" or "Tan" or "Sinh" or "Cosh" or "Tanh" or "Min" or "Max"
            ? "\\" + f.Name.ToLowerInvariant() : $@"\mathrm{{{f.Name}}}";
        return ($@"{name}\left({string.Join(", ", a.Select(Text))}\right)", Atom);
    }

    private static string At(Expression e, int strength)
    {
        (string text, int own) = Write(e);
        return own < strength ? $@"\left({text}\right)" : text;
    }

    private static string Number(double value)
    {
        string digits = value == (float)value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = digits.IndexOf('E');
        return exponent < 0 ? digits : $@"{digits.Substring(0, exponent)} \cdot 10^{{{digits.Substring(exponent + 1).TrimStart('+')}}}";
    }
}
