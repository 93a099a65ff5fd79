using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>An expression of a described neuron: a number, a name, or a function of terms.</summary>
internal abstract record Term
{
    /// <summary>The same with every name replaced by what <paramref name="replace"/> gives; null keeps the name.</summary>
    public Term Substitute(Func<string, Term?> replace) => this switch
    {
        Name name => replace(name.Text) ?? name,
        Call call => call with { Arguments = [.. call.Arguments.Select(a => a.Substitute(replace))] },
        _ => this,
    };

    /// <summary>The names that occur, each as often as it does.</summary>
    public IEnumerable<string> Names => this switch
    {
        Name name => [name.Text],
        Call call => call.Arguments.SelectMany(a => a.Names),
        _ => [],
    };

    /// <summary>The functions that occur, each as often as it does.</summary>
    public IEnumerable<string> Functions => this is Call call ? call.Arguments.SelectMany(a => a.Functions).Prepend(call.Function) : [];

    /// <summary>Reads what the generator wrote: <c>Add(Multiply(0.04, v), I)</c>.</summary>
    /// <exception cref="FormatException">It is no such text; the message says where.</exception>
    public static Term Parse(string text)
    {
        int at = 0;
        Term term = Read();
        return at == text.Length ? term : throw Error("the end");

        Term Read()
        {
            int start = at;
            while (at < text.Length && text[at] is not ('(' or ')' or ',')) at++;
            string word = text[start..at];
            if (word.Length == 0) throw Error("a term");
            if (at == text.Length || text[at] != '(') return Word(word);
            List<Term> arguments = [];
            do
            {
                at++;
                while (at < text.Length && text[at] == ' ') at++;
                arguments.Add(Read());
            }
            while (at < text.Length && text[at] == ',');

            if (at == text.Length || text[at] != ')') throw Error("')'");
            at++;
            return new Call(word, arguments);
        }

        FormatException Error(string expected) => new($"At offset {at} of the expression '{text}' {expected} was expected.");
    }

    private static Term Word(string word) => word switch
    {
        "true" => new Truth(true),
        "false" => new Truth(false),
        _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? new Number(value) : new Name(word),
    };
}

internal sealed record Number(double Value) : Term;

internal sealed record Truth(bool Value) : Term;

internal sealed record Name(string Text) : Term;

internal sealed record Call(string Function, IReadOnlyList<Term> Arguments) : Term;
