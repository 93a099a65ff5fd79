using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// The step of 32 neurons in FeNN's instructions: 16-bit lanes, products with any shift, rounding and saturation in one instruction, truth values in scalar
/// registers, tables in the lanes' own memories.
/// </summary>
internal sealed class FennLowering : Lowering
{
    public const int Lanes = 32, VectorBytes = 2 * Lanes, Zero = 0, PoolBase = 2;

    private readonly MemoryMap _map;
    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<(int Argument, int Key), int> _shared = [];

    public FennLowering(FixedProgram program, MemoryMap map, WorkMemory tables)
        : base(program, new VirtualCode(InstructionSet.Fenn))
    {
        if (program.Bits != 16) throw new NotSupportedException($"FeNN's lanes have 16 bits; {program.Name} has words of {program.Bits}.");
        if (program.Streams > 1) throw new NotSupportedException($"FeNN has one stream of random bits; {program.Name} has {program.Streams}.");
        _map = map;
        Tables = tables;
        Block = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
    }

    public WorkMemory Tables { get; }

    /// <summary>The register that points to the block of 32 neurons, in the vector memory and, for spikes, in the scalar memory.</summary>
    public int Block { get; }

    /// <summary>Where in its block a variable is.</summary>
    public static int Offset(MemoryMap map, MemoryPlace place) => place.Role switch
    {
        MemoryRole.Spike => 0,
        MemoryRole.Input => (int)(place.Address - map.Input) + VectorBytes * map.Places.Count(p => p.Role is MemoryRole.State or MemoryRole.Output),
        _ => (int)(place.Address - MemoryMap.Origin),
    };

    protected override int Compute(int index, FixedOperation operation)
    {
        int A() => Operand(operation, 0);
        int B() => Operand(operation, 1);
        FixedType type = operation.Type;
        if (!type.Signed && type.Width == 16) throw new NotSupportedException($"FeNN's lanes have a sign; {operation.Opcode} yields {type}.");
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant: return type == FixedType.Bool ? Truth(operation.Immediate != 0) : Constant(operation.Immediate);
            case FixedOpcode.LoadState: return Load(_map[MemoryRole.State, operation.Slot]);
            case FixedOpcode.LoadInput: return Load(_map[MemoryRole.Input, operation.Slot]);
            case FixedOpcode.Relabel: return A();
            case FixedOpcode.Add: return Sum("vadd", operation);
            case FixedOpcode.Subtract: return Sum("vsub", operation);
            case FixedOpcode.Multiply: return Product(operation);
            case FixedOpcode.ShiftLeft: return ShiftLeft(operation);
            case FixedOpcode.ShiftRight: return operation is { Shift: 0, Draws: false } ? A() : New("vsrai" + Suffix(operation), A(), operation.Shift);
            case FixedOpcode.ShiftRightBy: return ShiftRightBy(operation);
            case FixedOpcode.Less: return Scalar("vtlt", A(), B());
            case FixedOpcode.LessOrEqual: return Scalar("vtge", B(), A());
            case FixedOpcode.Equal: return Scalar("vteq", A(), B());
            case FixedOpcode.NotEqual: return Scalar("vtne", A(), B());
            case FixedOpcode.And: return Scalar("and", A(), B());
            case FixedOpcode.Or: return Scalar("or", A(), B());
            case FixedOpcode.Not: return Scalar("xori", A(), -1);
            case FixedOpcode.Select when type == FixedType.Bool:
                return Scalar("xor", Scalar("and", Scalar("xor", B(), Operand(operation, 2)), A()), Operand(operation, 2));
            case FixedOpcode.Select: return Choose(A(), B(), Operand(operation, 2));
            case FixedOpcode.Minimum: return Choose(Scalar("vtlt", B(), A()), B(), A());
            case FixedOpcode.Maximum: return Choose(Scalar("vtlt", A(), B()), B(), A());
            case FixedOpcode.Interpolate: return Interpolate(operation);
            case FixedOpcode.Random: return New("vrng");
            default: throw new NotSupportedException($"FeNN has no {operation.Opcode}.");
        }
    }

    protected override void Store(FixedOperation operation)
    {
        int value = Operand(operation, 0);
        MemoryPlace place = operation.Opcode switch
        {
            FixedOpcode.StoreState => _map[MemoryRole.State, operation.Slot],
            FixedOpcode.Spike => _map[MemoryRole.Spike],
            _ => _map[MemoryRole.Output],
        };
        Code.Add(new Instruction(Code.Set[operation.Opcode == FixedOpcode.Spike ? "sw" : "vstorev"], value, Offset(_map, place), Block) { Comment = place.Name });
    }

    protected override int Copy(int register) => New("vsrai", register, 0);

    // A draw is made even where nothing is dropped, as the generator moves on.
    private static string Suffix(FixedOperation operation) => operation.Rounding switch
    {
        FixedRounding.Stochastic => "_rs",
        FixedRounding.Floor => "",
        _ when operation.Shift == 0 => "",
        FixedRounding.Nearest => "_rn",
        _ => throw new NotSupportedException("FeNN does not round halves to even."),
    };

    private int New(string mnemonic, params int[] sources)
    {
        int result = Code.NewVector();
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    private int Scalar(string mnemonic, params int[] sources)
    {
        int result = Code.NewScalar();
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    private int Truth(bool value) => value ? Scalar("addi", Zero, -1) : Zero;

    private int Constant(long value)
    {
        if (_constants.TryGetValue(value, out int register)) return register;
        return _constants[value] = Code.New(new VirtualRegister(OperandKind.Vector)
        {
            Invariant = true,
            Again = to => [new Instruction(Code.Set["vlui"], to, (int)value & 0xFFFF) { Comment = $"{value}" }],
        });
    }

    private int Load(MemoryPlace place)
    {
        IEnumerable<Instruction> Again(int to) => [new Instruction(Code.Set["vloadv"], to, Offset(_map, place), Block) { Comment = place.Name }];
        int result = Code.New(new VirtualRegister(OperandKind.Vector) { Again = Again });
        foreach (Instruction load in Again(result)) Code.Add(load);
        return result;
    }

    // Where the mask has ones, the first; a shift by nothing is a move, which falls away where the other is needed no more.
    private int Choose(int mask, int chosen, int otherwise)
    {
        int result = New("vsrai", otherwise, 0);
        Code.Add("vsel", result, mask, chosen);
        return result;
    }

    private int Sum(string name, FixedOperation operation)
    {
        (long Low, long High) range = BeforeFit(operation);
        bool fits = Fits(operation.Type, range), saturates = !fits && operation.Overflow == FixedOverflow.Saturate;
        int sum = New(saturates ? name + "_s" : name, Operand(operation, 0), Operand(operation, 1));
        return fits ? sum : Fit(sum, operation, saturates);
    }

    private int Product(FixedOperation operation)
    {
        (long Low, long High) range = BeforeFit(operation);
        bool fits = Fits(operation.Type, range), saturates = !fits && operation.Overflow == FixedOverflow.Saturate;
        int a = Operand(operation, 0), b = Operand(operation, 1), shift = operation.Shift;
        if (shift <= 15)
        {
            string name = (saturates ? "vmul_s" : "vmul") + Suffix(operation);
            int product = New(name, a, b, shift);
            return fits ? product : Fit(product, operation, saturates);
        }

        if (operation.Rounding == FixedRounding.Stochastic || shift > 30 || Exact(operation).High > (1 << 30) - 1)
            throw new NotSupportedException($"FeNN shifts products by at most 15; {operation.Equation} has one shifted by {shift}.");
        int rest = New("vsrai" + Suffix(operation), New("vmul", a, b, 15), shift - 15);
        return fits ? rest : Fit(rest, operation, saturates);
    }

    private int ShiftLeft(FixedOperation operation)
    {
        (long Low, long High) range = BeforeFit(operation);
        int a = Operand(operation, 0), shift = operation.Shift;
        bool fits = Fits(operation.Type, range), saturates = !fits && operation.Overflow == FixedOverflow.Saturate;
        if (shift == 0) return a;
        if (shift > 15) return saturates ? throw new NotSupportedException($"FeNN shifts by at most 15, not {shift}.") : Constant(0);
        int up = !saturates ? New("vslli", a, shift)
            : shift < 15 ? New("vmul_s", a, Constant(1 << shift), 0)
            : New("vmul_s", New("vmul_s", a, Constant(1 << 14), 0), Constant(2), 0);
        return fits ? up : Fit(up, operation, saturates);
    }

    private int ShiftRightBy(FixedOperation operation)
    {
        int a = Operand(operation, 0), n = Operand(operation, 1), floor = New("vsra", a, n);
        if (operation.Rounding == FixedRounding.Floor) return floor;
        if (operation.Rounding != FixedRounding.Nearest) throw new NotSupportedException($"FeNN shifts by a variable without rounding by {operation.Rounding}.");
        // The last bit dropped is added; with nothing dropped there is none.
        int last = New("vand", New("vsra", a, New("vsub", n, Constant(1))), Constant(1));
        return New("vadd", floor, Choose(Scalar("vtge", Constant(0), n), Constant(0), last));
    }

    private int Fit(int word, FixedOperation operation, bool saturates)
    {
        FixedType type = operation.Type;
        if (type.Width == 16) return word;
        if (saturates)
        {
            word = Choose(Scalar("vtlt", Constant(type.High), word), Constant(type.High), word);
            return Choose(Scalar("vtlt", word, Constant(type.Low)), Constant(type.Low), word);
        }

        return type.Signed ? New("vsrai", New("vslli", word, 16 - type.Width), 16 - type.Width) : New("vand", word, Constant(type.High));
    }

    private int Interpolate(FixedOperation operation)
    {
        FixedTable table = Program.Tables[operation.Slot];
        int argument = operation.Operands[0], a = Want(argument);
        (int group, uint address, int stride, int offset) = Tables.Find(operation.Slot);
        int log = BitOperations.Log2((uint)stride);
        int cell = Share((argument, -1 - group), () =>
        {
            int index = table.Shift == 0 ? a : New("vsrai", a, table.Shift), scaled = New("vslli", index, log);
            long origin = address - (table.First << log);
            return origin == 0 ? scaled : New("vadd", scaled, Constant((short)origin));
        });
        int node = New("vloadl", offset, cell);
        if (table.Shift == 0)
        {
            if (operation.Draws) New("vrng");
            return node;
        }

        int step = New("vloadl", offset + 2, cell), place = Share((argument, 64 + table.Shift), () => New("vandadd", a, Zero, table.Shift));
        return New("vadd", node, New("vmul" + Suffix(operation), step, place, table.Shift));
    }

    private int Share((int, int) key, Func<int> make)
    {
        if (!_shared.TryGetValue(key, out int register)) _shared[key] = register = make();
        return register;
    }
}
