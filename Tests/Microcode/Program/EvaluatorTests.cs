using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Microcode;
using Xunit;

namespace NeuronDsl.Tests.Microcode.Program;

/// <summary>The definition of fixed-point programs beside the same definitions over integers without end, written from their sentences.</summary>
public sealed class EvaluatorTests
{
    private const int Neurons = 200;

    public static TheoryData<FixedOpcode, int> Operations
    {
        get
        {
            TheoryData<FixedOpcode, int> data = [];
            foreach (int bits in (int[])[16, 32])
            {
                foreach (FixedOpcode opcode in Enum.GetValues<FixedOpcode>().Where(o => o is >= FixedOpcode.Add and <= FixedOpcode.Interpolate)) data.Add(opcode, bits);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_is_what_its_sentence_says(FixedOpcode opcode, int bits)
    {
        int compared = 0;
        foreach (FixedRounding rounding in Enum.GetValues<FixedRounding>())
        {
            foreach (FixedOverflow overflow in Enum.GetValues<FixedOverflow>())
            {
                foreach (int width in (int[])[bits, bits - 3, 7])
                {
                    for (int shift = 0; shift <= (opcode == FixedOpcode.Multiply ? 62 : width - 1); shift += opcode == FixedOpcode.Multiply ? 3 : 1) compared += Compare(opcode, bits, width, shift, rounding, overflow);
                }
            }
        }

        Assert.True(compared > 50_000, $"{compared} results");
    }

    // One operation on two states, whose words are random and extreme.
    private static int Compare(FixedOpcode opcode, int bits, int width, int shift, FixedRounding rounding, FixedOverflow overflow)
    {
        FixedType word = new(bits, 0), type = new(width, 0), truth = FixedType.Bool;
        bool logic = opcode is FixedOpcode.And or FixedOpcode.Or or FixedOpcode.Not, compares = opcode is >= FixedOpcode.Less and <= FixedOpcode.NotEqual;
        FixedProgramBuilder b = new();
        int Load(int slot)
        {
            int loaded = b.Add(new FixedOperation { Opcode = FixedOpcode.LoadState, Type = word, Slot = slot });
            if (logic || (opcode == FixedOpcode.Select && slot == 2)) return b.Add(new FixedOperation { Opcode = FixedOpcode.Less, Type = truth }, loaded, b.Constant(word, 0));
            if (opcode == FixedOpcode.ShiftRightBy && slot == 1) return loaded;
            return width == bits ? loaded : b.Add(new FixedOperation { Opcode = FixedOpcode.Multiply, Type = type }, loaded, b.Constant(word, 1));
        }

        FixedOperation operation = new() { Opcode = opcode, Type = compares || logic ? truth : type, Shift = shift, Rounding = rounding, Overflow = overflow };
        int[] operands;
        List<FixedTable> tables = [];
        int x = Load(0), y = Load(1), z = Load(2);
        switch (opcode)
        {
            case FixedOpcode.Multiply or FixedOpcode.ShiftRight:
                operation = operation with { Type = type with { Fraction = -shift } };
                operands = opcode == FixedOpcode.Multiply ? [x, y] : [x];
                break;
            case FixedOpcode.ShiftLeft:
                operation = operation with { Type = type with { Fraction = shift } };
                operands = [x];
                break;
            case FixedOpcode.Relabel:
                operation = operation with { Type = type with { Fraction = shift } };
                operands = [x];
                break;
            case FixedOpcode.Not:
                operands = [x];
                break;
            case FixedOpcode.Select:
                operands = [z, x, y];
                break;
            case FixedOpcode.Interpolate:
                // Four cells at least would be too many at small shifts: the table has those around zero.
                int cell = Math.Max(shift, width - 6);
                tables.Add(new FixedTable { Argument = type, Type = type, Shift = cell, First = type.Low >> cell, Nodes = [.. Nodes(type, 1 + (int)((type.High - type.Low + 1) >> cell))] });
                operation = operation with { Shift = cell };
                operands = [x];
                break;
            default:
                operands = [x, y];
                break;
        }

        int at = b.Add(operation, operands);
        for (int slot = 0; slot < 3; slot++)
        {
            int same = b.Add(new FixedOperation { Opcode = FixedOpcode.LoadState, Type = word, Slot = slot });
            b.Add(new FixedOperation { Opcode = FixedOpcode.StoreState, Type = word, Slot = slot }, same);
        }

        FixedVariable Variable(string name) => new() { Name = name, Role = FixedRole.State, Type = word, Range = new(word.Low, word.High, true) };
        FixedProgram program = new()
        {
            Name = "One", Bits = bits, Streams = 1, Tables = [.. tables], States = [Variable("x"), Variable("y"), Variable("z")],
            Operations = [.. b.Operations],
        };
        FixedEvaluator evaluator = new(program, Neurons);
        Random random = new(HashCode.Combine((int)opcode, bits, width, shift));
        for (int n = 0; n < Neurons; n++)
        {
            for (int s = 0; s < 3; s++) evaluator.States[s][n] = (int)(random.Next(4) == 0 ? (random.Next(4) switch { 0 => word.Low, 1 => word.High, 2 => 0, _ => -1 }) : random.NextInt64(word.Low, word.High + 1));
            if (opcode == FixedOpcode.ShiftRightBy) evaluator.States[1][n] = random.Next(width);
        }

        uint[] streams = [.. evaluator.Streams[0]];
        int compared = 0;
        for (int first = 0; first < Neurons; first += 64)
        {
            int count = Math.Min(64, Neurons - first);
            long[][] values = evaluator.Step(first, count);
            for (int n = 0; n < count; n++)
            {
                BigInteger[] o = [.. operands.Select(p => (BigInteger)values[p][n])];
                int draw = operation.Draws ? FixedRandom.Next(ref streams[first + n]) : 0;
                BigInteger expected = Expected(operation, o, draw, tables.FirstOrDefault());
                Assert.True(expected == values[at][n], $"{opcode} {operation.Type} shift {shift} {rounding} {overflow} of {string.Join(", ", o)}: {values[at][n]}, not {expected}");
                compared++;
            }
        }

        return compared;
    }

    private static IEnumerable<long> Nodes(FixedType type, int count)
    {
        Random random = new(count);
        long node = 0;
        for (int i = 0; i < count; i++)
        {
            yield return node;
            node = Math.Clamp(node + random.NextInt64(type.Low / 2, type.High / 2), type.Low / 2, type.High / 2);
        }
    }

    private static BigInteger Expected(FixedOperation operation, BigInteger[] o, int draw, FixedTable? table)
    {
        BigInteger Truth(bool holds) => holds ? 1 : 0;
        BigInteger Fit(BigInteger x)
        {
            BigInteger span = BigInteger.One << operation.Type.Width;
            if (operation.Overflow == FixedOverflow.Saturate) return BigInteger.Max(operation.Type.Low, BigInteger.Min(operation.Type.High, x));
            BigInteger wrapped = ((x % span) + span) % span;
            return wrapped > operation.Type.High ? wrapped - span : wrapped;
        }

        return operation.Opcode switch
        {
            FixedOpcode.Add => Fit(o[0] + o[1]),
            FixedOpcode.Subtract => Fit(o[0] - o[1]),
            FixedOpcode.Multiply => Fit(Rounded(o[0] * o[1], operation.Shift, operation.Rounding, draw)),
            FixedOpcode.ShiftLeft => Fit(o[0] * BigInteger.Pow(2, operation.Shift)),
            FixedOpcode.ShiftRight => Rounded(o[0], operation.Shift, operation.Rounding, draw),
            FixedOpcode.ShiftRightBy => Rounded(o[0], (int)o[1], operation.Rounding, draw),
            FixedOpcode.Relabel => o[0],
            FixedOpcode.Less => Truth(o[0] < o[1]),
            FixedOpcode.LessOrEqual => Truth(o[0] <= o[1]),
            FixedOpcode.Equal => Truth(o[0] == o[1]),
            FixedOpcode.NotEqual => Truth(o[0] != o[1]),
            FixedOpcode.And => Truth(!o[0].IsZero && !o[1].IsZero),
            FixedOpcode.Or => Truth(!o[0].IsZero || !o[1].IsZero),
            FixedOpcode.Not => Truth(o[0].IsZero),
            FixedOpcode.Select => o[0].IsZero ? o[2] : o[1],
            FixedOpcode.Minimum => BigInteger.Min(o[0], o[1]),
            FixedOpcode.Maximum => BigInteger.Max(o[0], o[1]),
            FixedOpcode.Interpolate => Interpolated(table!, o[0], operation.Rounding, draw),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    private static BigInteger Interpolated(FixedTable table, BigInteger x, FixedRounding rounding, int draw)
    {
        BigInteger width = BigInteger.One << table.Shift, cell = Down(x, width), place = x - (cell * width);
        int i = (int)(cell - table.First);
        return table.Nodes[i] + Rounded((BigInteger)(table.Nodes[i + 1] - table.Nodes[i]) * place, table.Shift, rounding, draw);
    }

    // By quotient and remainder, where the definition shifts.
    private static BigInteger Rounded(BigInteger x, int shift, FixedRounding rounding, int draw)
    {
        BigInteger unit = BigInteger.One << shift, floor = Down(x, unit), rest = x - (floor * unit);
        if (shift == 0) return x;
        BigInteger noise = shift <= 16 ? draw % unit : draw * (BigInteger.One << (shift - 16));
        bool up = rounding switch
        {
            FixedRounding.Floor => false,
            FixedRounding.Nearest => 2 * rest >= unit,
            FixedRounding.NearestEven => 2 * rest > unit || (2 * rest == unit && !floor.IsEven),
            _ => rest + noise >= unit,
        };
        return up ? floor + 1 : floor;
    }

    private static BigInteger Down(BigInteger x, BigInteger by) => BigInteger.Divide(x - (((x % by) + by) % by), by);
}
