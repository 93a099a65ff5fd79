using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>The rows by which kernels of layers find a neuron's values in memory, in their order.</summary>
internal static class KernelRows
{
    /// <summary>What passes from step to step: states, the refractory count, the crossing flag.</summary>
    public static List<Symbol> Carried(NeuronModel model)
    {
        List<Symbol> rows = [.. model.States.Select(s => new Symbol(SymbolKind.State, s.Name))];
        if (model.Refractory is not null) rows.Add(TimeStep.Remaining);
        if (model.CountsCrossings) rows.Add(TimeStep.Above);
        return rows;
    }

    /// <summary>What a layer's input may be fed to: inputs, then receiving states.</summary>
    public static List<Symbol> Ports(NeuronModel model) =>
    [
        .. model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)),
        .. model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.Arrival, s.Name)),
    ];

    /// <summary>The index of an offset in a row.</summary>
    public static string Index(int row, string stride, string offset) => (row, offset) switch
    {
        (0, _) => offset,
        (1, "0") => stride,
        (1, _) => $"{stride} + {offset}",
        (_, "0") => $"{row.ToString(CultureInfo.InvariantCulture)} * {stride}",
        _ => $"({row.ToString(CultureInfo.InvariantCulture)} * {stride}) + {offset}",
    };
}
