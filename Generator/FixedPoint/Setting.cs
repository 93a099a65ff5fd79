using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>What a step program needs beside itself to become fixed point.</summary>
internal sealed record Setting
{
    private Dictionary<int, Symbol>? _ends;
    private Dictionary<Symbol, int>? _loads;

    public required StepProgram Program { get; init; }

    /// <summary>Where each value lies, errors aside.</summary>
    public required Interval[] Ranges { get; init; }

    /// <summary>Values that are proven to lie within bounds together with their errors: the next states.</summary>
    public required IReadOnlyDictionary<int, Interval> Kept { get; init; }

    /// <summary>The bounds of states and inputs.</summary>
    public required IReadOnlyDictionary<Symbol, Interval> Bounds { get; init; }

    /// <summary>Values at the start, of states and inputs.</summary>
    public required IReadOnlyDictionary<Symbol, double> Initial { get; init; }

    /// <summary>States that no proof keeps within their bounds, and that are clamped there.</summary>
    public required ISet<Symbol> Clamped { get; init; }

    /// <summary>The states in the order of the model.</summary>
    public required IReadOnlyList<Symbol> States { get; init; }

    public required IReadOnlyList<Symbol> Inputs { get; init; }

    public required int Bits { get; init; }

    public required TableBuilder Tables { get; init; }

    /// <summary>Whether operations saturate where errors, by the bounds that are proven of them, may take words out of their formats.</summary>
    public required bool Saturates { get; init; }

    /// <summary>By how much each state moves with each value.</summary>
    public required IReadOnlyDictionary<Symbol, double[]> Gains { get; init; }

    /// <summary>Sums that are a state that is clamped, and nothing else: they may end where their words do.</summary>
    public IReadOnlyDictionary<int, Symbol> Ends => _ends ??= Program.Results.Where(IsEnd).ToDictionary(r => r.Value.Index, r => r.Target);

    /// <summary>The operation that loads a state or an input; -1 where none does.</summary>
    public int LoadOf(Symbol symbol)
    {
        _loads ??= Enumerable.Range(0, Program.Operations.Length).Where(i => Program.Operations[i].Symbol is not null).ToDictionary(i => Program.Operations[i].Symbol!, i => i);
        return _loads.TryGetValue(symbol, out int load) ? load : -1;
    }

    private bool IsEnd(Result result) => Clamped.Contains(result.Target) && result.Target.Kind == SymbolKind.State
        && Program[result.Value].IsSum && Program.Uses.Count[result.Value.Index] == 1;
}
