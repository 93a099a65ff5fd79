using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// The step of one neuron in RV32IM. Choices by one condition become one branch around what only the chosen side needs, so that what a spike does costs one
/// instruction in the steps without one. Products whose shift is 32 cost one instruction; others are brought there where ranges allow it.
/// </summary>
internal sealed partial class Rv32Lowering : Lowering
{
    public const int Zero = 0, PoolBase = 2;

    private readonly MemoryMap _map;
    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<(int Argument, int Key), int> _shared = [];
    private readonly Dictionary<int, int> _streams = [];
    private readonly int[] _arms;

    public Rv32Lowering(FixedProgram program, MemoryMap map, WorkMemory work)
        : base(program, new VirtualCode(InstructionSet.Rv32))
    {
        _map = map;
        Work = work;
        Records = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        Inputs = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        _arms = FindArms();
    }

    public WorkMemory Work { get; }

    /// <summary>The register that points to the neuron's record.</summary>
    public int Records { get; }

    /// <summary>The register that points to the neuron's inputs.</summary>
    public int Inputs { get; }

    /// <summary>A register that holds a constant in all passes.</summary>
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

    protected override bool IsLazy(FixedOperation operation) =>
        operation.Opcode is FixedOpcode.Constant or FixedOpcode.Select or FixedOpcode.Minimum or FixedOpcode.Maximum || operation.Type == FixedType.Bool;

    protected override int Compute(int index, FixedOperation operation)
    {
        int A() => Operand(operation, 0);
        int B() => Operand(operation, 1);
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant: return Constant(operation.Immediate);
            case FixedOpcode.LoadState: return Load(_map[MemoryRole.State, operation.Slot], operation.Type);
            case FixedOpcode.LoadInput: return Load(_map[MemoryRole.Input, operation.Slot], operation.Type);
            case FixedOpcode.Relabel: return A();
            case FixedOpcode.Add or FixedOpcode.Subtract: return Sum(operation);
            case FixedOpcode.Multiply: return Product(operation);
            case FixedOpcode.ShiftLeft: return ShiftLeft(operation);
            case FixedOpcode.ShiftRight: return RoundWord(A(), Range(operation.Operands[0]), operation.Shift, operation.Rounding, Draw(operation));
            case FixedOpcode.ShiftRightBy: return ShiftRightBy(operation);
            case FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual: return Compare(operation);
            case FixedOpcode.And: return New("and", A(), B());
            case FixedOpcode.Or: return New("or", A(), B());
            case FixedOpcode.Not: return New("xori", A(), 1);
            case FixedOpcode.Select: return Choose(index);
            case FixedOpcode.Minimum: return Extreme(A(), B(), least: true);
            case FixedOpcode.Maximum: return Extreme(A(), B(), least: false);
            case FixedOpcode.Interpolate: return Interpolate(operation);
            case FixedOpcode.Random: return New("srli", Draw(operation), 1);
            default: throw new NotSupportedException($"RV32IM has no {operation.Opcode}.");
        }
    }

    protected override void Store(FixedOperation operation)
    {
        MemoryPlace place = operation.Opcode switch
        {
            FixedOpcode.StoreState => _map[MemoryRole.State, operation.Slot],
            FixedOpcode.Spike => _map[MemoryRole.Spike],
            _ => _map[MemoryRole.Output],
        };
        StoreWord(place, Operand(operation, 0));
    }

    protected override void Finish()
    {
        Code.Comment = "random bits";
        foreach ((int stream, int register) in _streams) StoreWord(_map[MemoryRole.Stream, stream], register);
        Code.Comment = null;
    }

    private int New(string mnemonic, params int[] sources)
    {
        int result = Code.NewScalar();
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    private int Load(MemoryPlace place, FixedType type)
    {
        string mnemonic = place.Bits == 32 ? "lw" : type.Signed ? "lh" : "lhu";
        int offset = Offset(place), pointer = place.Role == MemoryRole.Input ? Inputs : Records;
        string name = place.Name;
        IEnumerable<Instruction> Again(int to) => [new Instruction(Code.Set[mnemonic], to, offset, pointer) { Comment = name }];
        int result = Code.New(new VirtualRegister(OperandKind.Scalar) { Again = Again });
        foreach (Instruction load in Again(result)) Code.Add(load);
        return result;
    }

    private void StoreWord(MemoryPlace place, int register) =>
        Code.Add(new Instruction(Code.Set[place.Bits == 32 ? "sw" : "sh"], register, Offset(place), Records) { Comment = place.Name });

    private int Offset(MemoryPlace place) => (int)(place.Address - (place.Role == MemoryRole.Input ? _map.Input : MemoryMap.Origin));

    // The state of the stream moves on; the register holds the draw's 16 bits.
    private int Draw(FixedOperation operation)
    {
        if (!operation.Draws) return Zero;
        if (!_streams.TryGetValue(operation.Stream, out int state)) state = Load(_map[MemoryRole.Stream, operation.Stream], FixedType.Bool);
        int mask = Constant(0xFFFF);
        int s0 = New("and", state, mask), s1 = New("srli", state, 16);
        int sum = New("add", s0, s1);
        int draw = New("and", New("add", Rotate(New("and", sum, mask), 9), s0), mask);
        int x = New("xor", s1, s0);
        int first = New("xor", New("xor", Rotate(s0, 13), x), New("slli", x, 5));
        int second = New("slli", Rotate(x, 10), 16);
        _streams[operation.Stream] = New("or", New("and", first, mask), second);
        return draw;

        int Rotate(int word, int count) => New("or", New("slli", word, count), New("srli", word, 16 - count));
    }

    private int Sum(FixedOperation operation)
    {
        bool add = operation.Opcode == FixedOpcode.Add;
        FixedType type = operation.Type;
        (long Low, long High) range = BeforeFit(operation);
        if (range.Low < int.MinValue || range.High > int.MaxValue)
            return operation.Overflow == FixedOverflow.Saturate ? SaturatedSum(operation, add) : Normal(PlainSum(operation, add), type);
        return Fit(PlainSum(operation, add), operation, range);
    }

    private int PlainSum(FixedOperation operation, bool add)
    {
        int left = operation.Operands[0], right = operation.Operands[1];
        if (IsConstant(right, out long k) && IsSmall(add ? k : -k)) return New("addi", Want(left), (int)(add ? k : -k));
        if (add && IsConstant(left, out k) && IsSmall(k)) return New("addi", Want(right), (int)k);
        return New(add ? "add" : "sub", Want(left), Want(right));
    }

    // Two words whose sum has 33 bits; the type has all 32.
    private int SaturatedSum(FixedOperation operation, bool add)
    {
        int a = Operand(operation, 0), b = Operand(operation, 1), sum = New(add ? "add" : "sub", a, b);
        // It overflowed where the sum is less than a although b is added and not negative, or the reverse.
        int overflow = New("xor", New("slt", sum, a), add ? New("slti", b, 0) : New("slt", Zero, b));
        string done = Code.NewLabel();
        Code.Branch("beq", overflow, Zero, done);
        int sign = New("srai", sum, 31);
        Code.Add("xor", sum, sign, Constant(int.MinValue));
        Code.Label(done);
        return Clamp(sum, operation.Type, (int.MinValue, int.MaxValue));
    }

    private int ShiftLeft(FixedOperation operation)
    {
        (long Low, long High) range = BeforeFit(operation);
        int a = Operand(operation, 0), shifted = operation.Shift == 0 ? a : New("slli", a, operation.Shift);
        if (range.Low >= int.MinValue && range.High <= int.MaxValue) return Fit(shifted, operation, range);
        if (operation.Overflow == FixedOverflow.Wrap) return Normal(shifted, operation.Type);
        int result = New("addi", shifted, 0);
        string done = Code.NewLabel();
        Code.Branch("beq", New("srai", shifted, operation.Shift), a, done);
        Code.Add("xor", result, New("srai", a, 31), Constant(int.MaxValue));
        Code.Label(done);
        return Clamp(result, operation.Type, (int.MinValue, int.MaxValue));
    }

    private int Extreme(int a, int b, bool least)
    {
        int result = New("addi", a, 0);
        string done = Code.NewLabel();
        if (least) Code.Branch("bge", b, result, done);
        else Code.Branch("bge", result, b, done);
        Code.Add("addi", result, b, 0);
        Code.Label(done);
        return result;
    }

    /// <summary>A word that holds the exact result, brought to the type.</summary>
    private int Fit(int word, FixedOperation operation, (long Low, long High) range) =>
        Fits(operation.Type, range) ? word
        : operation.Overflow == FixedOverflow.Saturate ? Clamp(word, operation.Type, range)
        : Normal(word, operation.Type);

    private int Clamp(int word, FixedType type, (long Low, long High) range)
    {
        if (range.High > type.High) word = Extreme(word, Constant(type.High), least: true);
        if (range.Low < type.Low) word = Extreme(word, Constant(type.Low), least: false);
        return word;
    }

    /// <summary>A word whose lower bits alone count, as the type has them.</summary>
    private int Normal(int word, FixedType type) =>
        type.Width == 32 ? word
        : type.Signed ? New("srai", New("slli", word, 32 - type.Width), 32 - type.Width)
        : type.Width < 12 ? New("andi", word, (1 << type.Width) - 1)
        : New("srli", New("slli", word, 32 - type.Width), 32 - type.Width);

    private static bool IsSmall(long value) => value is >= -2048 and <= 2047;
}
