using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>Writes a program operation by operation; what is computed twice is computed once, unless it draws random bits.</summary>
public sealed class FixedProgramBuilder
{
    private readonly List<FixedOperation> _operations = [];
    private readonly Dictionary<(FixedOperation, int, int, int), int> _numbers = [];

    /// <summary>The equation that the operations to come belong to.</summary>
    public string Equation { get; set; } = "";

    /// <summary>The operations so far.</summary>
    public IReadOnlyList<FixedOperation> Operations => _operations;

    /// <summary>The type of a value.</summary>
    public FixedType TypeOf(int value) => _operations[value].Type;

    /// <summary>Where a value lies.</summary>
    public FixedRange RangeOf(int value) => _operations[value].Range;

    /// <summary>Adds an operation.</summary>
    /// <returns>The value that it yields.</returns>
    public int Add(FixedOperation operation, params int[] operands)
    {
        int At(int i) => i < operands.Length ? operands[i] : -1;
        var key = (operation with { Name = "", Equation = "", Operands = [] }, At(0), At(1), At(2));
        bool shared = operation.HasResult && !operation.Draws;
        if (shared && _numbers.TryGetValue(key, out int known)) return known;
        if (shared) _numbers.Add(key, _operations.Count);
        _operations.Add(operation with { Operands = [.. operands], Equation = operation.Equation.Length == 0 ? Equation : operation.Equation });
        return _operations.Count - 1;
    }

    /// <summary>A constant.</summary>
    public int Constant(FixedType type, long raw) =>
        Add(new FixedOperation { Opcode = FixedOpcode.Constant, Type = type, Immediate = raw, Range = new(raw, raw, true) });

    /// <summary>The operations whose results are stored, or go into what is.</summary>
    public ImmutableArray<FixedOperation> Build()
    {
        bool[] used = new bool[_operations.Count];
        for (int i = used.Length - 1; i >= 0; i--)
        {
            used[i] |= !_operations[i].HasResult;
            if (!used[i]) continue;
            foreach (int operand in _operations[i].Operands) used[operand] = true;
        }

        int[] place = new int[used.Length];
        List<FixedOperation> kept = [];
        for (int i = 0; i < used.Length; i++)
        {
            place[i] = kept.Count;
            if (used[i]) kept.Add(_operations[i] with { Operands = [.. _operations[i].Operands.Select(o => place[o])] });
        }

        return [.. kept];
    }
}
