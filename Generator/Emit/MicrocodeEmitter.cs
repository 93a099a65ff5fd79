using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes the neuron's fixed-point programs into its class, as the text that they are read from.</summary>
internal static class MicrocodeEmitter
{
    public static SourceText Emit(TypeModel type, IReadOnlyList<string> programs)
    {
        SourceWriter writer = TypeShell.Open($"{type.Name} in fixed point: formats, tables and operations, with what is proven of them.");
        using (writer.Reopen(type))
        {
            writer.Line("/// <summary>The neuron in fixed point, one program for each form that [Fixed] asks for.</summary>");
            writer.Line("public static global::NeuronDsl.Microcode.FixedLibrary Microcode { get; } = new(");
            for (int i = 0; i < programs.Count; i++)
            {
                string text = string.Join("\n", programs[i].TrimEnd('\n').Split('\n').Select(line => "    " + line));
                writer.Line($"    \"\"\"\n{text}\n    \"\"\"{(i < programs.Count - 1 ? "," : ");")}");
            }
        }

        return writer.Text();
    }
}
