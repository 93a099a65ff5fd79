using System.Collections.Generic;
using System.Globalization;

namespace NeuronDsl.Generator.Emit;

/// <summary>Gives out names that do not collide: a user's state may well be called <c>i</c> or <c>Vector512</c>.</summary>
internal sealed class NameScope
{
    // What emitted kernels name themselves.
    private static readonly string[] Reserved =
    [
        "i", "word", "lane", "bits", "first", "end", "slice", "rows", "stride", "uniforms", "uniformStride", "above", "firedWords", "dt", "parameters",
        "Vector128", "Vector256", "Vector512", "Avx512F", "Math", "MathF", "Unsafe", "LaneMask", "VectorScale", "MatrixExponential", "Solver", "VectorWidth",
        "StepSlice", "LayerSlice", "global", "t", "tile", "element", "steps", "substeps", "sent", "masks",
    ];

    private readonly HashSet<string> _taken = [.. Reserved];

    public IEnumerable<string> Taken => _taken;

    /// <summary>The name itself if it is free, else with the first number that makes it so; escaped if it is a keyword.</summary>
    public string Take(string wanted)
    {
        string name = wanted;
        for (int k = 2; !_taken.Add(name); k++) name = wanted + k.ToString(CultureInfo.InvariantCulture);
        return CSharp.Identifier(name);
    }
}
