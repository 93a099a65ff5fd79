using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using static System.FormattableString;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator.Microcode;
#else
namespace NeuronDsl.Microcode;
#endif

/// <summary>
/// Programs as text, one line for each word of memory, table and operation, equations as headings; <see cref="Parse"/> reads back what
/// <see cref="Write"/> writes.
/// </summary>
public static class FixedText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The program's text, lines ended by line feeds.</summary>
    public static string Write(FixedProgram program)
    {
        StringBuilder text = new();
        text.Append(Invariant($"program {program.Name} solver {(program.Solver.Length == 0 ? "none" : program.Solver)} dt {Number(program.Dt)} bits {program.Bits} streams {program.Streams}\n"));
        foreach (FixedVariable v in program.Inputs) text.Append(Variable(v));
        foreach (FixedVariable v in program.States) text.Append(Variable(v));
        foreach (FixedTable table in program.Tables) Table(text, table);
        string equation = "";
        for (int i = 0; i < program.Operations.Length; i++)
        {
            FixedOperation operation = program.Operations[i];
            if (operation.Equation != equation) text.Append(Invariant($"# {equation = operation.Equation}\n"));
            text.Append(Operation(program, i, operation));
        }

        return text.ToString();
    }

    /// <summary>Reads a program's text.</summary>
    /// <exception cref="FormatException">The text is not a program's; says which line, and what is wrong with it.</exception>
    public static FixedProgram Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        FixedProgram? program = null;
        List<FixedVariable> states = [], inputs = [];
        List<FixedTable> tables = [];
        List<FixedOperation> operations = [];
        string equation = "";
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            try
            {
                if (line.Length == 0) continue;
                if (line[0] == '#') equation = line.Substring(1).Trim();
                else if (line.StartsWith("program ", StringComparison.Ordinal)) program = Program(new Line(line));
                else if (line.StartsWith("table ", StringComparison.Ordinal)) tables.Add(Table(new Line(line)));
                else if (line[0] == '|') tables[tables.Count - 1] = Extended(tables[tables.Count - 1], line);
                else if (line[0] == '%' || line.StartsWith("store ", StringComparison.Ordinal)) operations.Add(Operation(new Line(line), states, inputs, operations, tables) with { Equation = equation });
                else if (Variable(new Line(line)) is { } v) (v.Role is FixedRole.Input or FixedRole.Arrival ? inputs : states).Add(v);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or InvalidOperationException)
            {
                throw new FormatException($"Line {i + 1} of the program, '{line}': {e.Message}", e);
            }
        }

        if (program is null) throw new FormatException("The text has no line that begins with 'program'.");
        return program with { States = [.. states], Inputs = [.. inputs], Tables = [.. tables], Operations = [.. operations] };
    }

    private static string Variable(FixedVariable v) => string.Format(
        Culture, "{0} {1} {2} = {3} {4}{5}{6}{7}\n", v.Role.ToString().ToLowerInvariant(), Word(v.Name), v.Type, v.Initial, Range(v.Range),
        v.Stages is { } stages ? $" stages {Range(stages)}" : "", v.StepError == 0 ? "" : $" error {Number(v.StepError)}", v.Unit.Length == 0 ? "" : $" unit {Word(v.Unit)}");

    private static FixedVariable? Variable(Line line)
    {
        FixedRole role = line.Name<FixedRole>();
        string name = line.Word();
        FixedType type = line.Type();
        line.Expect("=");
        return new FixedVariable
        {
            Role = role,
            Name = name,
            Type = type,
            Initial = line.Integer(),
            Range = line.Range(),
            Stages = line.Take("stages") ? line.Range() : null,
            StepError = line.Take("error") ? line.Real() : 0,
            Unit = line.Take("unit") ? line.Word() : "",
        };
    }

    private static void Table(StringBuilder text, FixedTable table)
    {
        text.Append(Invariant($"table {Word(table.Name)} {table.Argument} to {table.Type} first {table.First} shift {table.Shift} error {Number(table.Error)}\n"));
        for (int i = 0; i < table.Nodes.Length; i += 16)
        {
            text.Append("| ").Append(string.Join(" ", table.Nodes.Skip(i).Take(16).Select(n => n.ToString(Culture)))).Append('\n');
        }
    }

    private static FixedTable Table(Line line)
    {
        line.Expect("table");
        string name = line.Word();
        FixedType argument = line.Type();
        line.Expect("to");
        FixedType type = line.Type();
        line.Expect("first");
        long first = line.Integer();
        line.Expect("shift");
        int shift = (int)line.Integer();
        line.Expect("error");
        return new FixedTable { Name = name, Argument = argument, Type = type, First = first, Shift = shift, Error = line.Real(), Nodes = [] };
    }

    private static FixedTable Extended(FixedTable table, string line) => table with
    {
        Nodes = table.Nodes.AddRange(line.Split([' '], StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(n => long.Parse(n, Culture))),
    };

    private static FixedProgram Program(Line line)
    {
        line.Expect("program");
        string name = line.Word();
        line.Expect("solver");
        string solver = line.Word();
        line.Expect("dt");
        double dt = line.Real();
        line.Expect("bits");
        int bits = (int)line.Integer();
        line.Expect("streams");
        return new FixedProgram { Name = name, Solver = solver == "none" ? "" : solver, Dt = dt, Bits = bits, Streams = (int)line.Integer() };
    }

    // %5 s32.20 slope = multiply %1 %2 shift 30 nearest wrap in [-12, 7] proven
    private static string Operation(FixedProgram program, int index, FixedOperation operation)
    {
        StringBuilder text = new();
        if (operation.HasResult)
        {
            text.Append(Invariant($"%{index} {operation.Type}{(operation.Name.Length == 0 ? "" : " " + Word(operation.Name))} = {Lower(operation.Opcode)}"));
        }
        else
        {
            text.Append(Invariant($"store {(operation.Opcode == FixedOpcode.StoreState ? "state" : operation.Opcode == FixedOpcode.Spike ? "spike" : "output")}"));
        }

        if (operation.Opcode == FixedOpcode.Constant) text.Append(Invariant($" {operation.Immediate}"));
        if (operation.Opcode is FixedOpcode.LoadState or FixedOpcode.StoreState) text.Append(' ').Append(Word(program.States[operation.Slot].Name));
        if (operation.Opcode == FixedOpcode.LoadInput) text.Append(' ').Append(Word(program.Inputs[operation.Slot].Name));
        if (operation.Opcode == FixedOpcode.Interpolate) text.Append(Invariant($" {operation.Slot}"));
        foreach (int operand in operation.Operands) text.Append(Invariant($" %{operand}"));
        if (operation.Opcode is FixedOpcode.Multiply or FixedOpcode.ShiftLeft or FixedOpcode.ShiftRight) text.Append(Invariant($" shift {operation.Shift}"));
        if (operation.Rounds) text.Append(' ').Append(Lower(operation.Rounding));
        if (operation.Draws) text.Append(Invariant($" stream {operation.Stream}"));
        if (operation.Fits) text.Append(' ').Append(Lower(operation.Overflow));
        if (operation.HasResult && operation.Type != FixedType.Bool && operation.Opcode != FixedOpcode.Constant) text.Append(' ').Append(Range(operation.Range));
        return text.Append('\n').ToString();
    }

    private static FixedOperation Operation(Line line, List<FixedVariable> states, List<FixedVariable> inputs, List<FixedOperation> operations, List<FixedTable> tables)
    {
        FixedOpcode opcode;
        FixedType type = FixedType.Bool;
        string name = "";
        if (line.Take("store"))
        {
            opcode = line.Word() switch
            {
                "state" => FixedOpcode.StoreState,
                "spike" => FixedOpcode.Spike,
                "output" => FixedOpcode.StoreOutput,
                string other => throw new FormatException($"'{other}' is not stored"),
            };
        }
        else
        {
            if (line.Value() != operations.Count) throw new FormatException($"the next value is %{operations.Count}");
            type = line.Type();
            if (!line.Take("="))
            {
                name = line.Word();
                line.Expect("=");
            }

            opcode = line.Name<FixedOpcode>();
        }

        FixedOperation operation = new() { Opcode = opcode, Type = type, Name = name };
        if (opcode == FixedOpcode.Constant)
        {
            long immediate = line.Integer();
            return operation with { Immediate = immediate, Range = new(immediate, immediate, true) };
        }

        if (opcode is FixedOpcode.LoadState or FixedOpcode.StoreState) operation = operation with { Slot = Find(states, line.Word()) };
        if (opcode == FixedOpcode.LoadInput) operation = operation with { Slot = Find(inputs, line.Word()) };
        if (opcode == FixedOpcode.Interpolate) operation = operation with { Slot = (int)line.Integer() };
        List<int> operands = [];
        while (line.IsValue) operands.Add(line.Value());
        operation = operation with { Operands = [.. operands] };
        if (!operation.HasResult)
        {
            if (operands.Count != 1 || operands[0] < 0 || operands[0] >= operations.Count) throw new FormatException("one earlier value is stored");
            return operation with { Type = operations[operands[0]].Type };
        }

        if (line.Take("shift")) operation = operation with { Shift = (int)line.Integer() };
        if (opcode == FixedOpcode.Interpolate && operation.Slot >= 0 && operation.Slot < tables.Count) operation = operation with { Shift = tables[operation.Slot].Shift };
        if (operation.Rounds) operation = operation with { Rounding = line.Name<FixedRounding>() };
        if (operation.Draws) line.Expect("stream");
        if (operation.Draws) operation = operation with { Stream = (int)line.Integer() };
        if (operation.Fits) operation = operation with { Overflow = line.Name<FixedOverflow>() };
        return operation with { Range = type == FixedType.Bool ? new(0, 1, true) : line.Range() };
    }

    private static int Find(List<FixedVariable> variables, string name)
    {
        int slot = variables.FindIndex(v => v.Name == name);
        return slot >= 0 ? slot : throw new FormatException($"nothing is called '{name}'");
    }

    private static string Range(FixedRange range) => string.Format(Culture, "in [{0}, {1}] {2}", range.Low, range.High, range.Proven ? "proven" : "profiled");

    private static string Lower<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();

    private static string Number(double value) => value.ToString("R", Culture);

    // Blanks part words.
    private static string Word(string text) => text.Length == 0 ? "-" : text.Replace(' ', '\u00A0');

    /// <summary>The words of a line, taken one after the other.</summary>
    private sealed class Line(string text)
    {
        private readonly string[] _words = text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        private int _next;

        public bool IsValue => _next < _words.Length && _words[_next][0] == '%';

        public string Word()
        {
            if (_next == _words.Length) throw new FormatException("the line ends too early");
            string word = _words[_next++];
            return word == "-" ? "" : word.Replace('\u00A0', ' ');
        }

        public bool Take(string word)
        {
            bool here = _next < _words.Length && _words[_next] == word;
            if (here) _next++;
            return here;
        }

        public void Expect(string word)
        {
            if (!Take(word)) throw new FormatException($"expected '{word}' as word {_next + 1}");
        }

        public long Integer() => long.Parse(Word(), NumberStyles.AllowLeadingSign, Culture);

        public double Real() => double.Parse(Word(), NumberStyles.Float, Culture);

        public int Value() => int.Parse(Word().TrimStart('%'), NumberStyles.None, Culture);

        public T Name<T>()
            where T : struct, Enum
        {
            string word = Word();
            return word.All(char.IsLetter) && Enum.TryParse(word, ignoreCase: true, out T name) ? name : throw new FormatException($"'{word}' is no {typeof(T).Name}");
        }

        public FixedType Type()
        {
            string word = Word();
            if (word == "bool") return FixedType.Bool;
            string[] parts = word.Substring(1).Split('.');
            if (word[0] is not ('s' or 'u') || parts.Length != 2) throw new FormatException($"'{word}' is no format");
            return new FixedType(int.Parse(parts[0], NumberStyles.None, Culture), int.Parse(parts[1], NumberStyles.AllowLeadingSign, Culture), word[0] == 's');
        }

        // in [low, high] proven
        public FixedRange Range()
        {
            Expect("in");
            long low = long.Parse(Word().TrimStart('[').TrimEnd(','), NumberStyles.AllowLeadingSign, Culture);
            long high = long.Parse(Word().TrimEnd(']'), NumberStyles.AllowLeadingSign, Culture);
            string how = Word();
            return new FixedRange(low, high, how switch { "proven" => true, "profiled" => false, _ => throw new FormatException($"a range is proven or profiled, not '{how}'") });
        }
    }
}
