using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>A step and its adjoint as three programs that mean the same numbers.</summary>
/// <param name="Forward">The step alone.</param>
/// <param name="Record">The step, and onto the tape what its adjoint needs of it.</param>
/// <param name="Reverse">The adjoint, from the tape.</param>
/// <param name="Rows">Values of a step on the tape.</param>
internal sealed record TapedProgram(StepProgram Forward, StepProgram Record, StepProgram Reverse, int Rows);

/// <summary>
/// Cuts a step with its adjoint where the values pass from the one to the other: what depends on no adjoint is computed when the states are
/// recomputed, and written down for the way back. What the way back has at hand anyway, it computes again rather than read it.
/// </summary>
internal static class Tape
{
    public static TapedProgram Apply(StepProgram program)
    {
        int count = program.Operations.Length;
        bool[] reverse = new bool[count];
        for (int i = 0; i < count; i++)
        {
            Operation operation = program.Operations[i];
            reverse[i] = operation.Symbol is { Kind: SymbolKind.StateGradient or SymbolKind.SentGradient } || operation.Operands.Any(o => reverse[o.Index]);
        }

        List<Result> forward = [.. program.Results.Where(r => !IsGradient(r.Target))], gradients = [.. program.Results.Where(r => IsGradient(r.Target))];
        SortedSet<int> taped = Choose(program, reverse, gradients);
        Dictionary<int, Symbol> rows = taped.Select((value, row) => (value, row)).ToDictionary(p => p.value, p => new Symbol(SymbolKind.Scratch, p.row.ToString(CultureInfo.InvariantCulture)));
        return new TapedProgram(
            Prune.Apply(new StepProgram(program.Precision, program.Operations, [.. forward])),
            Prune.Apply(new StepProgram(program.Precision, program.Operations, [.. forward, .. rows.Select(r => new Result(r.Value, new Value(r.Key)))])),
            Reverse(program, gradients, rows),
            rows.Count);
    }

    private static bool IsGradient(Symbol target) =>
        target.Kind is SymbolKind.StateGradient or SymbolKind.InputGradient or SymbolKind.ArrivalGradient or SymbolKind.ParameterGradient;

    /// <summary>What is read again instead of taped: constants, uniforms, and what memory holds for every step.</summary>
    private static bool IsAtHand(Operation operation) =>
        operation.Rate != Rate.Step || operation.Symbol is { Kind: SymbolKind.Input or SymbolKind.Arrival or SymbolKind.Noise };

    private static SortedSet<int> Choose(StepProgram program, bool[] reverse, List<Result> gradients)
    {
        SortedSet<int> taped = [];
        for (int i = 0; i < reverse.Length; i++)
        {
            foreach (Value operand in reverse[i] ? program.Operations[i].Operands : []) Need(operand.Index);
        }

        foreach (Result gradient in gradients) Need(gradient.Value.Index);

        // An operation whose operands are at hand takes no more time than reading its result.
        foreach (int value in taped.Reverse().ToList())
        {
            Operation operation = program.Operations[value];
            bool cheap = operation.Function is { } function && function != Functions.Divide && function != Functions.Sqrt && function != Functions.SelectRarely;
            if (cheap && operation.Operands.All(o => IsThere(o.Index))) taped.Remove(value);
        }

        return taped;

        // Truth values are asked for again.
        void Need(int i)
        {
            Operation operation = program.Operations[i];
            if (reverse[i] || IsAtHand(operation)) return;
            if (operation is { Type: TermType.Bool, Function: not null }) foreach (Value operand in operation.Operands) Need(operand.Index);
            else taped.Add(i);
        }

        bool IsThere(int i) => IsAtHand(program.Operations[i]) || taped.Contains(i)
            || (program.Operations[i] is { Type: TermType.Bool, Function: not null } test && test.Operands.All(o => IsThere(o.Index)));
    }

    private static StepProgram Reverse(StepProgram program, List<Result> gradients, Dictionary<int, Symbol> rows)
    {
        ProgramBuilder b = new(program.Precision);
        Dictionary<int, Value> here = [];

        // In the order of the whole program, so that the code reads as it did.
        HashSet<int> needed = [];
        foreach (Result gradient in gradients) Mark(gradient.Value.Index);
        foreach (int i in needed.OrderBy(i => i))
        {
            Operation operation = program.Operations[i];
            b.Note = operation.Note;
            Value value = rows.TryGetValue(i, out Symbol row) ? Read(row, operation.Type) : b.Copy(operation, [.. operation.Operands.Select(o => here[o.Index])]);
            here[i] = operation.Name is null ? value : b.Named(operation.Name, value);
        }

        foreach (Result gradient in gradients) b.SetResult(gradient.Target, here[gradient.Value.Index]);
        return Prune.Apply(b.Build());

        void Mark(int i)
        {
            if (!needed.Add(i) || rows.ContainsKey(i)) return;
            foreach (Value operand in program.Operations[i].Operands) Mark(operand.Index);
        }

        Value Read(Symbol row, TermType type) => type == TermType.Real ? b.Load(row) : b.Apply(Functions.NotEqual, b.Load(row), b.Constant(0));
    }
}
