using System.Collections.Generic;
using System.Globalization;

namespace NeuronDsl.Generator.Emit;

/// <summary>Gives out names that do not collide: a user's state may well be called <c>i</c> or <c>Vector512</c>.</summary>
internal sealed class NameScope
{
    // What emitted kernels name themselves.
    private static readonly HashSet<string> Reserved =
    [
        "i", "word", "lane", "step", "count", "aboveBits", "firedBits", "bits", "bits0", "bits1", "bits2", "bits3", "first", "end", "slice", "rows", "scratch", "inBlock", "numbers", "stride", "uniforms", "uniformStride", "own", "above",
        "Vector128", "Vector256", "Vector512", "Avx512F", "Avx512DQ", "Fma", "Math", "MathF", "Unsafe", "LaneMask", "BinaryParts", "MatrixExponential", "Solver", "VectorWidth",
        "StepSlice", "LayerSlice", "global", "t", "at", "sample", "group", "feature", "element", "substep", "sent", "mask", "record",
    ];

    private readonly HashSet<string> _taken;

    // The next number to try of each stem, and whether 1 was tried: a name once taken stays taken, so that none below is free.
    private readonly Dictionary<string, (int Number, bool One)> _next = [];

    public NameScope() : this(Reserved)
    {
    }

    private NameScope(HashSet<string> taken) => _taken = new(taken);

    /// <summary>The scope of a block inside: what it takes is free again behind the block.</summary>
    public NameScope Inner() => new(_taken);

    /// <summary>The name itself if it is free, else with the first number above 1 that makes it so; escaped if it is a keyword.</summary>
    public string Take(string wanted) => _taken.Add(wanted) ? CSharp.Identifier(wanted) : Next(wanted, one: false);

    /// <summary>The stem with the first number from 1 that is free.</summary>
    public string Number(string stem) => Next(stem, one: true);

    // No keyword ends in a digit.
    private string Next(string stem, bool one)
    {
        (int number, bool tried) = _next.TryGetValue(stem, out (int, bool) known) ? known : (2, false);
        string name = stem + (one && !tried ? 1 : number++).ToString(CultureInfo.InvariantCulture);
        while (!_taken.Add(name)) name = stem + number++.ToString(CultureInfo.InvariantCulture);
        _next[stem] = (number, tried || one);
        return name;
    }
}
