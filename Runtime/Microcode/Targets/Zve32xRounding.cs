using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Products, shifts to the right, tables and random bits.</summary>
internal sealed partial class Zve32xLowering
{
    // Elements of 16 bits: the exact product has 32, and is shifted, rounded and fitted while it is narrowed.
    private int HalfProduct(FixedOperation operation)
    {
        int left = operation.Operands[0], right = operation.Operands[1], shift = operation.Shift;
        if (IsConstant(left, out _) || (IsUnsigned(this[left].Type) && !IsUnsigned(this[right].Type))) (left, right) = (right, left);
        if (IsConstant(left, out _) && !IsConstant(right, out _)) (left, right) = (right, left);
        FixedType type = operation.Type;
        (long Low, long High) range = BeforeFit(operation);
        FixedRounding rounding = shift == 0 ? FixedRounding.Floor : operation.Rounding;
        bool fits = Fits(type, range), saturates = !fits && operation.Overflow == FixedOverflow.Saturate;
        bool bothUnsigned = IsUnsigned(this[left].Type) && IsUnsigned(this[right].Type), mixed = !bothUnsigned && (IsUnsigned(this[left].Type) || IsUnsigned(this[right].Type));
        bool fitsHalf = IsUnsigned(type) ? range.Low >= 0 && range.High <= ushort.MaxValue : range.Low >= short.MinValue && range.High <= short.MaxValue;
        int a = Want(left);

        if (shift == 15 && !mixed && !bothUnsigned && !IsUnsigned(type) && (fitsHalf || saturates) && rounding != FixedRounding.Stochastic)
        {
            SetRounding(rounding);
            int product = IsConstant(right, out long k) ? New("vsmul.vx", a, Constant(k)) : New("vsmul.vv", a, Want(right));
            return Fitted(product, operation, range, saturates);
        }

        int wide = WideProduct(a, left, right, mixed, bothUnsigned);
        if (shift > 31)
        {
            if (bothUnsigned || rounding == FixedRounding.Stochastic) throw new NotSupportedException($"A product of half words is shifted by {shift}.");
            if (rounding != FixedRounding.Floor) return VectorConstant(0);
            shift = 31;
        }

        if (rounding == FixedRounding.Stochastic)
        {
            if (Exact(operation).High + (1L << shift) - 1 > (bothUnsigned ? uint.MaxValue : int.MaxValue)) throw new NotSupportedException($"A product of half words is rounded stochastically at a shift of {shift}.");
            int noise = Noise(operation, shift);
            if (shift <= FixedRandom.Bits) Code.Add("vwaddu.wv", wide, wide, noise);
            else Code.Add("vwmaccu.vx", wide, Constant(1 << (shift - FixedRandom.Bits)), noise);
        }

        bool floor = rounding is FixedRounding.Floor or FixedRounding.Stochastic;
        bool unsignedResult = IsUnsigned(type);
        if (fitsHalf && floor) return Fitted(New(bothUnsigned ? "vnsrl.wi" : "vnsra.wi", wide, shift), operation, range, saturates);
        if ((fitsHalf || saturates) && bothUnsigned == unsignedResult)
        {
            SetRounding(rounding);
            return Fitted(New(unsignedResult ? "vnclipu.wi" : "vnclip.wi", wide, shift), operation, range, saturates);
        }

        // In full words: shifted, rounded, then clamped or cut.
        Code.Add("vsetvli", 0, 0, VectorType(32, 2 * _group));
        if (shift > 0)
        {
            if (!floor) SetRounding(rounding);
            wide = Wide((bothUnsigned, floor) switch { (true, true) => "vsrl.vi", (true, false) => "vssrl.vi", (false, true) => "vsra.vi", _ => "vssra.vi" }, wide, shift);
        }

        if (saturates)
        {
            wide = bothUnsigned ? Wide("vminu.vx", wide, Constant(type.High)) : Wide("vmin.vx", Wide("vmax.vx", wide, Constant(type.Low)), Constant(type.High));
        }

        Code.Add("vsetvli", 0, 0, VectorType(16, _group));
        int cut = New("vnsra.wi", wide, 0);
        return saturates ? cut : Normal(cut, type);
    }

    private int WideProduct(int a, int left, int right, bool mixed, bool bothUnsigned)
    {
        string name = bothUnsigned ? "vwmulu" : mixed ? "vwmulsu" : "vwmul";
        // Of a mixed product the first factor has the sign.
        if (mixed && IsUnsigned(this[left].Type)) return Wide("vwmulsu.vv", Want(right), a);
        return IsConstant(right, out long k) ? Wide(name + ".vx", a, Constant(k)) : Wide(name + ".vv", a, Want(right));
    }

    private int Fitted(int half, FixedOperation operation, (long Low, long High) range, bool saturates) =>
        Fits(operation.Type, range) ? half : saturates ? Clamp(half, operation.Type, range) : Normal(half, operation.Type);

    // Elements of 32 bits: the product's halves.
    private int WordProduct(FixedOperation operation)
    {
        int left = operation.Operands[0], right = operation.Operands[1], shift = operation.Shift;
        if (IsConstant(left, out _)) (left, right) = (right, left);
        (long Low, long High) product = Exact(operation), range = BeforeFit(operation);
        FixedRounding rounding = shift == 0 ? FixedRounding.Floor : operation.Rounding;
        bool fitsWord = range.Low >= int.MinValue && range.High <= int.MaxValue, saturates = operation.Overflow == FixedOverflow.Saturate;
        int noise = rounding == FixedRounding.Stochastic ? Noise(operation, shift) : 0, a = Want(left);

        if (IsConstant(right, out long k) && k > 0 && BitOperations.IsPow2(k) && rounding != FixedRounding.Stochastic)
        {
            int log = BitOperations.Log2((ulong)k);
            if (log <= shift && shift - log < 32) return WordFit(ShiftRight(a, this[left].Type, shift - log, rounding, operation), operation, range);
        }

        if (shift < 32 && product.Low >= int.MinValue && product.High <= int.MaxValue && rounding != FixedRounding.Stochastic)
            return WordFit(ShiftRight(Times("vmul", a, right, 0), this[left].Type, shift, rounding, operation), operation, range);
        if (rounding == FixedRounding.Floor && shift <= 32 && TryUp(32 - shift, out int x, out int xs, out int up))
            return WordFit(Times("vmulh", x, xs, up), operation, range);
        if (rounding == FixedRounding.Floor && shift > 32)
            return WordFit(New("vsra.vi", Times("vmulh", a, right, 0), Math.Min(shift - 32, 31)), operation, range);
        if (rounding is FixedRounding.Nearest or FixedRounding.NearestEven && shift <= 31 && (fitsWord || (saturates && operation.Type is { Width: 32, Signed: true }))
            && TryUp(31 - shift, out x, out xs, out up))
        {
            SetRounding(rounding);
            return WordFit(Times("vsmul", x, xs, up), operation, range);
        }

        if (rounding == FixedRounding.Nearest && shift == 32 && IsConstant(right, out k) && k % 2 == 0)
        {
            SetRounding(rounding);
            return WordFit(New("vsmul.vx", a, Constant(k / 2)), operation, range);
        }

        if (rounding == FixedRounding.Nearest && shift > 32)
        {
            SetRounding(rounding);
            return WordFit(New("vssra.vi", Times("vmulh", a, right, 0), Math.Min(shift - 32, 31)), operation, range);
        }

        return Pair(Times("vmulh", a, right, 0), Times("vmul", a, right, 0), operation, rounding, noise, range, fitsWord);

        int Times(string name, int factor, int other, int shiftUp) => IsConstant(other, out long number)
            ? New(name + ".vx", factor, Constant(number << shiftUp))
            : New(name + ".vv", factor, shiftUp == 0 ? Want(other) : ShiftedUp(other, shiftUp));

        bool TryUp(int by, out int factor, out int other, out int shiftUp)
        {
            (factor, other, shiftUp) = (a, right, by);
            if (by == 0) return true;
            if (by > 30) return false;
            if (HasRoom(right, by)) return true;
            if (!HasRoom(left, by)) return false;
            factor = ShiftedUp(left, by);
            shiftUp = 0;
            return true;
        }

        bool HasRoom(int index, int by) => Range(index).Low >= (long)int.MinValue >> by && Range(index).High <= (long)int.MaxValue >> by;

        int ShiftedUp(int index, int by) => Share((index, by), () => New("vsll.vi", Want(index), by));
    }

    private int WordFit(int word, FixedOperation operation, (long Low, long High) range) =>
        Fits(operation.Type, range) ? word : operation.Overflow == FixedOverflow.Saturate ? Clamp(word, operation.Type, range) : Normal(word, operation.Type);

    private int Pair(int high, int low, FixedOperation operation, FixedRounding rounding, int noise, (long Low, long High) range, bool fitsWord)
    {
        int shift = operation.Shift;
        switch (rounding)
        {
            case FixedRounding.Nearest when shift == 32:
                high = New("vadd.vv", high, New("vsrl.vi", low, 31));
                break;
            case FixedRounding.Nearest:
                AddPair(ref high, ref low, New("vmv.v.x", Constant(unchecked((int)(1L << (shift - 1))))), 0);
                break;
            case FixedRounding.NearestEven:
                int odd = New("vand.vi", shift >= 32 ? New("vsra.vi", high, Math.Min(shift - 32, 31)) : New("vsrl.vi", low, shift), 1);
                long half = (1L << (shift - 1)) - 1;
                AddPair(ref high, ref low, New("vmv.v.x", Constant(unchecked((int)half))), half >> 32);
                AddPair(ref high, ref low, odd, 0);
                break;
            case FixedRounding.Stochastic:
                int up = shift - FixedRandom.Bits;
                if (up < 32) AddPair(ref high, ref low, up <= 0 ? noise : New("vsll.vi", noise, up), 0);
                if (up > 16) high = New("vadd.vv", high, up > 31 ? New("vsll.vi", noise, up - 32) : New("vsrl.vi", noise, 32 - up));
                break;
        }

        if (shift >= 32) return WordFit(shift == 32 ? high : New("vsra.vi", high, Math.Min(shift - 32, 31)), operation, range);
        int result = shift == 0 ? low : New("vor.vv", New("vsrl.vi", low, shift), New("vsll.vi", high, 32 - shift));
        if (fitsWord) return WordFit(result, operation, range);
        if (operation.Overflow == FixedOverflow.Wrap) return Normal(result, operation.Type);
        int above = shift == 0 ? high : New("vsra.vi", high, shift), limit = New("vxor.vx", New("vsra.vi", high, 31), Constant(int.MaxValue));
        Code.Add("vmsne.vv", MaskRegister, above, New("vsra.vi", result, 31));
        _masked = NoIndex;
        return Clamp(New("vmerge.vvm", result, limit), operation.Type, (int.MinValue, int.MaxValue));
    }

    // high:low += highAddend:lowAddend
    private void AddPair(ref int high, ref int low, int lowAddend, long highAddend)
    {
        low = New("vadd.vv", low, lowAddend);
        Code.Add("vmsltu.vv", MaskRegister, low, lowAddend);
        _masked = NoIndex;
        high = New("vadc.vim", high, 0);
        if (highAddend != 0) high = New("vadd.vx", high, Constant(highAddend));
    }

    private int ShiftRight(int word, FixedType type, int shift, FixedRounding rounding, FixedOperation operation)
    {
        if (shift == 0) return word;
        string u = IsUnsigned(type) ? "vsrl" : "vsra", rounded = IsUnsigned(type) ? "vssrl" : "vssra";
        switch (rounding)
        {
            case FixedRounding.Floor:
                return New(u + ".vi", word, shift);
            case FixedRounding.Nearest or FixedRounding.NearestEven:
                SetRounding(rounding);
                return New(rounded + ".vi", word, shift);
            default:
                int noise = Noise(operation, shift);
                if (shift > FixedRandom.Bits) noise = New("vsll.vi", noise, shift - FixedRandom.Bits);
                if (Range(operation.Operands[0]).High <= (1L << (IsUnsigned(type) ? _width : _width - 1)) - (1L << shift)) return New(u + ".vi", New("vadd.vv", word, noise), shift);
                int rest = New("vand.vx", word, Constant((1L << shift) - 1));
                return New("vadd.vv", New(u + ".vi", word, shift), New("vsrl.vi", New("vadd.vv", rest, noise), shift));
        }
    }

    private int ShiftRightBy(FixedOperation operation)
    {
        int a = Operand(operation, 0), n = Operand(operation, 1);
        bool unsigned = IsUnsigned(operation.Type);
        if (operation.Rounding is FixedRounding.Nearest or FixedRounding.NearestEven)
        {
            SetRounding(operation.Rounding);
            return New(unsigned ? "vssrl.vv" : "vssra.vv", a, n);
        }

        int floor = New(unsigned ? "vsrl.vv" : "vsra.vv", a, n);
        if (operation.Rounding == FixedRounding.Floor) return floor;
        int draw = Noise(operation, FixedRandom.Bits), rest = New("vsub.vv", a, New("vsll.vv", floor, n)), unit = New("vsll.vv", New("vmv.v.i", 1), n);
        int noise = New("vand.vv", draw, New("vadd.vi", unit, -1));
        if (_width == 32)
        {
            int above = New("vsll.vv", draw, New("vadd.vi", n, -FixedRandom.Bits));
            Code.Add("vmsgt.vi", MaskRegister, n, FixedRandom.Bits - 1);
            _masked = NoIndex;
            noise = New("vmerge.vvm", noise, above);
        }

        return New("vadd.vv", floor, New("vsrl.vv", New("vadd.vv", rest, noise), n));
    }

    private int Interpolate(FixedOperation operation)
    {
        FixedTable table = Program.Tables[operation.Slot];
        int argument = operation.Operands[0], a = Want(argument), noise = operation.Draws ? Noise(operation, table.Shift) : 0;
        (int group, uint address, int stride, int offset) = Work.Find(operation.Slot);
        int log = BitOperations.Log2((uint)stride), bytes = _width / 8;
        if (_width == 16 && (table.Nodes.Length - 1) * stride > ushort.MaxValue) throw new NotSupportedException($"The tables beside that of {table.Name} are too large for offsets of 16 bits.");
        bool unsigned = IsUnsigned(table.Argument);

        // The offset of the cell; in words it wraps as addresses do, so that the first cell's number goes into the address.
        int cell = Share((argument, -1 - group), () =>
        {
            int index = table.Shift == 0 ? a : New(unsigned ? "vsrl.vi" : "vsra.vi", a, table.Shift), scaled = New("vsll.vi", index, log);
            return _width == 32 || table.First == 0 ? scaled : New("vadd.vx", scaled, Constant((short)-(table.First << log)));
        });
        uint origin = _width == 32 ? unchecked(address - (uint)(table.First << log)) : address;
        string gather = $"vluxei{_width}.v";
        int node = New(gather, Constant(unchecked((int)(origin + (uint)offset))), cell);
        if (table.Shift == 0) return node;
        int step = New(gather, Constant(unchecked((int)(origin + (uint)(offset + bytes)))), cell);

        if (_width == 16)
        {
            int place = Share((argument, 64 + table.Shift), () => New("vand.vx", a, Constant((1 << table.Shift) - 1)));
            int wide = Wide("vwmul.vv", step, place);
            if (operation.Rounding == FixedRounding.Stochastic) Code.Add("vwaddu.wv", wide, wide, noise);
            if (operation.Rounding is FixedRounding.Floor or FixedRounding.Stochastic) return New("vadd.vv", node, New("vnsra.wi", wide, table.Shift));
            SetRounding(operation.Rounding);
            return New("vadd.vv", node, New("vnclip.wi", wide, table.Shift));
        }

        int fraction = Share((argument, 64 + table.Shift), () => New("vsll.vi", a, 32 - table.Shift));
        int high = New("vmulhsu.vv", step, fraction);
        if (Work.IsDoubled(operation.Slot)) return New("vsra.vi", New("vadd.vv", node, high), 1);
        if (operation.Rounding == FixedRounding.Floor) return New("vadd.vv", node, high);
        int low = New("vmul.vv", step, fraction);
        switch (operation.Rounding)
        {
            case FixedRounding.Nearest:
                high = New("vadd.vv", high, New("vsrl.vi", low, 31));
                break;
            case FixedRounding.NearestEven:
                AddPair(ref high, ref low, New("vadd.vx", New("vand.vi", high, 1), Constant(int.MaxValue)), 0);
                break;
            default:
                AddPair(ref high, ref low, New("vsll.vi", noise, Math.Max(32 - table.Shift, 32 - FixedRandom.Bits)), 0);
                break;
        }

        return New("vadd.vv", node, high);
    }

    /// <summary>The setting of elements of so many bits in groups of so many registers; what lies behind or is masked out may be anything.</summary>
    public static int VectorType(int bits, int group) => 0xC0 | BitOperations.Log2((uint)bits / 8) << 3 | BitOperations.Log2((uint)group);
}
