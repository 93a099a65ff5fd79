using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NeuronDsl.Benchmarks.Simulation;

/// <summary>
/// Counts the arithmetic of one neuron's step in the text that the generator emitted for 512-bit vectors: two operations for a fused
/// multiply-add, one for +, -, *, /, minimum, maximum, rounding and scaling, none for comparisons, selections, signs and what runs only
/// for rare neurons.
/// </summary>
internal static partial class EmittedOperations
{
    private static readonly string Folder = typeof(EmittedOperations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "EmittedText").Value!;

    /// <summary>The operations of one step, 0 where the emitted text is not at hand.</summary>
    /// <param name="neuron">The neuron's class.</param>
    /// <param name="solver">The solver, None for a map.</param>
    public static int Count(string neuron, Solver solver)
    {
        if (!Directory.Exists(Folder)) return 0;
        string? file = Directory.EnumerateFiles(Folder, $"*.{neuron}.Population.g.cs", SearchOption.AllDirectories).FirstOrDefault();
        if (file is null) return 0;
        string kernel = $" long {(solver == Solver.None ? "Map" : solver)}Shared512";
        int total = 0, operations = 0, loop = int.MaxValue, vectors = 0;
        bool inside = false, condition = false;
        foreach (string line in File.ReadLines(file))
        {
            if (line.Contains(" private static ", StringComparison.Ordinal))
            {
                // Each part for itself: one may take several vectors at once where another takes one.
                total += operations / Math.Max(1, vectors);
                (operations, loop, vectors) = (0, int.MaxValue, 0);
                inside = line.Contains(kernel, StringComparison.Ordinal) || line.Contains(kernel.Replace("long", "void"), StringComparison.Ordinal);
            }

            if (!inside) continue;
            int depth = line.Length - line.TrimStart().Length;

            // The innermost loop is that over lanes or, where a word is taken at once, over words; several vectors at once have a block each.
            if (line.Contains("for (int lane", StringComparison.Ordinal) || line.Contains("for (nuint word", StringComparison.Ordinal)) loop = depth;
            else if (depth == loop + 4 && line.AsSpan(depth).SequenceEqual("{") && !condition) vectors++;

            // What runs rarely is deeper.
            if (depth == loop + (vectors > 0 ? 8 : 4) && line.AsSpan(depth).StartsWith("Vector512<") && !line.Contains("LoadUnsafe", StringComparison.Ordinal)) operations += CountIn(line);
            condition = line.AsSpan(depth).StartsWith("if (");
        }

        return total + (operations / Math.Max(1, vectors));
    }

    private static int CountIn(string line) => (2 * Fused().Count(line)) + Simple().Count(line);

    [GeneratedRegex(@"\.(FusedMultiply|Multiply(Add|Subtract))\w*\(")]
    private static partial Regex Fused();

    [GeneratedRegex(@" [-+*/] |\.(Round|Scale|Sqrt|Min|Max|MinNative|MaxNative)\(")]
    private static partial Regex Simple();
}
