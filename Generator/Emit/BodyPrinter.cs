using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Prints the arithmetic of a program as statements in one dialect, each group under the equation it belongs to. A value used once joins
/// the expression that uses it, while the line stays short; every other value gets a local.
/// </summary>
internal sealed class BodyPrinter
{
    private const int LongestInlined = 72;

    private readonly StepProgram _program;
    private readonly Dialect _dialect;
    private readonly Func<Symbol, string> _load;
    private readonly Func<double, string> _constant;
    private readonly string[] _text;
    private readonly NameScope _scope;
    private readonly int[] _uses, _lastUser, _owner;
    private readonly bool[] _combined;
    private readonly StringBuilder _buffer = new();

    /// <param name="program">What to print.</param>
    /// <param name="dialect">How.</param>
    /// <param name="load">The expression that a symbol is read by: a local or a parameter of the method.</param>
    /// <param name="scope">Where locals get their names.</param>
    /// <param name="constant">The expression of a number; left out, the dialect's own.</param>
    public BodyPrinter(StepProgram program, Dialect dialect, Func<Symbol, string> load, NameScope scope, Func<double, string>? constant = null)
    {
        _program = program;
        _dialect = dialect;
        _load = load;
        _constant = constant ?? dialect.Constant;
        _text = new string[program.Operations.Length];
        _scope = scope;
        _uses = new int[program.Operations.Length];
        _combined = new bool[program.Operations.Length];
        _lastUser = [.. Enumerable.Repeat(-1, program.Operations.Length)];
        for (int i = 0; i < program.Operations.Length; i++)
        {
            foreach (Value operand in program.Operations[i].Operands)
            {
                _uses[operand.Index]++;
                _combined[operand.Index] |= program.Operations[i].Type == TermType.Bool;
                _lastUser[operand.Index] = i;
            }
        }

        foreach (Result result in program.Results) _uses[result.Value.Index]++;
        _owner = RareSides.Owners(program);
    }

    /// <summary>The expression of a value, after <see cref="Print"/>.</summary>
    public string this[Value value] => Bare(_text[value.Index]);

    public void Print(SourceWriter writer)
    {
        string? note = null;
        Print(writer, owner: -1, 0, _text.Length, ref note);
    }

    // What belongs to the rare side of a choice waits for the choice, and is printed inside its condition.
    private void Print(SourceWriter writer, int owner, int first, int end, ref string? note)
    {
        for (int i = first; i < end; i++)
        {
            if (_owner[i] != owner) continue;
            Operation operation = _program.Operations[i];
            if (operation.Function == Functions.SelectRarely)
            {
                PrintRarely(writer, i, operation, ref note);
                continue;
            }

            string expression = Express(operation);
            if (operation.Function is null || CanInline(i, operation, expression) || Repeats(i))
            {
                _text[i] = expression;
                continue;
            }

            PrintNote(writer, operation, ref note);
            string local = LocalName(operation);
            writer.Line($"{(operation.Type == TermType.Bool ? _dialect.BoolType : _dialect.RealType)} {local} = {Bare(expression)};");
            _text[i] = local;
        }
    }

    private void PrintRarely(SourceWriter writer, int index, Operation operation, ref string? note)
    {
        PrintNote(writer, operation, ref note);
        string local = LocalName(operation), condition = _text[operation.Operands[0].Index];
        if (!IsName(condition) && !_dialect.RepeatsConditions)
        {
            string test = _scope.Number("rare");
            writer.Line($"{_dialect.BoolType} {test} = {Bare(condition)};");
            condition = test;
        }

        writer.Line($"{_dialect.RealType} {local} = {this[operation.Operands[2]]};");
        using (writer.Block($"if ({_dialect.Any(condition)})"))
        {
            Print(writer, index, 0, index, ref note);
            string chosen = string.Format(CultureInfo.InvariantCulture, _dialect.Format(Functions.SelectRarely), condition, this[operation.Operands[1]], local);
            writer.Line($"{local} = {chosen};");
        }

        _text[index] = local;
    }

    private static void PrintNote(SourceWriter writer, Operation operation, ref string? note)
    {
        if (operation.Note is not null && operation.Note != note) writer.Gap().Line($"// {operation.Note}");
        note = operation.Note ?? note;
    }

    private static bool IsName(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '_' or '@');

    private bool CanInline(int index, Operation operation, string expression)
    {
        if (_uses[index] != 1 || operation.Name is not null || expression.Length > LongestInlined) return false;

        // What a repeated condition compares is computed once.
        if (_lastUser[index] >= 0 && operation.Type == TermType.Real && Repeats(_lastUser[index])) return false;

        // Only into arithmetic of the same equation, and on the same side of a rare choice.
        return _lastUser[index] >= 0 && _owner[_lastUser[index]] == _owner[index] && _program.Operations[_lastUser[index]].Function != Functions.SelectRarely && _program.Operations[_lastUser[index]].Note == operation.Note;
    }

    // A comparison of numbers that only choices and results ask for: logic is faster in vectors than in mask registers.
    private bool Repeats(int index) => _dialect.RepeatsConditions && !_combined[index]
        && _program.Operations[index] is { Type: TermType.Bool, Function: not null } operation && operation.Operands.All(o => _program[o].Type == TermType.Real);

    private string Express(Operation operation)
    {
        if (operation.Symbol is not null) return _load(operation.Symbol);
        if (operation.Function is null)
        {
            return operation.Type == TermType.Bool ? (operation.Constant != 0 ? _dialect.True : _dialect.False) : _constant(operation.Constant);
        }

        Template template = _dialect.TemplateOf(operation.Function);

        // Arguments of a call need no parentheses, unless the template puts a sign before one.
        bool bare = template.IsCall && !template.Negates, parenthesised = !template.IsCall || template.Complements;
        string[] operands = new string[operation.Operands.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            string operand = _text[operation.Operands[k].Index];
            operands[k] = bare ? Bare(operand) : operand;
        }

        _buffer.Clear();
        if (parenthesised) _buffer.Append('(');
        template.Write(_buffer, operands);
        if (parenthesised) _buffer.Append(')');
        return _buffer.ToString();
    }

    private static string Bare(string text)
    {
        if (text.Length < 2 || text[0] != '(' || text[text.Length - 1] != ')') return text;
        int depth = 0;
        for (int i = 0; i < text.Length - 1; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) return text;
        }

        return text.Substring(1, text.Length - 2);
    }

    // A named value keeps its name if it can; the others are numbered from 1.
    private string LocalName(Operation operation) => operation.Name is null ? _scope.Number(Stem(operation.Function!)) : _scope.Take(operation.Name);

    private static string Stem(Function function) =>
        function == Functions.Add || function == Functions.FusedMultiplyAdd ? "sum"
        : function == Functions.Subtract || function == Functions.FusedMultiplySubtract || function == Functions.FusedNegatedMultiplyAdd ? "difference"
        : function == Functions.AtMost || function == Functions.AtLeast ? "bounded"
        : function == Functions.Multiply ? "product"
        : function == Functions.Divide ? "quotient"
        : function == Functions.Select || function == Functions.SelectRarely ? "choice"
        : function.Result == TermType.Bool ? "test"
        : char.ToLowerInvariant(function.Name[0]) + function.Name.Substring(1, (function.Name + "(").IndexOf('(') - 1);
}
