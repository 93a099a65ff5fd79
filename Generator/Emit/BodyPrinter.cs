using System;
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

    private readonly StepProgram _program;
    private readonly Dialect _dialect;
    private readonly Func<Symbol, string> _load;
    private readonly string[] _text;
    private readonly NameScope _scope;
    private readonly int[] _uses, _lastUser;

    /// <param name="program">What to print.</param>
    /// <param name="dialect">How.</param>
    /// <param name="load">The expression that a symbol is read by: a local or a parameter of the method.</param>
    /// <param name="scope">Where locals get their names.</param>
    public BodyPrinter(StepProgram program, Dialect dialect, Func<Symbol, string> load, NameScope scope)
    {
        _program = program;
        _dialect = dialect;
        _load = load;
        _text = new string[program.Operations.Length];
        _scope = scope;
        _uses = new int[program.Operations.Length];
        _lastUser = [.. Enumerable.Repeat(-1, program.Operations.Length)];
        for (int i = 0; i < program.Operations.Length; i++)
        {
            foreach (Value operand in program.Operations[i].Operands)
            {
                _uses[operand.Index]++;
                _lastUser[operand.Index] = i;
            }
        }

        foreach (Result result in program.Results) _uses[result.Value.Index]++;
    }

    /// <summary>The expression of a value, after <see cref="Print"/>.</summary>
    public string this[Value value] => Bare(_text[value.Index]);

    public void Print(SourceWriter writer)
    {
        string? note = null;
        for (int i = 0; i < _text.Length; i++)
        {
            Operation operation = _program.Operations[i];
            string expression = Express(operation);
            if (operation.Function is null || CanInline(i, operation, expression))
            {
                _text[i] = expression;
                continue;
            }

            if (operation.Note is not null && operation.Note != note) writer.Gap().Line($"// {operation.Note}");
            note = operation.Note ?? note;
            string local = LocalName(operation);
            writer.Line($"{(operation.Type == TermType.Bool ? _dialect.BoolType : _dialect.RealType)} {local} = {Bare(expression)};");
            _text[i] = local;
        }
    }

    private bool CanInline(int index, Operation operation, string expression)
    {
        if (_uses[index] != 1 || operation.Name is not null || expression.Length > LongestInlined) return false;

        // Only into arithmetic of the same equation: the reader should find each operation under its own text.
        return _lastUser[index] >= 0 && _program.Operations[_lastUser[index]].Note == operation.Note;
    }

    private string Express(Operation operation)
    {
        if (operation.Symbol is not null) return _load(operation.Symbol);
        if (operation.Function is null)
        {
            return operation.Type == TermType.Bool ? (operation.Constant != 0 ? _dialect.True : _dialect.False) : _dialect.Constant(operation.Constant);
        }

        object[] operands = [.. operation.Operands.Select(o => _text[o.Index])];
        string format = _dialect.Format(operation.Function);
        bool call = format.EndsWith(")", StringComparison.Ordinal);
        if (call) operands = [.. operands.Select(o => Bare((string)o))];
        string text = string.Format(CultureInfo.InvariantCulture, format, operands);
        return call && !format.StartsWith("~", StringComparison.Ordinal) ? text : $"({text})";
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
        : function == Functions.Subtract ? "difference"
        : function == Functions.Multiply ? "product"
        : function == Functions.Divide ? "quotient"
        : function == Functions.Select ? "choice"
        : function.Result == TermType.Bool ? "test"
        : char.ToLowerInvariant(function.Name[0]) + function.Name.Substring(1, (function.Name + "(").IndexOf('(') - 1);
}
