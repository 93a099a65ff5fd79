using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>
/// Finds the operation of a program that is the same as one to come. It is asked with every operation of every pass: a table of indices over the operations themselves
/// takes an eighth of the memory of a dictionary with keys of its own, which was what passes mostly left to the collector.
/// </summary>
internal sealed class ValueNumbers
{
    private readonly List<Operation> _operations;
    private readonly List<int> _hashes;

    // Index + 1 of an operation at or behind the place that its hash says, 0 where there is none; at most half full.
    private int[] _slots;

    public ValueNumbers(List<Operation> operations, int capacity)
    {
        _operations = operations;
        _hashes = new(capacity);
        int size = 64;
        while (size < 2 * capacity) size *= 2;
        _slots = new int[size];
    }

    /// <summary>What an operation is told from others by: all but its name, its note and its rate, which follow.</summary>
    public static int Hash(Function? function, Symbol? symbol, double constant, ReadOnlySpan<Value> operands)
    {
        int hash = function?.GetHashCode() ?? symbol?.GetHashCode() ?? constant.GetHashCode();
        foreach (Value operand in operands) hash = unchecked((hash * 31) + operand.Index);
        return hash;
    }

    /// <summary>The same operation, or -1 where there is none.</summary>
    public int Find(int hash, Function? function, Symbol? symbol, double constant, TermType type, ReadOnlySpan<Value> operands)
    {
        int mask = _slots.Length - 1;
        for (int at = Place(hash) & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            int index = _slots[at] - 1;
            if (_hashes[index] == hash && Same(_operations[index], function, symbol, constant, type, operands)) return index;
        }

        return -1;
    }

    /// <summary>Notes the operation that was added last.</summary>
    public void Add(int hash)
    {
        _hashes.Add(hash);
        if (2 * _hashes.Count > _slots.Length) Grow();
        else Put(_hashes.Count - 1);
    }

    private static bool Same(Operation known, Function? function, Symbol? symbol, double constant, TermType type, ReadOnlySpan<Value> operands)
    {
        if (known.Function != function || known.Type != type || BitConverter.DoubleToInt64Bits(known.Constant) != BitConverter.DoubleToInt64Bits(constant)) return false;
        if (!ReferenceEquals(known.Symbol, symbol) && (symbol is null || !symbol.Equals(known.Symbol))) return false;
        ImmutableArray<Value> others = known.Operands;
        if (others.Length != operands.Length) return false;
        for (int k = 0; k < operands.Length; k++)
        {
            if (others[k].Index != operands[k].Index) return false;
        }

        return true;
    }

    // Numbers that follow one another, as operands' do, would stand in rows.
    private static int Place(int hash) => unchecked((int)(((uint)hash * 2654435769u) >> 8));

    private void Put(int index)
    {
        int mask = _slots.Length - 1, at = Place(_hashes[index]) & mask;
        while (_slots[at] != 0) at = (at + 1) & mask;
        _slots[at] = index + 1;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (int index = 0; index < _hashes.Count; index++) Put(index);
    }
}
