using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Constants, tables and work space behind a program's variables. Tables over the same cells of the same argument stand in each other's records, so that one
/// address serves them all; each has two words a cell, the node and the step to the next, both doubled where that makes rounding cheaper.
/// </summary>
internal sealed class WorkMemory
{
    /// <summary>How far behind the pool's beginning its base register points, so that offsets of both signs serve.</summary>
    public const int Bias = 2048;

    private readonly int _poolBytes;
    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<int, (int Group, int Offset)> _places = [];
    private readonly List<Group> _groups = [];
    private readonly bool[] _doubled;
    private int _poolAt;

    public WorkMemory(FixedProgram program, uint address, int wordBytes, int poolBytes = 4096)
    {
        _poolBytes = poolBytes;
        Address = address;
        WordBytes = wordBytes;
        _doubled = [.. program.Tables.Select((table, t) => wordBytes == 4 && table.Shift > 0 && table.Nodes.All(n => Math.Abs(n) < 1 << 29)
            && program.Operations.All(o => o.Opcode != FixedOpcode.Interpolate || o.Slot != t || o.Rounding == FixedRounding.Nearest))];
        uint at = address + (uint)poolBytes;
        foreach (var same in Enumerable.Range(0, program.Tables.Length).GroupBy(t => (program.Tables[t].Argument, program.Tables[t].Shift, program.Tables[t].First, program.Tables[t].Nodes.Length)))
        {
            int[] tables = [.. same];
            int record = 2 * wordBytes * tables.Length, stride = 1;
            while (stride < record) stride *= 2;
            Group group = new(at, stride, same.Key.Length - 1, [.. tables.Select(t => (program.Tables[t], _doubled[t]))]);
            for (int k = 0; k < tables.Length; k++) _places[tables[k]] = (_groups.Count, 2 * wordBytes * k);
            _groups.Add(group);
            at += (uint)((group.Cells * stride + 63) / 64 * 64);
        }

        End = at;
    }

    public uint Address { get; }

    public uint End { get; }

    public int WordBytes { get; }

    /// <summary>What the base register of the pool holds.</summary>
    public uint Base => Address + Bias;

    /// <summary>The group a table is in: its address, the bytes from cell to cell, and where in them the table's words are.</summary>
    public (int Group, uint Address, int Stride, int Offset) Find(int table)
    {
        (int group, int offset) = _places[table];
        return (group, _groups[group].Address, _groups[group].Stride, offset);
    }

    /// <summary>Whether a table's words are twice the node plus one, and twice the step: the form from which rounding to nearest costs one shift.</summary>
    public bool IsDoubled(int table) => _doubled[table];

    /// <summary>The offset of a constant from the pool's base.</summary>
    public int Constant(long value)
    {
        if (!_constants.TryGetValue(value, out int at))
        {
            at = Take(4);
            _constants.Add(value, at);
        }

        return at - Bias;
    }

    /// <summary>The offset of a new place to keep a value, from the pool's base.</summary>
    public int Slot(int bytes = 4) => Take(bytes) - Bias;

    /// <summary>The bytes, from <see cref="Address"/> to <see cref="End"/>.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = new byte[End - Address];
        foreach ((long value, int at) in _constants) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), unchecked((int)value));
        foreach (Group group in _groups)
        {
            for (int k = 0; k < group.Tables.Length; k++)
            {
                (FixedTable table, bool doubled) = group.Tables[k];
                for (int cell = 0; cell < group.Cells; cell++)
                {
                    long node = table.Nodes[cell], step = table.Nodes[cell + 1] - node;
                    int at = (int)(group.Address - Address) + cell * group.Stride + 2 * WordBytes * k;
                    Put(bytes.AsSpan(at), doubled ? 2 * node + 1 : node);
                    Put(bytes.AsSpan(at + WordBytes), doubled ? 2 * step : step);
                }
            }
        }

        return bytes;

        void Put(Span<byte> place, long value)
        {
            if (WordBytes == 2) BinaryPrimitives.WriteInt16LittleEndian(place, unchecked((short)value));
            else BinaryPrimitives.WriteInt32LittleEndian(place, unchecked((int)value));
        }
    }

    private int Take(int bytes)
    {
        _poolAt = (_poolAt + Math.Min(bytes, 4) - 1) / 4 * 4;
        int at = _poolAt;
        _poolAt += bytes;
        return _poolAt <= _poolBytes ? at : throw new NotSupportedException($"The step keeps more than {_poolBytes} bytes of constants and intermediate values.");
    }

    private sealed record Group(uint Address, int Stride, int Cells, (FixedTable Table, bool Doubled)[] Tables);
}
