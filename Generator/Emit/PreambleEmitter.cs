using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Writes the method that computes, for one neuron, what dt and parameters decide. It runs once per change of either, in scalar arithmetic
/// for every vector width, so that all widths start from the same bits.
/// </summary>
internal static class PreambleEmitter
{
    /// <summary>Writes one method for the uniforms of one or several programs, which follow one another in memory.</summary>
    public static void Write(SourceWriter writer, NeuronModel model, string method, params HoistedProgram[] programs)
    {
        string type = CSharp.TypeName(model.Precision);
        writer.Gap().Line("/// <summary>What dt and the parameters of one neuron decide.</summary>");
        using (writer.Block($"internal static void {method}({type} dt, ReadOnlySpan<{type}> parameters, Span<{type}> uniforms)"))
        {
            NameScope scope = new();
            scope.Take("dt");
            scope.Take("parameters");
            Dictionary<string, string> locals = [];
            for (int k = 0; k < model.Parameters.Count; k++)
            {
                string name = model.Parameters[k].Name;
                if (!programs.Any(p => p.Preamble.Operations.Any(o => o.Symbol is { Kind: SymbolKind.Parameter } s && s.Name == name))) continue;
                locals[name] = scope.Take(name);
                writer.Line($"{type} {locals[name]} = parameters[{k.ToString(CultureInfo.InvariantCulture)}];");
            }

            int index = 0;
            foreach (HoistedProgram program in programs)
            {
                BodyPrinter printer = new(program.Preamble, new PreambleDialect(model.Precision), s => s.Kind == SymbolKind.Dt ? "dt" : locals[s.Name], scope);
                printer.Print(writer);
                foreach (Result result in program.Preamble.Results)
                {
                    writer.Line($"uniforms[{index.ToString(CultureInfo.InvariantCulture)}] = {printer[result.Value]};");
                    index++;
                }
            }
        }
    }
}
