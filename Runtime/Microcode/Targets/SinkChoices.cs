using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Moves choices behind what is done with their results, where one side becomes trivial: (c ? 0 : x) k is c ? 0 : x k, and a + (c ? 0 : x) is c ? a : a + x. A
/// machine that branches then leaves out all of the other side at once. Every word stays the same.
/// </summary>
internal sealed class SinkChoices
{
    private const int Holds = 1, Fails = 2;

    private readonly FixedProgram _program;
    private readonly List<FixedOperation> _operations = [];
    private readonly int[] _uses;

    private SinkChoices(FixedProgram program)
    {
        _program = program;
        _uses = new int[program.Operations.Length];
        foreach (int operand in program.Operations.SelectMany(o => o.Operands)) _uses[operand]++;
    }

    /// <summary>The program with its choices as late as that is good for something.</summary>
    public static FixedProgram Run(FixedProgram program) => new SinkChoices(program).Run();

    private FixedProgram Run()
    {
        int[] now = new int[_program.Operations.Length];
        for (int i = 0; i < now.Length; i++)
        {
            FixedOperation old = _program.Operations[i], operation = old with { Operands = [.. old.Operands.Select(o => now[o])] };
            bool[] alone = [.. old.Operands.Select(o => _uses[o] == 1)];
            now[i] = Through(operation, alone) ?? Gate(operation, alone) ?? Thread(operation) ?? Add(operation);
        }

        return _program with { Operations = Needed() };
    }

    private int Add(FixedOperation operation)
    {
        _operations.Add(operation);
        return _operations.Count - 1;
    }

    private int Choice(FixedOperation of, int condition, int side, int there, int elsewhere) => Add(of with
    {
        Opcode = FixedOpcode.Select, Operands = side == Holds ? [condition, there, elsewhere] : [condition, elsewhere, there], Shift = 0, Rounding = default, Overflow = default, Slot = 0,
    });

    // What an operation of a choice with a zero is, if nobody else takes the choice.
    private int? Through(FixedOperation operation, bool[] alone)
    {
        if (operation.Draws || operation.Opcode is not (FixedOpcode.Multiply or FixedOpcode.ShiftLeft or FixedOpcode.ShiftRight or FixedOpcode.Relabel or FixedOpcode.Add or FixedOpcode.Subtract)) return null;
        bool sum = operation.Opcode is FixedOpcode.Add or FixedOpcode.Subtract;
        for (int place = operation.Opcode == FixedOpcode.Subtract ? 1 : 0; place < operation.Operands.Length; place++)
        {
            FixedOperation choice = _operations[operation.Operands[place]];
            if (!alone[place] || choice.Opcode != FixedOpcode.Select) continue;
            int zero = IsZero(choice.Operands[Holds]) ? Holds : IsZero(choice.Operands[Fails]) ? Fails : 0;
            if (zero == 0) continue;
            int condition = choice.Operands[0], other = Holds + Fails - zero;
            int trivial = !sum ? Add(new FixedOperation { Opcode = FixedOpcode.Constant, Type = operation.Type, Range = new(0, 0, true) }) : operation.Operands[1 - place];
            if (_operations[trivial].Type != operation.Type) continue;
            FixedOperation inner = operation with { Operands = [.. operation.Operands.Select(o => Known(o, condition, other))], Name = "" };
            return Choice(operation, condition, zero, trivial, Add(inner with { Range = Bounds(inner) }));
        }

        return null;
    }

    // A comparison of what is chosen by a condition, and that condition's opposite: false where the condition holds, else the comparison with what is chosen there.
    private int? Gate(FixedOperation operation, bool[] alone)
    {
        if (operation.Opcode != FixedOpcode.And) return null;
        for (int place = 0; place < 2; place++)
        {
            FixedOperation comparison = _operations[operation.Operands[place]], not = _operations[operation.Operands[1 - place]];
            if (!alone[place] || not.Opcode != FixedOpcode.Not || comparison.Opcode is not (FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual)) continue;
            ImmutableArray<int> known = [.. comparison.Operands.Select(o => Known(o, not.Operands[0], Fails))];
            if (known.SequenceEqual(comparison.Operands)) continue;
            int never = Add(new FixedOperation { Opcode = FixedOpcode.Constant, Type = FixedType.Bool });
            return Choice(operation, not.Operands[0], Holds, never, Add(comparison with { Operands = known }));
        }

        return null;
    }

    // A choice by a truth value that is false where a condition holds.
    private int? Thread(FixedOperation operation)
    {
        if (operation.Opcode != FixedOpcode.Select || _operations[operation.Operands[0]] is not { Opcode: FixedOpcode.Select } truth || !IsZero(truth.Operands[Holds])) return null;
        int condition = truth.Operands[0];
        int there = Known(operation.Operands[Fails], condition, Holds);
        int elsewhere = Add(operation with { Operands = [truth.Operands[Fails], Known(operation.Operands[Holds], condition, Fails), Known(operation.Operands[Fails], condition, Fails)] });
        return Choice(operation, condition, Holds, there, elsewhere);
    }

    private bool IsZero(int index) => _operations[index] is { Opcode: FixedOpcode.Constant, Immediate: 0 };

    // A value where a condition is known to hold or fail.
    private int Known(int index, int condition, int side) =>
        _operations[index] is { Opcode: FixedOpcode.Select } choice && choice.Operands[0] == condition ? choice.Operands[side] : index;

    // Of an operation that may now be asked for values that nobody wants, the bounds that follow from its operands alone.
    private FixedRange Bounds(FixedOperation operation)
    {
        (long Low, long High) a = Lowering.Bounds(_operations[operation.Operands[0]]), b = operation.Operands.Length > 1 ? Lowering.Bounds(_operations[operation.Operands[1]]) : default;
        (long low, long high) = operation.Opcode is FixedOpcode.ShiftRight or FixedOpcode.Relabel ? a : Lowering.Exact(operation, a, b);
        if (operation.Opcode is FixedOpcode.ShiftRight or FixedOpcode.Multiply && operation.Shift > 0) (low, high) = (low >> operation.Shift, (high >> operation.Shift) + 1);
        return low >= operation.Type.Low && high <= operation.Type.High ? new(low, high, true) : new(operation.Type.Low, operation.Type.High, true);
    }

    private ImmutableArray<FixedOperation> Needed()
    {
        bool[] needed = new bool[_operations.Count];
        for (int i = needed.Length - 1; i >= 0; i--)
        {
            if (!_operations[i].HasResult || _operations[i].Draws) needed[i] = true;
            if (needed[i]) foreach (int operand in _operations[i].Operands) needed[operand] = true;
        }

        int[] place = new int[needed.Length];
        ImmutableArray<FixedOperation>.Builder kept = ImmutableArray.CreateBuilder<FixedOperation>();
        for (int i = 0; i < needed.Length; i++)
        {
            place[i] = kept.Count;
            if (needed[i]) kept.Add(_operations[i] with { Operands = [.. _operations[i].Operands.Select(o => place[o])] });
        }

        return kept.ToImmutable();
    }
}
