using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// The step of a strip of neurons in vector instructions, for vectors of any width. Truth values are masks; constants stand in scalar registers. What is
/// rounded to nearest costs nothing more, as the vector unit rounds where it shifts, narrows and multiplies fractions.
/// </summary>
internal sealed partial class Zve32xLowering : RiscvLowering
{
    public const int Scratch = 31, MaskRegister = 0;

    private const int NoIndex = -1;

    private readonly int _width, _group;
    private readonly Dictionary<MemoryPlace, int> _pointers = [];
    private int _masked = NoIndex;
    private FixedRounding? _rounding;

    /// <summary>A lowering.</summary>
    /// <param name="program">The step.</param>
    /// <param name="map">Where the rows are.</param>
    /// <param name="work">Constants and tables.</param>
    /// <param name="group">How many registers are one: 1, 2 or 4.</param>
    public Zve32xLowering(FixedProgram program, MemoryMap map, WorkMemory work, int group)
        : base(program, map, work, InstructionSet.Zve32x)
    {
        _width = program.Bits;
        _group = group;
        foreach (MemoryPlace place in map.Places) _pointers[place] = Code.New(new VirtualRegister(OperandKind.Scalar) { Invariant = true, Pinned = true });
    }

    /// <summary>The registers that point to the strip's words of each variable.</summary>
    public IReadOnlyDictionary<MemoryPlace, int> Pointers => _pointers;

    /// <summary>How the vector unit must be set to round when the body begins, and is set when it ends.</summary>
    public FixedRounding? Rounding { get; private set; }

    /// <summary>The number of a rounding in the register vxrm.</summary>
    public static int RoundingMode(FixedRounding rounding) => rounding switch { FixedRounding.Nearest => 0, FixedRounding.NearestEven => 1, _ => 2 };

    protected override bool IsLazy(FixedOperation operation) => operation.Opcode is FixedOpcode.Constant or FixedOpcode.Select || operation.Type == FixedType.Bool || operation.Operands.Any(o => IsConstant(o, out _));

    protected override int Compute(int index, FixedOperation operation)
    {
        int A() => Operand(operation, 0);
        int B() => Operand(operation, 1);
        if (DrawsNothing(operation)) Draw(operation, 0);
        switch (operation.Opcode)
        {
            case FixedOpcode.Constant: return operation.Type == FixedType.Bool ? TruthConstant(operation.Immediate != 0) : VectorConstant(operation.Immediate);
            case FixedOpcode.LoadState: return Load(Map[MemoryRole.State, operation.Slot]);
            case FixedOpcode.LoadInput: return Load(Map[MemoryRole.Input, operation.Slot]);
            case FixedOpcode.Relabel: return A();
            case FixedOpcode.Add or FixedOpcode.Subtract: return Sum(operation);
            case FixedOpcode.Multiply: return _width == 16 ? HalfProduct(operation) : WordProduct(operation);
            case FixedOpcode.ShiftLeft: return ShiftLeft(operation);
            case FixedOpcode.ShiftRight: return ShiftRight(A(), operation.Type, operation.Shift, operation.Rounding, operation);
            case FixedOpcode.ShiftRightBy: return ShiftRightBy(operation);
            case FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual: return Compare(operation, NewMask());
            case FixedOpcode.And: return Masks("vmand.mm", A(), B());
            case FixedOpcode.Or: return Masks("vmor.mm", A(), B());
            case FixedOpcode.Not: return Masks("vmnand.mm", A(), A());
            case FixedOpcode.Select: return operation.Type == FixedType.Bool ? ChooseMask(operation) : Choose(index);
            case FixedOpcode.Minimum: return Extreme("vmin", operation);
            case FixedOpcode.Maximum: return Extreme("vmax", operation);
            case FixedOpcode.Interpolate: return Interpolate(operation);
            case FixedOpcode.Random: return New("vsrl.vi", Noise(operation, FixedRandom.Bits), 1);
            default: throw new NotSupportedException($"Zve32x has no {operation.Opcode}.");
        }
    }

    protected override void Store(FixedOperation operation)
    {
        MemoryPlace place = Place(operation);
        int value = Operand(operation, 0);
        Code.Comment = place.Name;
        if (operation.Opcode == FixedOpcode.Spike && place.Bits > 1)
        {
            Code.Add("vmv1r.v", MaskRegister, value);
            _masked = NoIndex;
            value = New("vmerge.vim", VectorConstant(0), 1);
        }

        if (place.Bits == 1) Code.Add("vsm.v", value, _pointers[place]);
        else Code.Add($"vse{_width}.v", value, _pointers[place]);
    }

    protected override int Copy(int register) => New("vmv.v.v", register);

    protected override void Finish()
    {
        if (_rounding != Rounding) SetRounding(Rounding!.Value);
    }

    private int New(string mnemonic, params int[] sources)
    {
        int result = Code.NewVector(_group);
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    // Twice as wide elements: never kept in memory.
    private int Wide(string mnemonic, params int[] sources)
    {
        int result = Code.New(new VirtualRegister(OperandKind.Vector, 2 * _group) { Pinned = true });
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    private int NewMask() => Code.NewVector();

    private int Masks(string mnemonic, params int[] sources)
    {
        int result = NewMask();
        Code.Add(mnemonic, [result, .. sources]);
        return result;
    }

    private int TruthConstant(bool value)
    {
        int mask = Code.NewVector();
        Code.Add(value ? "vmxnor.mm" : "vmxor.mm", mask, MaskRegister, MaskRegister);
        return mask;
    }

    private int VectorConstant(long value)
    {
        if (value is >= -16 and <= 15) return New("vmv.v.i", (int)value);
        return New("vmv.v.x", Constant(value));
    }

    private int Load(MemoryPlace place)
    {
        IEnumerable<Instruction> Again(int to) => [new Instruction(Code.Set[$"vle{_width}.v"], to, _pointers[place]) { Comment = place.Name }];
        int result = Code.New(new VirtualRegister(OperandKind.Vector, _group) { Again = Again });
        foreach (Instruction load in Again(result)) Code.Add(load);
        return result;
    }

    // An operation whose second source may be a number: in the instruction, in a scalar register, or another vector.
    private int Binary(string name, int a, int index, bool immediate = true)
    {
        if (!IsConstant(index, out long k)) return New(name + ".vv", a, Want(index));
        return immediate && k is >= -16 and <= 15 ? New(name + ".vi", a, (int)k) : New(name + ".vx", a, Constant(k));
    }

    // Elements that use all bits without a sign: the rest is compared and clamped as signed.
    private bool IsUnsigned(FixedType type) => !type.Signed && type.Width == _width;

    private int Sum(FixedOperation operation)
    {
        FixedType type = operation.Type;
        (long Low, long High) range = BeforeFit(operation);
        bool unsigned = IsUnsigned(type), fits = Fits(type, range), saturates = !fits && operation.Overflow == FixedOverflow.Saturate;
        bool wide = saturates && (unsigned || range.Low < -(1L << (_width - 1)) || range.High > (1L << (_width - 1)) - 1);
        int left = operation.Operands[0], right = operation.Operands[1], sum;
        if (operation.Opcode == FixedOpcode.Add)
        {
            if (IsConstant(left, out _)) (left, right) = (right, left);
            sum = Binary(!wide ? "vadd" : unsigned ? "vsaddu" : "vsadd", Want(left), right, immediate: !unsigned || !IsConstant(right, out long k) || k >= 0);
        }
        else if (!wide && IsConstant(left, out long k))
        {
            sum = New("vrsub.vx", Want(right), Constant(k));
        }
        else if (!wide && IsConstant(right, out k) && -k is >= -16 and <= 15)
        {
            sum = New("vadd.vi", Want(left), (int)-k);
        }
        else
        {
            sum = Binary(!wide ? "vsub" : unsigned ? "vssubu" : "vssub", Want(left), right, immediate: false);
        }

        if (fits) return sum;
        return saturates ? Clamp(sum, type, wide ? (-(1L << (_width - 1)), (1L << (_width - 1)) - 1) : range) : Normal(sum, type);
    }

    private int ShiftLeft(FixedOperation operation)
    {
        FixedType type = operation.Type;
        (long Low, long High) range = BeforeFit(operation);
        int a = Operand(operation, 0), shift = operation.Shift;
        long least = -(1L << (_width - 1)), most = (1L << (_width - 1)) - 1;
        if (shift == 0) return a;
        if (Fits(type, range) || operation.Overflow == FixedOverflow.Wrap)
        {
            if (shift >= _width) return VectorConstant(0);
            int shifted = New("vsll.vi", a, shift);
            return Fits(type, range) ? shifted : Normal(shifted, type);
        }

        if (!IsUnsigned(type) && range.Low >= least && range.High <= most) return Clamp(New("vsll.vi", a, shift), type, range);
        if (_width == 16)
        {
            if (shift > 15) throw new NotSupportedException($"A half word is shifted by {shift} and saturated.");
            bool unsigned = IsUnsigned(type);
            int wide = Wide(unsigned ? "vwmulu.vx" : "vwmulsu.vx", a, Constant(1 << shift));
            return Clamp(New(unsigned ? "vnclipu.wi" : "vnclip.wi", wide, 0), type, (least, most));
        }

        int up = New("vsll.vi", a, shift), limit = New("vxor.vx", New("vsra.vi", a, 31), Constant(int.MaxValue));
        Code.Add("vmsne.vv", MaskRegister, New("vsra.vi", up, shift), a);
        _masked = NoIndex;
        return Clamp(New("vmerge.vvm", up, limit), type, (least, most));
    }

    private int Extreme(string name, FixedOperation operation)
    {
        int left = operation.Operands[0], right = operation.Operands[1];
        if (IsConstant(left, out _)) (left, right) = (right, left);
        return Binary(IsUnsigned(operation.Type) ? name + "u" : name, Want(left), right, immediate: false);
    }

    private int Clamp(int word, FixedType type, (long Low, long High) range)
    {
        if (IsUnsigned(type)) return word;
        if (range.High > type.High) word = New("vmin.vx", word, Constant(type.High));
        if (range.Low < type.Low) word = New("vmax.vx", word, Constant(type.Low));
        return word;
    }

    private int Normal(int word, FixedType type)
    {
        int unused = _width - type.Width;
        if (unused == 0) return word;
        if (!type.Signed) return New("vand.vx", word, Constant(type.High));
        return New("vsra.vi", New("vsll.vi", word, unused), unused);
    }

    private void SetRounding(FixedRounding rounding)
    {
        if (_rounding == rounding || (_rounding is not null && RoundingMode(_rounding.Value) == RoundingMode(rounding))) return;
        if (_rounding is null) Rounding = rounding;
        else Code.Add("csrrwi", 0, 0x00A, RoundingMode(rounding));
        _rounding = rounding;
    }
}
