using System;
using System.Collections.Immutable;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// What the operations of a fixed-point program mean, over integers wide enough that nothing is lost before it is rounded and fitted. This
/// is the definition: every target gives these words.
/// </summary>
public static class FixedArithmetic
{
    /// <summary>value / 2^shift, rounded. |value| is at most 2^62, the shift at most 62.</summary>
    /// <param name="value">The exact value.</param>
    /// <param name="shift">The bits dropped.</param>
    /// <param name="rounding">How.</param>
    /// <param name="draw">The random bits of stochastic rounding, from <see cref="FixedRandom"/>.</param>
    public static long ShiftRight(long value, int shift, FixedRounding rounding, int draw = 0)
    {
        if (shift == 0) return value;
        long half = 1L << (shift - 1), mask = (1L << shift) - 1;
        switch (rounding)
        {
            case FixedRounding.Floor: return value >> shift;
            case FixedRounding.Nearest: return (value + half) >> shift;
            case FixedRounding.NearestEven:
                long up = (value + half) >> shift;
                return (value & mask) == half ? up & ~1L : up;
            case FixedRounding.Stochastic:
                long noise = shift <= FixedRandom.Bits ? draw & mask : (long)draw << (shift - FixedRandom.Bits);
                return (value + noise) >> shift;
            default: throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "No such rounding");
        }
    }

    /// <summary>The value with the bits of a type: as it is where the type holds it.</summary>
    public static long Fit(long value, FixedType type, FixedOverflow overflow)
    {
        if (type.Holds(value)) return value;
        if (overflow == FixedOverflow.Saturate) return value < type.Low ? type.Low : type.High;
        int unused = 64 - type.Width;
        return type.Signed ? value << unused >> unused : (long)((ulong)value << unused >> unused);
    }

    /// <summary>The table's piecewise linear function at a raw argument.</summary>
    public static long Interpolate(FixedTable table, long argument, FixedRounding rounding, int draw = 0)
    {
        ImmutableArray<long> nodes = table.Nodes;
        long cell = (argument >> table.Shift) - table.First;
        if (cell < 0 || cell >= nodes.Length - 1)
        {
            throw new ArgumentOutOfRangeException(nameof(argument), argument, $"The table of {table.Name} begins at cell {table.First} and has {nodes.Length - 1}; this is its cell {cell}");
        }

        long place = argument & ((1L << table.Shift) - 1), node = nodes[(int)cell];
        return node + ShiftRight((nodes[(int)cell + 1] - node) * place, table.Shift, rounding, draw);
    }
}
