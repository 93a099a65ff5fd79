using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// What the scalar and the vector lowering for RISC-V share: constants in scalar registers, values that several operations need, choices that go by one
/// condition, and the generator of random bits on words of 32 bits.
/// </summary>
internal abstract class RiscvLowering(FixedProgram program, MemoryMap map, WorkMemory work, InstructionSet set) : Lowering(program, new VirtualCode(set))
{
    /// <summary>The register that is zero, and the one that points to constants.</summary>
    public const int Zero = 0, PoolBase = 2;

    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<int, FixedOperation> _lastDraws = program.Operations.Where(o => o.Draws).GroupBy(o => o.Stream).ToDictionary(g => g.Key, g => g.Last());

    public WorkMemory Work { get; } = work;

    protected MemoryMap Map { get; } = map;

    /// <summary>Values by what they are made of: an operation, and what is done to it.</summary>
    protected Dictionary<(int Argument, int Key), int> Shared { get; } = [];

    /// <summary>A scalar register that holds a number in all passes.</summary>
    public int Constant(long value)
    {
        if (value == 0) return Zero;
        if (_constants.TryGetValue(value, out int register)) return register;
        int offset = Work.Constant(value);
        return _constants[value] = Code.New(new VirtualRegister(OperandKind.Scalar)
        {
            Invariant = true,
            Again = to => [new Instruction(Code.Set["lw"], to, offset, PoolBase) { Comment = $"{value}" }],
        });
    }

    protected int Share((int, int) key, Func<int> make)
    {
        if (!Shared.TryGetValue(key, out int register)) Shared[key] = register = make();
        return register;
    }

    /// <summary>Where a store's value goes.</summary>
    protected MemoryPlace Place(FixedOperation store) => store.Opcode switch
    {
        FixedOpcode.StoreState => Map[MemoryRole.State, store.Slot],
        FixedOpcode.Spike => Map[MemoryRole.Spike],
        _ => Map[MemoryRole.Output],
    };

    /// <summary>A choice and all others by its condition that do not wait for one another; they are open from now on.</summary>
    protected List<int> ChoicesWith(int index, Func<int, bool> belongs)
    {
        int condition = this[index].Operands[0];
        List<int> members = [index];
        foreach (int other in Users[condition])
        {
            if (members.Contains(other) || this[other].Opcode != FixedOpcode.Select || this[other].Operands[0] != condition || !belongs(other)) continue;
            if (!IsFree(other) || members.Any(m => DependsOn(m, other))) continue;
            members.Add(other);
            Open(other);
        }

        return members;
    }

    /// <summary>Whether random bits are drawn although none of them counts, as nothing is dropped.</summary>
    protected static bool DrawsNothing(FixedOperation operation) => operation is { Draws: true, Shift: 0, Opcode: FixedOpcode.Multiply or FixedOpcode.ShiftRight };

    /// <summary>Whether no later operation draws from the same stream.</summary>
    protected bool IsLastDraw(FixedOperation operation) => ReferenceEquals(_lastDraws[operation.Stream], operation);

    /// <summary>Two registers combined: add, and, or, xor.</summary>
    protected abstract int Combine(string name, int a, int b);

    /// <summary>A register shifted by a number: sll, srl.</summary>
    protected abstract int Shifted(string name, int word, int count);

    /// <summary>
    /// <see cref="FixedRandom.Next"/> on words of 32 bits. The lowest <paramref name="bits"/> bits of the draw count, those above are anything; what no bit that
    /// counts depends on is left out, and bits beside a half word's are cut off once, at the end.
    /// </summary>
    protected (int Draw, int State) NextDraw(int state, int bits)
    {
        int upper = Shifted("sll", state, 16);
        int draw = Zero;
        if (bits > 0)
        {
            // In the upper half the sum of both halves wraps by itself.
            int sum = Combine("add", upper, state), turned = Shifted("srl", sum, 23);
            if (bits > 9) turned = Combine("or", turned, Shifted("sll", Shifted("srl", sum, 16), 9));
            draw = Combine("add", turned, state);
        }

        // s0 ^ s1, above s0 and alone.
        int both = Combine("xor", upper, state), x = Shifted("srl", both, 16);
        int first = Combine("xor", Combine("or", Shifted("sll", state, 13), Shifted("srl", upper, 19)), x);
        first = Combine("xor", first, Shifted("sll", x, 5));
        int second = Combine("or", Shifted("sll", x, 26), Shifted("srl", both, 6));
        return (draw, Combine("xor", second, Lowest(Combine("xor", first, second), FixedRandom.Bits)));
    }

    /// <summary>The lowest bits of a word.</summary>
    protected abstract int Lowest(int word, int bits);
}
