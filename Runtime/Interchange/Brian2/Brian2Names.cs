using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuronDsl.Interchange;

/// <summary>Names as Brian2 accepts them: ASCII, none of its own and none of Python's. A name that it refuses gets a word behind it.</summary>
internal sealed partial class Brian2Names
{
    private static readonly HashSet<string> Reserved =
    [
        // Brian2's variables, functions and constants.
        "t", "dt", "t_in_timesteps", "xi", "i", "N", "not_refractory", "lastspike", "pi", "e", "inf", "sin", "cos", "tan", "sinh", "cosh", "tanh",
        "arcsin", "arccos", "arctan", "log", "log10", "exp", "expm1", "exprel", "log1p", "sqrt", "ceil", "floor", "sign", "abs", "clip", "mod", "int",
        "rand", "randn", "poisson", "timestep", "select", "above",
        // Its short units.
        "mV", "mA", "uA", "nA", "pA", "pF", "uF", "nF", "nS", "uS", "mS", "ms", "us", "Hz", "kHz", "MHz", "cm", "cm2", "cm3", "mm", "mm2", "mm3",
        "um", "um2", "um3", "mM", "uM", "nM",
        // Python's keywords.
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
        "with", "yield",
    ];

    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>How a name of the neuron is spelled.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">What it names: the word that a refused name gets.</param>
    public string Declare(string name, string kind)
    {
        string ascii = Ascii(name);
        string chosen = IsRefused(ascii) || _taken.Contains(ascii) ? Free($"{ascii}_{kind}") : ascii;
        _taken.Add(chosen);
        return _names[name] = chosen;
    }

    /// <summary>A name of the script's own.</summary>
    public string Fresh(string name)
    {
        string chosen = Free(name);
        _taken.Add(chosen);
        return chosen;
    }

    public string this[string name] => _names.TryGetValue(name, out string? spelled) ? spelled : name;

    private string Free(string name)
    {
        string chosen = name;
        for (int k = 2; _taken.Contains(chosen); k++) chosen = name + k.ToString(CultureInfo.InvariantCulture);
        return chosen;
    }

    private static bool IsRefused(string name) =>
        Reserved.Contains(name) || name.StartsWith("xi_", StringComparison.Ordinal) || name.EndsWith("_pre", StringComparison.Ordinal)
        || name.EndsWith("_post", StringComparison.Ordinal) || LongUnit().IsMatch(name);

    private static string Ascii(string name)
    {
        StringBuilder text = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_') text.Append(c);
            else text.Append(CultureInfo.InvariantCulture, $"u{(int)c:x4}");
        }

        string spelled = text.ToString().TrimStart('_');
        return spelled.Length == 0 || char.IsAsciiDigit(spelled[0]) ? "x" + spelled : spelled;
    }

    [GeneratedRegex(
        "^(da|[yzafpnumcdhkMGTPEZY])?(met(re|er)|gram+e?|second|amp|ampere|kelvin|mole?|molar|candle|radian|steradian|hertz|newton|pascal|joule|watt|coulomb|" +
        "volt|farad|ohm|siemens|weber|tesla|henry|lumen|lux|becquerel|gray|sievert|katal|lit(re|er)|celsius)[234]?$|^kilogram(me)?[23]?$")]
    private static partial Regex LongUnit();
}
