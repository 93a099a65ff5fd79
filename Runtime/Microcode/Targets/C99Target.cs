using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// The step as portable C99 for any microcontroller: records of words, one function that advances so many neurons, every rounding and overflow spelled
/// out. Compiled with HOSTED defined it is a program: the records to begin with are read from standard input, then the inputs of each step; the records are
/// written to standard output after each step.
/// </summary>
public static class C99Target
{
    private static readonly HashSet<string> Keywords =
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long",
        "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
    ];

    private const string Prelude =
        """
        #include <stdint.h>

        /* Shifts of negative numbers to the right are the compiler's choice: most shift in signs. */
        #if (-1 >> 1) == -1
        static inline int32_t shift32(int32_t value, int count) { return value >> count; }
        static inline int64_t shift64(int64_t value, int count) { return value >> count; }
        #else
        static inline int32_t shift32(int32_t value, int count) { return value < 0 ? ~(~value >> count) : value >> count; }
        static inline int64_t shift64(int64_t value, int count) { return value < 0 ? ~(~value >> count) : value >> count; }
        #endif

        static inline int32_t wrap(uint32_t bits, int width) {
            uint32_t sign = UINT32_C(1) << (width - 1), low = (bits & (sign - 1 + sign)) ^ sign;
            return low >= sign ? (int32_t)(low - sign) : (int32_t)low - (int32_t)(sign - 1) - 1;
        }

        static inline int64_t clamp(int64_t value, int64_t low, int64_t high) {
            return value < low ? low : value > high ? high : value;
        }
        """;

    private const string Draw =
        """

        /* xoroshiro32++: 16 random bits. */
        static inline int32_t draw(uint32_t *state) {
            uint32_t s0 = *state & 0xFFFF, s1 = *state >> 16, sum = (s0 + s1) & 0xFFFF;
            uint32_t bits = (((sum << 9 | sum >> 7) & 0xFFFF) + s0) & 0xFFFF;
            s1 ^= s0;
            s0 = ((s0 << 13 | s0 >> 3) ^ s1 ^ s1 << 5) & 0xFFFF;
            s1 = (s1 << 10 | s1 >> 6) & 0xFFFF;
            *state = s1 << 16 | s0;
            return (int32_t)bits;
        }
        """;

    private const string Hosted =
        """

        #ifdef HOSTED
        #include <stdio.h>
        static {0}_record records[NEURONS];
        static {0}_input inputs[NEURONS];

        int main(void) {{
            if (fread(records, sizeof *records, NEURONS, stdin) != NEURONS) return 1;
            while (fread(inputs, sizeof *inputs, {1}, stdin) == {1}) {{
                {0}_step(records, inputs, NEURONS);
                if (fwrite(records, sizeof *records, NEURONS, stdout) != NEURONS) return 1;
            }}
            return 0;
        }}
        #endif
        """;

    /// <summary>The source.</summary>
    /// <param name="program">One step of one neuron.</param>
    public static string Print(FixedProgram program)
    {
        FixedVerifier.Check(program);
        return new Printer(program).Print();
    }

    /// <summary>Where the record's and the input's words are, for so many neurons.</summary>
    /// <param name="program">One step of one neuron.</param>
    /// <param name="neurons">How many.</param>
    public static MemoryMap Map(FixedProgram program, int neurons) => MemoryMap.Records(program, neurons);

    private sealed class Printer(FixedProgram program)
    {
        private readonly StringBuilder _text = new();
        private readonly MemoryMap _map = MemoryMap.Records(program, 1);
        private readonly string _name = Identifier(program.Name).ToLowerInvariant();
        private readonly string _word = program.Bits == 16 ? "int16_t" : "int32_t";

        public string Print()
        {
            Line($"/* {program.Name}{(program.Solver.Length > 0 ? $", {program.Solver}" : "")}, dt = {program.Dt.ToString("R", CultureInfo.InvariantCulture)}, in fixed point: the words of each value times 2^-f. */");
            Line(Prelude);
            if (program.Operations.Any(o => o.Draws)) Line(Draw);
            Record("record", _map.Places.Where(p => p.Role != MemoryRole.Input));
            Record("input", _map.Places.Where(p => p.Role == MemoryRole.Input));
            for (int i = 0; i < program.Tables.Length; i++)
                if (program.Operations.Any(o => o.Opcode == FixedOpcode.Interpolate && o.Slot == i)) Table(i);
            Line($"\nvoid {_name}_step({_name}_record *record, const {_name}_input *input, int32_t count) {{");
            Line("    for (int32_t n = 0; n < count; n++, record++, input++) {");
            string equation = "";
            List<string> stores = [];
            for (int i = 0; i < program.Operations.Length; i++)
            {
                FixedOperation operation = program.Operations[i];
                if (operation.Equation.Length > 0 && operation.Equation != equation) Line($"        /* {(equation = operation.Equation).Replace("*/", "* /", StringComparison.Ordinal)} */");
                if (!operation.HasResult) stores.Add($"        record->{Field(operation)} = ({(operation.Opcode == FixedOpcode.Spike ? _word : Memory(operation.Type))})x{operation.Operands[0]};");
                else Line($"        const int32_t x{i} = {Value(operation)};{(operation.Name.Length > 0 ? $" /* {operation.Name}, {operation.Type} */" : "")}");
            }

            foreach (string store in stores) Line(store);
            Line("    }\n}");
            Line(string.Format(CultureInfo.InvariantCulture, Hosted, _name, program.Inputs.Length == 0 ? "1" : "NEURONS"));
            return _text.ToString();
        }

        private static string Identifier(string name)
        {
            string plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c.ToString() : $"u{(int)c:x4}"));
            return Keywords.Contains(plain) || char.IsAsciiDigit(plain[0]) ? plain + "_" : plain;
        }

        private void Line(string text) => _text.Append(text).Append('\n');

        private string Field(FixedOperation operation) => operation.Opcode switch
        {
            FixedOpcode.StoreState => Identifier(program.States[operation.Slot].Name),
            FixedOpcode.Spike => "spike_",
            _ => "output_",
        };

        private string Memory(FixedType type) => program.Bits == 16 && !type.Signed ? "uint16_t" : _word;

        private void Record(string name, IEnumerable<MemoryPlace> places)
        {
            Line("\ntypedef struct {");
            MemoryPlace[] all = [.. places.OrderBy(p => p.Address)];
            foreach (MemoryPlace place in all)
            {
                (string type, string field, string about) = place.Role switch
                {
                    MemoryRole.Stream => ("uint32_t", $"stream{place.Slot}", "random bits"),
                    MemoryRole.Spike => (_word, "spike_", "1 after a step in which it fired"),
                    MemoryRole.Output => (_word, "output_", "graded output"),
                    MemoryRole.State => (Memory(program.States[place.Slot].Type), Identifier(place.Name), About(program.States[place.Slot])),
                    _ => (Memory(program.Inputs[place.Slot].Type), Identifier(place.Name), About(program.Inputs[place.Slot])),
                };
                Line($"    {type} {field}; /* {about} */");
            }

            int bytes = all.Sum(p => p.Bits) / 8, block = all.Length > 0 ? all[0].Block : 4;
            if (bytes < block) Line($"    uint8_t padding[{block - bytes}];");
            Line($"}} {_name}_{name};");

            static string About(FixedVariable v) => $"{v.Type}{(v.Unit.Length > 0 ? $", {v.Unit}" : "")}";
        }

        private void Table(int index)
        {
            FixedTable table = program.Tables[index];
            Line($"\n/* {table.Name}: {table.Type} over {table.Argument}, a node each 2^{table.Shift} */");
            Line($"static const {Memory(table.Type)} table{index}[{table.Nodes.Length}] = {{");
            foreach (long[] row in table.Nodes.Chunk(12)) Line($"    {string.Join(", ", row.Select(Number))},");
            Line("};");
        }

        private static string Number(long value) => value switch
        {
            int.MinValue => "(-2147483647 - 1)",
            < int.MinValue or > int.MaxValue => $"INT64_C({value.ToString(CultureInfo.InvariantCulture)})",
            _ => value.ToString(CultureInfo.InvariantCulture),
        };

        private (long Low, long High) Range(int index) => program.Operations[index] is { Opcode: FixedOpcode.Constant } constant
            ? (constant.Immediate, constant.Immediate)
            : program.Operations[index] is { Range.Proven: true } proven && proven.Type != FixedType.Bool
                ? (Math.Max(proven.Type.Low, proven.Range.Low), Math.Min(proven.Type.High, proven.Range.High))
                : (program.Operations[index].Type.Low, program.Operations[index].Type.High);

        private string Value(FixedOperation operation)
        {
            string A() => $"x{operation.Operands[0]}";
            string B() => $"x{operation.Operands[1]}";
            switch (operation.Opcode)
            {
                case FixedOpcode.Constant: return Number(operation.Immediate);
                case FixedOpcode.LoadState: return $"record->{Identifier(program.States[operation.Slot].Name)}";
                case FixedOpcode.LoadInput: return $"input->{Identifier(program.Inputs[operation.Slot].Name)}";
                case FixedOpcode.Add: return Sum(operation, '+');
                case FixedOpcode.Subtract: return Sum(operation, '-');
                case FixedOpcode.Multiply:
                    (long Low, long High) a = Range(operation.Operands[0]), b = Range(operation.Operands[1]);
                    long most = new[] { a.Low, a.High }.SelectMany(_ => new[] { b.Low, b.High }, (x, y) => Math.Abs(x * y)).Max();
                    bool narrow = operation.Shift < 31 && most + (1L << operation.Shift) <= int.MaxValue;
                    long after = (most >> operation.Shift) + 1;
                    return Fit(operation, Rounded($"{(narrow ? "" : "(int64_t)")}{A()} * {B()}", operation, operation.Shift.ToString(CultureInfo.InvariantCulture), narrow), -after, after);
                case FixedOpcode.ShiftLeft:
                    (long low, long high) = Range(operation.Operands[0]);
                    return Fit(operation, $"{A()} * (INT64_C(1) << {operation.Shift})", low << operation.Shift, high << operation.Shift);
                case FixedOpcode.ShiftRight: return $"(int32_t)({Rounded($"(int64_t){A()}", operation, operation.Shift.ToString(CultureInfo.InvariantCulture), narrow: false)})";
                case FixedOpcode.ShiftRightBy: return $"(int32_t)({Rounded($"(int64_t){A()}", operation, B(), narrow: false)})";
                case FixedOpcode.Relabel: return A();
                case FixedOpcode.Less: return $"{A()} < {B()}";
                case FixedOpcode.LessOrEqual: return $"{A()} <= {B()}";
                case FixedOpcode.Equal: return $"{A()} == {B()}";
                case FixedOpcode.NotEqual: return $"{A()} != {B()}";
                case FixedOpcode.And: return $"{A()} & {B()}";
                case FixedOpcode.Or: return $"{A()} | {B()}";
                case FixedOpcode.Not: return $"!{A()}";
                case FixedOpcode.Select: return $"{A()} ? {B()} : x{operation.Operands[2]}";
                case FixedOpcode.Minimum: return $"{A()} < {B()} ? {A()} : {B()}";
                case FixedOpcode.Maximum: return $"{A()} > {B()} ? {A()} : {B()}";
                case FixedOpcode.Interpolate: return Interpolated(operation, A());
                case FixedOpcode.Random: return $"draw(&record->stream{operation.Stream}) >> 1";
                default: throw new NotSupportedException($"C has no {operation.Opcode}.");
            }
        }

        private string Sum(FixedOperation operation, char sign)
        {
            (long Low, long High) a = Range(operation.Operands[0]), b = Range(operation.Operands[1]);
            (long low, long high) = sign == '+' ? (a.Low + b.Low, a.High + b.High) : (a.Low - b.High, a.High - b.Low);
            bool narrow = low >= int.MinValue && high <= int.MaxValue;
            return Fit(operation, $"{(narrow ? "" : "(int64_t)")}x{operation.Operands[0]} {sign} x{operation.Operands[1]}", low, high);
        }

        private static string Fit(FixedOperation operation, string value, long low, long high)
        {
            FixedType type = operation.Type;
            if (low >= type.Low && high <= type.High) return $"(int32_t)({value})";
            if (operation.Overflow == FixedOverflow.Saturate) return $"(int32_t)clamp({value}, {Number(type.Low)}, {Number(type.High)})";
            return type.Signed ? $"wrap((uint32_t)({value}), {type.Width})" : $"(int32_t)((uint32_t)({value}) & {type.High})";
        }

        // The shift is a number or a variable; products by a variable of 0 must not take half a unit of it.
        private static string Rounded(string value, FixedOperation operation, string shift, bool narrow)
        {
            if (shift == "0" && !operation.Draws) return value;
            string one = narrow ? "1" : "INT64_C(1)";
            bool number = char.IsAsciiDigit(shift[0]);
            string by = narrow ? "shift32" : "shift64";
            string half = number ? $"({one} << {Math.Max(0, int.Parse(shift, CultureInfo.InvariantCulture) - 1)})" : $"(({one} << {shift}) >> 1)";
            string noise = $"draw(&record->stream{operation.Stream})";
            return operation.Rounding switch
            {
                FixedRounding.Floor => $"{by}({value}, {shift})",
                FixedRounding.Nearest => $"{by}({value} + {half}, {shift})",
                FixedRounding.NearestEven when number => $"{by}({value} + ({half} - 1) + ({by}({value}, {shift}) & 1), {shift})",
                FixedRounding.NearestEven => $"{by}({value} + {half} - ({shift} > 0) + (({shift} > 0) & {by}({value}, {shift})), {shift})",
                _ when number && int.Parse(shift, CultureInfo.InvariantCulture) is int bits => bits <= FixedRandom.Bits
                    ? $"{by}({value} + ({noise} & (({one} << {bits}) - 1)), {bits})"
                    : $"{by}({value} + ((int64_t){noise} << {bits - FixedRandom.Bits}), {bits})",
                _ => $"{by}({value} + ({shift} <= 16 ? {noise} & ((INT64_C(1) << {shift}) - 1) : (int64_t){noise} << ({shift} - 16)), {shift})",
            };
        }

        private string Interpolated(FixedOperation operation, string a)
        {
            FixedTable table = program.Tables[operation.Slot];
            string cell = $"shift32({a}, {table.Shift}) - ({Number(table.First)})", node = $"table{operation.Slot}[{cell}]";
            if (table.Shift == 0) return operation.Draws ? $"{node} + (draw(&record->stream{operation.Stream}) & 0)" : node;
            long step = table.Nodes.Zip(table.Nodes.Skip(1), (x, y) => Math.Abs(y - x)).Max();
            bool narrow = table.Shift < 31 && (step << table.Shift) + (1L << table.Shift) <= int.MaxValue;
            string product = $"{(narrow ? "" : "(int64_t)")}(table{operation.Slot}[{cell} + 1] - {node}) * ({a} & {(1L << table.Shift) - 1})";
            return $"{node} + (int32_t){Rounded(product, operation, table.Shift.ToString(CultureInfo.InvariantCulture), narrow)}";
        }
    }
}
