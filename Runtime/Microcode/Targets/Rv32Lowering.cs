using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// The step of one neuron in RV32IM. Choices by one condition become one branch around what only the chosen side needs, so that what a spike does costs one
/// instruction in the steps without one. Products whose shift is 32 cost one instruction; others are brought there where ranges allow it.
/// </summary>
internal sealed partial class Rv32Lowering : RiscvLowering
{
    private readonly Dictionary<int, int> _streams = [];
    private readonly int[] _arms;

    public Rv32Lowering(FixedProgram program, MemoryMap map, WorkMemory work)
        : base(program, map, work, InstructionSet.Rv32)
    {
        Records = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        Inputs = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
        _arms = FindArms();
    }

    /// <summary>The register that points to the neuron's record.</summary>
    public int Records { get; }

    /// <summary>The register that points to the neuron's inputs.</summary>
    public int Inputs { get; }

    protected override bool IsLazy(FixedOperation operation) =>
        operation.Opcode is FixedOpcode.Constant or FixedOpcode.Select or FixedOpcode.Minimum or FixedOpcode.Maximum || operation.Type == FixedType.Bool;

    protected override int Compute(int index, FixedOperation operation)
    {
        int A() => Operand(operation, 0);
        int B() => Operand(operation, 1);
        if (DrawsNothing(operation)) Draw(operation, 0);
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant: return Constant(operation.Immediate);
            case FixedOpcode.LoadState: return Load(Map[MemoryRole.State, operation.Slot], operation.Type);
            case FixedOpcode.LoadInput: return Load(Map[MemoryRole.Input, operation.Slot], operation.Type);
            case FixedOpcode.Relabel: return A();
            case FixedOpcode.Add or FixedOpcode.Subtract: return Sum(operation);
            case FixedOpcode.Multiply: return Product(operation);
            case FixedOpcode.ShiftLeft: return ShiftLeft(operation);
            case FixedOpcode.ShiftRight: return RoundWord(A(), Range(operation.Operands[0]), operation.Shift, operation.Rounding, operation);
            case FixedOpcode.ShiftRightBy: return ShiftRightBy(operation);
            case FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual: return Compare(operation);
            case FixedOpcode.And: return New("and", A(), B());
            case FixedOpcode.Or: return New("or", A(), B());
            case FixedOpcode.Not: return New("xori", A(), 1);
            case FixedOpcode.Select: return Choose(index);
            case FixedOpcode.Minimum: return Extreme(A(), B(), least: true);
            case FixedOpcode.Maximum: return CountedDown(operation) ?? Extreme(A(), B(), least: false);
            case FixedOpcode.Interpolate: return Interpolate(operation);
            case FixedOpcode.Random: return New("srli", Noise(operation, FixedRandom.Bits), 1);
            default: throw new NotSupportedException($"RV32IM has no {operation.Opcode}.");
        }
    }

    protected override void Store(FixedOperation operation) => StoreWord(Place(operation), Operand(operation, 0));

    protected override int Copy(int register) => New("addi", register, 0);

    protected override int Combine(string name, int a, int b) => New(name, a, b);

    protected override int Shifted(string name, int word, int count) => New(name + "i", word, count);

    protected override int Lowest(int word, int bits) => bits < 12 ? New("andi", word, (1 << bits) - 1) : New("and", word, Constant((1L << bits) - 1));

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

    private int Offset(MemoryPlace place) => (int)(place.Address - (place.Role == MemoryRole.Input ? Map.Input : MemoryMap.Origin));

    // As many of a draw's lowest bits as a shift drops; the stream moves on even where that is none.
    private int Noise(FixedOperation operation, int shift)
    {
        int bits = Math.Min(shift, FixedRandom.Bits), draw = Draw(operation, bits);
        return bits == 0 ? Zero : Lowest(draw, bits);
    }

    // The lowest bits of the next draw; those above are anything.
    private int Draw(FixedOperation operation, int bits)
    {
        MemoryPlace place = Map[MemoryRole.Stream, operation.Stream];
        if (!_streams.TryGetValue(operation.Stream, out int state)) state = Load(place, FixedType.Bool);
        (int draw, _streams[operation.Stream]) = NextDraw(state, bits);
        if (IsLastDraw(operation)) StoreWord(place, _streams[operation.Stream]);
        return draw;
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

    // One less of what is not negative, and zero of zero, needs no branch.
    private int? CountedDown(FixedOperation operation)
    {
        for (int place = 0; place < 2; place++)
        {
            int less = operation.Operands[place];
            if (!IsConstant(operation.Operands[1 - place], out long zero) || zero != 0 || this[less].Opcode != FixedOpcode.Subtract || IsThere(less)) continue;
            if (!IsConstant(this[less].Operands[1], out long one) || one != 1 || Range(this[less].Operands[0]).Low < 0) continue;
            int count = Want(this[less].Operands[0]);
            return New("sub", count, New("sltu", Zero, count));
        }

        return null;
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
