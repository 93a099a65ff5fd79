using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// The bits that a kernel leaves of a step, one a neuron: which fired, and for which the spike condition holds. Logic that nothing else asks for is done with
/// words of 64 neurons instead of vectors.
/// </summary>
internal sealed class SpikeBits
{
    /// <summary>The word of last step's spike conditions.</summary>
    public const string Before = "aboveBits";

    private readonly StepProgram _program;
    private readonly bool[] _inVectors;
    private readonly List<Value> _conditions = [];

    private SpikeBits(StepProgram program, bool splits, bool inWords)
    {
        _program = program;
        _inVectors = new bool[program.Operations.Length];
        foreach (Operation operation in program.Operations)
        {
            if (!IsLogic(operation)) AddAll(operation.Operands);
        }

        if (!inWords) AddAll([.. program.Results.Select(r => r.Value)]);

        // Logic that vectors ask for asks for its operands in vectors.
        for (int i = program.Operations.Length - 1; i >= 0; i--)
        {
            if (_inVectors[i]) AddAll(program.Operations[i].Operands);
        }

        Fired = Express(SymbolKind.Fired);
        Above = Express(SymbolKind.Above);
        Parts = Split.Apply(Prune.Apply(new StepProgram(
            program.Precision, program.Operations,
            [
                .. program.Results.Where(r => r.Target.Kind is not (SymbolKind.Fired or SymbolKind.Above)),
                .. _conditions.Select((value, k) => new Result(Condition(k), value)),
            ])), splits);
    }

    /// <summary>The step in parts, with a result for every condition whose bits are wanted.</summary>
    public SplitProgram Parts { get; }

    /// <summary>The word of the neurons that fire, from the words of the conditions; null where none ever does.</summary>
    public string? Fired { get; }

    /// <summary>The word of this step's spike conditions, null where none is kept.</summary>
    public string? Above { get; }

    /// <summary>Takes the logic out of a step, in so far as one loop over neurons has all conditions that it needs.</summary>
    public static SpikeBits Apply(StepProgram program, bool splits)
    {
        SpikeBits inWords = new(program, splits, inWords: true);
        return inWords.Parts.Parts.Count(p => p.Find(SymbolKind.Bits) is not null) <= 1 ? inWords : new SpikeBits(program, splits, inWords: false);
    }

    /// <summary>The name of a condition's word.</summary>
    public static string NameOf(Symbol bits) => "bits" + bits.Name;

    /// <summary>Whether a word is made of these conditions.</summary>
    public static bool Uses(string? word, StepProgram part) => word is not null && part.Results.Any(r => r.Target.Kind == SymbolKind.Bits && word.Contains(NameOf(r.Target)));

    private static Symbol Condition(int index) => new(SymbolKind.Bits, index.ToString(CultureInfo.InvariantCulture), TermType.Bool);

    private static bool IsLogic(Operation operation) => operation.Function == Functions.And || operation.Function == Functions.Or || operation.Function == Functions.Not;

    private void AddAll(ImmutableArray<Value> values)
    {
        foreach (Value value in values) _inVectors[value.Index] = true;
    }

    private string? Express(SymbolKind kind) => _program.Find(kind) is { } result ? Express(result.Value) : null;

    private string Express(Value value)
    {
        Operation operation = _program[value];
        if (Solvers.TimeStep.Above.Equals(operation.Symbol)) return Before;
        if (_inVectors[value.Index] || !IsLogic(operation))
        {
            if (!_conditions.Contains(value)) _conditions.Add(value);
            return NameOf(Condition(_conditions.IndexOf(value)));
        }

        return operation.Function == Functions.Not ? $"~{Express(operation.Operands[0])}"
            : $"({Express(operation.Operands[0])} {(operation.Function == Functions.And ? "&" : "|")} {Express(operation.Operands[1])})";
    }
}
