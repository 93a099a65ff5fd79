using System;
using System.Collections.Generic;
using System.Linq;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>Says what is wrong with a program: what passes has a meaning, and one that every target can give it.</summary>
public static class FixedVerifier
{
    /// <summary>The faults, each with the operation it is in; none for a well-formed program.</summary>
    public static IReadOnlyList<string> Faults(FixedProgram program)
    {
        List<string> faults = [];
        if (program.Bits is not (16 or 32)) faults.Add($"words have 16 or 32 bits, not {program.Bits}");
        foreach (FixedVariable v in program.States.Concat(program.Inputs)) CheckVariable(program, v, faults);
        foreach (FixedTable table in program.Tables) CheckTable(program, table, faults);

        HashSet<int> stored = [];
        int spikes = 0, outputs = 0;
        for (int i = 0; i < program.Operations.Length; i++)
        {
            FixedOperation operation = program.Operations[i];
            string? fault = Operands(program, i) ?? Types(program, operation);
            if (fault is null && operation.Opcode == FixedOpcode.StoreState && !stored.Add(operation.Slot)) fault = "stores a state a second time";
            if (fault is null && operation.Opcode == FixedOpcode.LoadState && stored.Contains(operation.Slot)) fault = "loads a state after its store";
            if (fault is null && operation.Opcode == FixedOpcode.Spike && ++spikes > 1) fault = "is a second spike";
            if (fault is null && operation.Opcode == FixedOpcode.StoreOutput && ++outputs > 1) fault = "is a second output";
            if (fault is not null) faults.Add($"%{i} {operation.Opcode} {fault}");
        }

        for (int slot = 0; slot < program.States.Length; slot++)
        {
            if (!stored.Contains(slot)) faults.Add($"the state {program.States[slot].Name} is never stored");
        }

        return faults;
    }

    /// <summary>Throws, with all that is wrong, unless nothing is.</summary>
    public static void Check(FixedProgram program)
    {
        IReadOnlyList<string> faults = Faults(program);
        if (faults.Count > 0) throw new ArgumentException($"The program of {program.Name} is ill-formed: {string.Join("; ", faults)}", nameof(program));
    }

    private static void CheckVariable(FixedProgram program, FixedVariable variable, List<string> faults)
    {
        string? fault = Words(program, variable.Type);
        FixedRange range = variable.Range;
        if (fault is null && variable.Type.Width != program.Bits) fault = $"has {variable.Type.Width} bits; memory is of words";
        if (fault is null && (range.Low > range.High || !variable.Type.Holds(range.Low) || !variable.Type.Holds(range.High))) fault = "has bounds beyond its type";
        if (fault is null && (variable.Initial < range.Low || variable.Initial > range.High)) fault = "starts outside its bounds";
        if (fault is null && variable.Stages is { } stages && (stages.Low > range.Low || stages.High < range.High)) fault = "is held at stages to less than its bounds";
        if (fault is null && variable.Role is FixedRole.Remaining or FixedRole.Above && variable.Type.Fraction != 0) fault = "counts, and has a fraction";
        if (fault is not null) faults.Add($"{variable.Name} {fault}");
    }

    private static void CheckTable(FixedProgram program, FixedTable table, List<string> faults)
    {
        string? fault = Words(program, table.Argument) ?? Words(program, table.Type);
        if (fault is null && (table.Shift < 0 || table.Shift >= table.Argument.Width)) fault = $"has cells of 2^{table.Shift}";
        if (fault is null && table.Nodes.Length < 2) fault = "has no cell";
        if (fault is null && table.Nodes.Any(n => !table.Type.Holds(n))) fault = "has nodes beyond its type";
        if (fault is null && table.Nodes.Zip(table.Nodes.Skip(1), (a, b) => b - a).Any(d => !table.Type.Holds(d) && table.Type.Signed)) fault = "has steps beyond its type";
        if (fault is not null) faults.Add($"the table of {table.Name} {fault}");
    }

    private static string? Words(FixedProgram program, FixedType type) =>
        type == FixedType.Bool ? null
        : type.Width < 2 || type.Width > program.Bits ? $"has {type.Width} bits in a program of {program.Bits}"
        : !type.Signed && type.Width > 31 ? "is unsigned with 32 bits"
        : null;

    private static string? Operands(FixedProgram program, int index)
    {
        FixedOperation operation = program.Operations[index];
        if (operation.Operands.Length != Arity(operation.Opcode)) return $"has {operation.Operands.Length} operands";
        foreach (int operand in operation.Operands)
        {
            if (operand < 0 || operand >= index) return $"takes %{operand}, which does not precede it";
            if (!program.Operations[operand].HasResult) return $"takes %{operand}, which yields nothing";
        }

        return null;
    }

    private static int Arity(FixedOpcode opcode) => opcode switch
    {
        FixedOpcode.Constant or FixedOpcode.LoadState or FixedOpcode.LoadInput or FixedOpcode.Random => 0,
        FixedOpcode.StoreState or FixedOpcode.StoreOutput or FixedOpcode.Spike or FixedOpcode.ShiftLeft or FixedOpcode.ShiftRight or FixedOpcode.Relabel
            or FixedOpcode.Not or FixedOpcode.Interpolate => 1,
        FixedOpcode.Select => 3,
        _ => 2,
    };

    private static string? Types(FixedProgram program, FixedOperation operation)
    {
        FixedType type = operation.Type;
        FixedType Of(int i) => program.Operations[operation.Operands[i]].Type;
        bool Slot(int count) => operation.Slot >= 0 && operation.Slot < count;
        string? Same(params FixedType[] types) => types.All(t => t == type) ? null : $"gives {type} from {string.Join(" and ", types)}";
        string? Number() => type == FixedType.Bool ? "computes with truth values" : null;
        string? Truth() => type == FixedType.Bool ? null : $"gives {type}, not bool";
        string? Shift(int most) => operation.Shift < 0 || operation.Shift > most ? $"shifts by {operation.Shift}" : null;
        string? Fraction(int expected) => type.Fraction == expected ? null : $"gives a fraction of {type.Fraction} where {expected} bits are behind the point";
        string? Draw() => operation.Draws && (operation.Stream < 0 || operation.Stream >= program.Streams) ? $"draws from stream {operation.Stream} of {program.Streams}" : null;

        string? fault = Words(program, type);
        if (fault is not null) return fault;
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant:
                return type.Holds(operation.Immediate) ? null : $"{operation.Immediate} is beyond {type}";
            case FixedOpcode.LoadState:
                return !Slot(program.States.Length) ? "names no state" : Same(program.States[operation.Slot].Type);
            case FixedOpcode.LoadInput:
                return !Slot(program.Inputs.Length) ? "names no input" : Same(program.Inputs[operation.Slot].Type);
            case FixedOpcode.StoreState:
                return !Slot(program.States.Length) ? "names no state" : Same(program.States[operation.Slot].Type, Of(0));
            case FixedOpcode.StoreOutput:
                return Number() ?? Same(Of(0));
            case FixedOpcode.Spike or FixedOpcode.Not:
                return Truth() ?? Same(Of(0));
            case FixedOpcode.And or FixedOpcode.Or:
                return Truth() ?? Same(Of(0), Of(1));
            case FixedOpcode.Add or FixedOpcode.Subtract or FixedOpcode.Minimum or FixedOpcode.Maximum:
                return Number() ?? Same(Of(0), Of(1));
            case FixedOpcode.Multiply:
                if (Of(0) == FixedType.Bool || Of(1) == FixedType.Bool) return "computes with truth values";
                return Number() ?? Shift(62) ?? Draw() ?? Fraction(Of(0).Fraction + Of(1).Fraction - operation.Shift);
            case FixedOpcode.ShiftLeft:
                return Number() ?? Shift(31) ?? Same(Of(0) with { Fraction = type.Fraction }) ?? Fraction(Of(0).Fraction + operation.Shift);
            case FixedOpcode.ShiftRight:
                return Number() ?? Shift(Of(0).Width - 1) ?? Draw() ?? Same(Of(0) with { Fraction = type.Fraction }) ?? Fraction(Of(0).Fraction - operation.Shift);
            case FixedOpcode.ShiftRightBy:
                return Number() ?? Draw() ?? Same(Of(0)) ?? (Of(1).Fraction == 0 && Of(1) != FixedType.Bool ? null : $"shifts by a {Of(1)}");
            case FixedOpcode.Relabel:
                return Number() ?? Same(Of(0) with { Fraction = type.Fraction });
            case FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual:
                return Truth() ?? (Of(0) == Of(1) ? null : $"compares {Of(0)} with {Of(1)}");
            case FixedOpcode.Select:
                return Of(0) != FixedType.Bool ? $"chooses by a {Of(0)}" : Same(Of(1), Of(2));
            case FixedOpcode.Interpolate:
                if (!Slot(program.Tables.Length)) return "names no table";
                FixedTable table = program.Tables[operation.Slot];
                return Draw() ?? Same(table.Type) ?? (Of(0) == table.Argument ? null : $"looks {Of(0)} up in a table over {table.Argument}");
            case FixedOpcode.Random:
                return Draw() ?? Same(new FixedType(FixedRandom.Bits - 1, type.Fraction, Signed: false));
            default:
                return "is no operation";
        }
    }
}
