using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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

    private static readonly ConcurrentDictionary<Function, string> Stems = new();

    private readonly StepProgram _program;
    private readonly Dialect _dialect;
    private readonly Func<Symbol, string> _load;
    private readonly Func<double, string> _constant;
    private readonly NameScope _scope;
    private readonly ProgramUses _uses;
    private readonly Dictionary<int, string> _results = [];
    private TextBuffer _buffer = null!;
    private TextBuffer.Span[] _text = [], _operands = new TextBuffer.Span[3];

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
        _scope = scope;
        _uses = program.Uses;
    }

    /// <summary>The expression of a result's value, after <see cref="Print"/>.</summary>
    public string this[Value result] => _results[result.Index];

    public void Print(SourceWriter writer)
    {
        _buffer = TextBuffer.Rent();
        _text = new TextBuffer.Span[_program.Operations.Length];
        string? note = null;
        Print(writer, owner: -1, 0, _text.Length, ref note);
        foreach (Result result in _program.Results) _results[result.Value.Index] = TextOf(result.Value);
        _buffer.Return();
    }

    // What belongs to the rare side of a choice waits for the choice, and is printed inside its condition.
    private void Print(SourceWriter writer, int owner, int first, int end, ref string? note)
    {
        for (int i = first; i < end; i++)
        {
            if (_uses.RareOwner[i] != owner) continue;
            Operation operation = _program.Operations[i];
            if (operation.Function == Functions.SelectRarely)
            {
                PrintRarely(writer, i, operation, ref note);
                continue;
            }

            TextBuffer.Span expression = Express(operation);
            _text[i] = expression;
            if (operation.Function is null || CanInline(i, operation, expression) || Repeats(i)) continue;
            PrintNote(writer, operation, ref note);
            string local = LocalName(operation);
            writer.StartLine().Add(operation.Type == TermType.Bool ? _dialect.BoolType : _dialect.RealType).Add(" ").Add(local).Add(" = ").Add(_buffer, Bare(expression)).EndLine(";");
            _buffer.Truncate(expression.Start);
            _text[i] = Put(local);
        }
    }

    private void PrintRarely(SourceWriter writer, int index, Operation operation, ref string? note)
    {
        PrintNote(writer, operation, ref note);
        string local = LocalName(operation), condition = _buffer.Text(_text[operation.Operands[0].Index]);
        if (!IsName(condition) && !_dialect.RepeatsConditions)
        {
            string test = _scope.Number("rare");
            writer.Line($"{_dialect.BoolType} {test} = {TextOf(operation.Operands[0])};");
            condition = test;
        }

        writer.Line($"{_dialect.RealType} {local} = {TextOf(operation.Operands[2])};");
        using (writer.Block($"if ({_dialect.Any(condition)})"))
        {
            Print(writer, index, 0, index, ref note);
            string chosen = string.Format(CultureInfo.InvariantCulture, _dialect.Format(Functions.SelectRarely), condition, TextOf(operation.Operands[1]), local);
            writer.Line($"{local} = {chosen};");
        }

        _text[index] = Put(local);
    }

    private TextBuffer.Span Put(string text)
    {
        int start = _buffer.Length;
        _buffer.Append(text);
        return new(start, text.Length);
    }

    private string TextOf(Value value) => _buffer.Text(Bare(_text[value.Index]));

    private static void PrintNote(SourceWriter writer, Operation operation, ref string? note)
    {
        if (operation.Note is not null && operation.Note != note) writer.Gap().Line($"// {operation.Note}");
        note = operation.Note ?? note;
    }

    private static bool IsName(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '_' or '@');

    private bool CanInline(int index, Operation operation, TextBuffer.Span expression)
    {
        if (_uses.Count[index] != 1 || operation.Name is not null || expression.Length > LongestInlined) return false;

        // What a repeated condition compares is computed once.
        int user = _uses.LastUser[index];
        if (user < 0 || (operation.Type == TermType.Real && Repeats(user))) return false;

        // Only into arithmetic of the same equation, and on the same side of a rare choice.
        return _uses.RareOwner[user] == _uses.RareOwner[index] && _program.Operations[user].Function != Functions.SelectRarely && _program.Operations[user].Note == operation.Note;
    }

    // A comparison of numbers that only choices and results ask for: logic is faster in vectors than in mask registers.
    private bool Repeats(int index)
    {
        if (!_dialect.RepeatsConditions || _uses.IsCombined[index]) return false;
        Operation operation = _program.Operations[index];
        if (operation.Type != TermType.Bool || operation.Function is null) return false;
        foreach (Value operand in operation.Operands)
        {
            if (_program[operand].Type != TermType.Real) return false;
        }

        return true;
    }

    private TextBuffer.Span Express(Operation operation)
    {
        if (operation.Symbol is not null) return Put(_load(operation.Symbol));
        if (operation.Function is null)
        {
            return Put(operation.Type == TermType.Bool ? (operation.Constant != 0 ? _dialect.True : _dialect.False) : _constant(operation.Constant));
        }

        Template template = _dialect.TemplateOf(operation.Function);

        // Arguments of a call need no parentheses, unless the template puts a sign before one.
        bool bare = template.IsCall && !template.Negates, parenthesised = !template.IsCall || template.Complements;
        int count = operation.Operands.Length, start = _buffer.Length;
        if (count > _operands.Length) _operands = new TextBuffer.Span[count];
        for (int k = 0; k < count; k++)
        {
            TextBuffer.Span operand = _text[operation.Operands[k].Index];
            _operands[k] = bare ? Bare(operand) : operand;
        }

        if (parenthesised) _buffer.Append('(');
        template.Write(_buffer, _operands);
        if (parenthesised) _buffer.Append(')');
        return new(start, _buffer.Length - start);
    }

    private TextBuffer.Span Bare(TextBuffer.Span text)
    {
        int last = text.Start + text.Length - 1;
        if (text.Length < 2 || _buffer[text.Start] != '(' || _buffer[last] != ')') return text;
        int depth = 0;
        for (int i = text.Start; i < last; i++)
        {
            depth += _buffer[i] == '(' ? 1 : _buffer[i] == ')' ? -1 : 0;
            if (depth == 0) return text;
        }

        return new(text.Start + 1, text.Length - 2);
    }

    // A named value keeps its name if it can; the others are numbered from 1.
    private string LocalName(Operation operation) => operation.Name is null ? _scope.Number(Stems.GetOrAdd(operation.Function!, Stem)) : _scope.Take(operation.Name);

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
