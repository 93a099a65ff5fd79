using System;
using System.Numerics;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Products, shifts to the right and tables: where bits are dropped.</summary>
internal sealed partial class Rv32Lowering
{
    private int Product(FixedOperation operation)
    {
        int left = operation.Operands[0], right = operation.Operands[1], shift = operation.Shift;
        if (IsConstant(left, out _)) (left, right) = (right, left);
        (long Low, long High) product = Exact(operation), range = BeforeFit(operation);
        FixedRounding rounding = shift == 0 ? FixedRounding.Floor : operation.Rounding;
        int a = Want(left);

        // A power of two is a shift.
        if (IsConstant(right, out long k) && k > 0 && BitOperations.IsPow2(k) && rounding != FixedRounding.Stochastic)
        {
            int up = BitOperations.Log2((ulong)k);
            if (up <= shift && shift - up < 32) return Fit(RoundWord(a, Range(left), shift - up, rounding, operation), operation, range);
        }

        long slack = rounding == FixedRounding.Floor ? 0 : shift <= 31 ? (1L << shift) - 1 : long.MaxValue / 2;
        if (shift < 32 && product.Low >= int.MinValue && product.High + slack <= int.MaxValue)
            return Fit(RoundWord(New("mul", a, Want(right)), product, shift, rounding, operation), operation, range);

        bool fitsWord = range.Low >= int.MinValue && range.High <= int.MaxValue;
        if (rounding is FixedRounding.Floor or FixedRounding.Nearest)
        {
            // Rounding to nearest at a shift beyond 32 is an addition to the upper word; at less, more is shifted in before.
            int aim = rounding == FixedRounding.Floor ? 32 : 33, up = aim - shift;
            if (up <= 0) return Fit(Upper(a, Want(right), shift, rounding), operation, range);
            if (up < 31 && TryShiftedUp(left, right, up, out int x, out int y)) return Fit(Upper(x, y, aim, rounding), operation, range);
        }

        int b = Want(right);
        int low = New("mul", a, b), high = New("mulh", a, b);
        return Pair(high, low, operation, rounding, range, fitsWord);
    }

    // The factors with one of them shifted up, where its range leaves room: constants cost nothing.
    private bool TryShiftedUp(int left, int right, int up, out int x, out int y)
    {
        (x, y) = (0, 0);
        if (HasRoom(right) && IsConstant(right, out long k)) (x, y) = (Want(left), Constant(k << up));
        else if (HasRoom(right)) (x, y) = (Want(left), ShiftedUp(right));
        else if (HasRoom(left)) (x, y) = (ShiftedUp(left), Want(right));
        else return false;
        return true;

        bool HasRoom(int index) => Range(index).Low >= (long)int.MinValue >> up && Range(index).High <= (long)int.MaxValue >> up;

        int ShiftedUp(int index) => Share((index, up), () => New("slli", Want(index), up));
    }

    private int Upper(int a, int b, int shift, FixedRounding rounding)
    {
        int high = New("mulh", a, b);
        if (rounding == FixedRounding.Nearest) high = AddConstant(high, 1L << (shift - 33));
        return shift == 32 ? high : New("srai", high, Math.Min(shift - 32, 31));
    }

    private int AddConstant(int word, long value) => IsSmall(value) ? New("addi", word, (int)value) : New("add", word, Constant(value));

    // Two words of an exact product, shifted, rounded and fitted.
    private int Pair(int high, int low, FixedOperation operation, FixedRounding rounding, (long Low, long High) range, bool fitsWord)
    {
        int shift = operation.Shift;
        switch (rounding)
        {
            case FixedRounding.Nearest:
                AddPair(ref high, ref low, shift > 32 ? 1L << (shift - 33) : 0, shift > 32 ? Zero : Constant(unchecked((int)(1L << (shift - 1)))));
                break;
            case FixedRounding.NearestEven:
                // Half a unit less one, and one more where the bit above the dropped ones is set.
                int odd = New("andi", shift >= 32 ? New("srai", high, Math.Min(shift - 32, 31)) : New("srli", low, shift), 1);
                long half = (1L << (shift - 1)) - 1;
                AddPair(ref high, ref low, half >> 32, Constant(unchecked((int)half)));
                AddPair(ref high, ref low, 0, odd);
                break;
            case FixedRounding.Stochastic:
                (int highNoise, int lowNoise) = NoiseAt(operation, shift);
                AddPair(ref high, ref low, 0, lowNoise);
                if (highNoise != Zero) high = New("add", high, highNoise);
                break;
        }

        if (shift >= 32)
        {
            int word = shift == 32 ? high : New("srai", high, Math.Min(shift - 32, 31));
            return Fit(word, operation, range);
        }

        int result = shift == 0 ? New("addi", low, 0) : New("or", New("srli", low, shift), New("slli", high, 32 - shift));
        if (fitsWord) return Fit(result, operation, range);
        if (operation.Overflow == FixedOverflow.Wrap) return Normal(result, operation.Type);
        string done = Code.NewLabel();
        int above = shift == 0 ? high : New("srai", high, shift);
        Code.Branch("beq", above, New("srai", result, 31), done);
        Code.Add("xor", result, New("srai", high, 31), Constant(int.MaxValue));
        Code.Label(done);
        return Clamp(result, operation.Type, (int.MinValue, int.MaxValue));
    }

    // What is added to a product of two words before it is shifted.
    private (int High, int Low) NoiseAt(FixedOperation operation, int shift)
    {
        int draw = Noise(operation, shift), up = shift - FixedRandom.Bits;
        if (up <= 0) return (Zero, draw);
        return (up > 31 ? New("slli", draw, up - 32) : up > 16 ? New("srli", draw, 32 - up) : Zero, up > 31 ? Zero : New("slli", draw, up));
    }

    // high:low += addend, where the lower word of the addend is in a register and not negative as an unsigned number.
    private void AddPair(ref int high, ref int low, long highAddend, int lowAddend)
    {
        if (lowAddend != Zero)
        {
            low = New("add", low, lowAddend);
            high = New("add", high, New("sltu", low, lowAddend));
        }

        if (highAddend != 0) high = AddConstant(high, highAddend);
    }

    /// <summary>word / 2^shift, rounded.</summary>
    private int RoundWord(int word, (long Low, long High) range, int shift, FixedRounding rounding, FixedOperation operation)
    {
        if (shift == 0) return word;
        long half = 1L << (shift - 1);
        switch (rounding)
        {
            case FixedRounding.Floor:
                return New("srai", word, shift);
            case FixedRounding.Nearest when range.High + half <= int.MaxValue:
                return New("srai", AddConstant(word, half), shift);
            case FixedRounding.Nearest when shift > 1:
                return New("srai", New("addi", New("srai", word, shift - 1), 1), 1);
            case FixedRounding.Nearest:
                return New("add", New("srai", word, 1), New("andi", word, 1));
            case FixedRounding.NearestEven:
                // Floor, and one more where the dropped bits with the bit above them exceed half: then dropped + odd + half - 1 carries.
                int floor = New("srai", word, shift);
                int dropped = New("srli", New("slli", word, 32 - shift), 32 - shift);
                int carried = New("add", AddConstant(dropped, half - 1), New("andi", floor, 1));
                return New("add", floor, New("srli", carried, shift));
            default:
                int noise = NoiseAt(operation, shift).Low;
                if (range.High + (1L << shift) <= int.MaxValue) return New("srai", New("add", word, noise), shift);
                int rest = New("srli", New("slli", word, 32 - shift), 32 - shift);
                return New("add", New("srai", word, shift), New("srli", New("add", rest, noise), shift));
        }
    }

    private int ShiftRightBy(FixedOperation operation)
    {
        int a = Operand(operation, 0), n = Operand(operation, 1), floor = New("sra", a, n);
        if (operation.Rounding == FixedRounding.Floor) return floor;
        int dropped = New("sub", a, New("sll", floor, n)), unit = New("sll", Constant(1), n);
        int carry = operation.Rounding switch
        {
            FixedRounding.Nearest => New("srli", unit, 1),
            FixedRounding.NearestEven => New("sub", New("add", New("srli", unit, 1), New("and", floor, New("sltu", Zero, New("srli", unit, 1)))), New("sltu", Zero, New("srli", unit, 1))),
            _ => StochasticCarry(Noise(operation, FixedRandom.Bits), n, unit),
        };
        return New("add", floor, New("srl", New("add", dropped, carry), n));
    }

    // The draw's lowest n bits; beyond 16, the draw above zeros.
    private int StochasticCarry(int draw, int n, int unit)
    {
        int noise = New("and", draw, New("addi", unit, -1));
        string done = Code.NewLabel();
        int up = New("addi", n, -FixedRandom.Bits);
        Code.Branch("bge", Zero, up, done);
        Code.Add("sll", noise, draw, up);
        Code.Label(done);
        return noise;
    }

    // The cell's words are had through one address for all tables over the same cells. The place in the cell fills a word from above, so that no bits of
    // the cell's number are left in it and the product's upper word is the product shifted.
    private int Interpolate(FixedOperation operation)
    {
        FixedTable table = Program.Tables[operation.Slot];
        int argument = operation.Operands[0], a = Want(argument), draw = operation.Draws ? Draw(operation, Math.Min(table.Shift, FixedRandom.Bits)) : Zero;
        (int group, uint address, int stride, int offset) = Work.Find(operation.Slot);
        int cell = Share((argument, -1 - group), () =>
        {
            int log = BitOperations.Log2((uint)stride), index = table.Shift == 0 ? a : New("srai", a, table.Shift);
            return New("add", New("slli", index, log), Constant(unchecked((int)(address - (table.First << log)))));
        });
        int node = New("lw", offset, cell);
        if (table.Shift == 0) return node;
        int step = New("lw", offset + 4, cell), place = Share((argument, 64 + table.Shift), () => New("slli", a, 32 - table.Shift));
        if (Work.IsDoubled(operation.Slot)) return New("srai", New("add", node, New("mulhsu", step, place)), 1);
        int high = New("mulhsu", step, place);
        if (operation.Rounding == FixedRounding.Floor) return New("add", node, high);
        int low = New("mul", step, place);
        switch (operation.Rounding)
        {
            case FixedRounding.Nearest:
                return New("add", node, New("add", high, New("srli", low, 31)));
            case FixedRounding.NearestEven:
                AddPair(ref high, ref low, 0, New("add", Constant(int.MaxValue), New("andi", high, 1)));
                return New("add", node, high);
            default:
                AddPair(ref high, ref low, 0, New("slli", draw, Math.Max(32 - table.Shift, 32 - FixedRandom.Bits)));
                return New("add", node, high);
        }
    }
}
