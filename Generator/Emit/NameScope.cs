using System.Collections.Generic;
using System.Globalization;

namespace NeuronDsl.Generator.Emit;

/// <summary>Gives out names that do not collide: a user's state may well be called <c>i</c> or <c>Vector512</c>.</summary>
internal sealed class NameScope
{
    // What emitted kernels name themselves.
    private static readonly string[] Reserved =
    [
        "i", "word", "lane", "step", "count", "aboveBits", "firedBits", "bits", "bits0", "bits1", "bits2", "bits3", "first", "end", "slice", "rows", "scratch", "inBlock", "numbers", "stride", "uniforms", "uniformStride", "own", "above",
        "Vector128", "Vector256", "Vector512", "Avx512F", "Avx512DQ", "Fma", "Math", "MathF", "Unsafe", "LaneMask", "BinaryParts", "MatrixExponential", "Solver", "VectorWidth",
        "StepSlice", "LayerSlice", "global", "t", "at", "sample", "group", "feature", "element", "substep", "sent", "mask", "record",
    ];

    private readonly HashSet<string> _taken;

    // The next number to try of each stem: a name once taken stays taken, so that none below is free.
    private readonly Dictionary<string, int> _next = [];

    public NameScope() : this(Reserved)
    {
    }

    private NameScope(IEnumerable<string> taken) => _taken = [.. taken];

    /// <summary>The scope of a block inside: what it takes is free again behind the block.</summary>
    public NameScope Inner() => new(_taken);

    /// <summary>The name itself if it is free, else with the first number that makes it so; escaped if it is a keyword.</summary>
    public string Take(string wanted) => Take(wanted, wanted);

    /// <summary>The stem with the first number from 1 that is free.</summary>
    public string Number(string stem) => Take(stem + "1", stem);

    private string Take(string first, string stem)
    {
        if (_taken.Add(first)) return CSharp.Identifier(first);
        if (!_next.TryGetValue(stem, out int k)) k = 2;
        string name;
        do name = stem + k++.ToString(CultureInfo.InvariantCulture);
        while (!_taken.Add(name));
        _next[stem] = k;
        return CSharp.Identifier(name);
    }
}
