using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>The names that NESTML keeps for itself.</summary>
internal static class NestmlNames
{
    // Shorter names are units with and without prefixes, nearly all of them: V, A, C, EL, GL, mol.
    private const int LongestUnit = 3;

    private static readonly HashSet<string> Reserved =
    [
        "integer", "real", "string", "boolean", "void", "function", "inline", "return", "elif", "else", "while", "step", "recordable", "kernel",
        "model", "state", "parameters", "internals", "update", "equations", "input", "output", "continuous", "onReceive", "onCondition", "spike",
        "inhibitory", "excitatory", "true", "false", "resolution", "timestep", "steps", "emit_spike", "print", "println", "log10", "sinh", "cosh",
        "tanh", "erfc", "info", "warning", "random_normal", "random_poisson", "random_uniform", "expm1", "clip", "ceil", "floor", "round", "delta",
        "integrate_odes", "convolve", "calibrate", "handle", "held_for", "held_steps", "above", "draw_scale",
    ];

    public static bool IsRefused(string name) => name.Length <= LongestUnit || Reserved.Contains(name) || UnitNames.Contains(name);
}
