using System.Collections.Generic;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator;

/// <summary>Per target: solver, then passes, then printer.</summary>
internal static class NeuronCompiler
{
    public static IEnumerable<(string HintName, string Text)> Compile(NeuronModel model) => [];
}
