using System;
using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>The names that Brian2 and Python keep for themselves.</summary>
internal static class Brian2Names
{
    private static readonly HashSet<string> Reserved =
    [
        // Brian2's variables, functions and constants, and what scripts define.
        "t", "dt", "t_in_timesteps", "xi", "i", "N", "not_refractory", "lastspike", "pi", "e", "inf", "sin", "cos", "tan", "sinh", "cosh", "tanh",
        "arcsin", "arccos", "arctan", "log", "log10", "exp", "expm1", "exprel", "log1p", "sqrt", "ceil", "floor", "sign", "abs", "clip", "mod", "int",
        "rand", "randn", "poisson", "timestep", "select", "above", "neurons", "spikes", "output", "network", "equations",

        // Its short units.
        "mV", "mA", "uA", "nA", "pA", "pF", "uF", "nF", "nS", "uS", "mS", "ms", "us", "Hz", "kHz", "MHz", "cm", "cm2", "cm3", "mm", "mm2", "mm3",
        "um", "um2", "um3", "mM", "uM", "nM",

        // Python's keywords.
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
        "with", "yield",
    ];

    public static bool IsRefused(string name) =>
        Reserved.Contains(name) || UnitNames.Contains(name) || name.StartsWith("xi_", StringComparison.Ordinal)
        || name.EndsWith("_pre", StringComparison.Ordinal) || name.EndsWith("_post", StringComparison.Ordinal);
}
