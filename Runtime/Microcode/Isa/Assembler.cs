using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NeuronDsl.Microcode.Isa;

/// <summary>
/// Reads assembly text: a label or an instruction a line, comments behind '#'. Instructions are written as in the manuals, without the shorthands
/// that GNU as knows besides; its directives that lay out sections are passed over.
/// </summary>
public static class Assembler
{
    /// <summary>The code that a text stands for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="set">The machine's instructions.</param>
    /// <exception cref="FormatException">A line is no instruction; the message names the line, the column and what was expected there.</exception>
    public static MachineCode Assemble(string text, InstructionSet set)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(set);
        MachineCode code = new(set);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Split('#')[0].TrimEnd();
            string content = line.TrimStart();
            if (content.Length == 0 || content[0] == '.' && !content.EndsWith(':')) continue;
            if (content.EndsWith(':')) code.Label(content[..^1]);
            else code.Add(new Line(line, i + 1, set).Instruction());
        }

        return code;
    }

    /// <summary>One line, read from left to right.</summary>
    private ref struct Line(string text, int number, InstructionSet set)
    {
        private int _at;

        public Instruction Instruction()
        {
            SkipBlanks();
            int start = _at;
            string mnemonic = Word();
            if (!set.TryFind(mnemonic, out Opcode? opcode)) throw Bad(start, $"an instruction of {set.Name}");
            List<int> operands = [];
            string? label = null;
            foreach (object part in opcode!.Syntax)
            {
                SkipBlanks();
                if (part is string literal) Expect(literal);
                else if (part is Operand { Kind: OperandKind.Target } target) operands.Add(Target(target, out label));
                else operands.Add(Value((Operand)part));
            }

            SkipBlanks();
            return _at == text.Length ? new Instruction(opcode, [.. operands]) { Label = label } : throw Bad(_at, "the end of the line");
        }

        private int Target(Operand operand, out string? label)
        {
            label = null;
            if (_at < text.Length && text[_at] == '.' && (_at + 1 == text.Length || text[_at + 1] is ' ' or '+' or '-'))
            {
                _at++;
                SkipBlanks();
                int sign = _at < text.Length && text[_at] == '-' ? -1 : 1;
                if (_at < text.Length) _at++;
                SkipBlanks();
                return sign * Number(operand, Word());
            }

            label = Word();
            return label.Length > 0 ? 0 : throw Bad(_at, "a label");
        }

        private int Value(Operand operand)
        {
            int start = _at, value;
            switch (operand.Kind)
            {
                case OperandKind.Mask:
                    if (_at == text.Length) return 1;
                    Expect(",");
                    SkipBlanks();
                    Expect("v0.t");
                    return 0;
                case OperandKind.VectorType:
                    value = InstructionText.ParseVectorType(text[_at..]);
                    if (value < 0) throw Bad(start, "a vector type such as e16, m1, ta, ma");
                    _at = text.Length;
                    return value;
                case OperandKind.Scalar:
                    value = InstructionSet.ScalarNumber(Word());
                    return value >= 0 ? value : throw Bad(start, "a scalar register");
                case OperandKind.Vector:
                    string register = Word();
                    return register.StartsWith('v') && int.TryParse(register.AsSpan(1), out value) && value is >= 0 and < 32 ? value : throw Bad(start, "a vector register");
                case OperandKind.Csr:
                    string csr = Word();
                    value = InstructionSet.CsrNumber(csr);
                    return value >= 0 ? value : Number(operand, csr);
                default:
                    return Number(operand, Word());
            }
        }

        private readonly int Number(Operand operand, string word)
        {
            bool negative = word.StartsWith('-');
            string digits = negative ? word[1..] : word;
            bool read = digits.StartsWith("0x", StringComparison.Ordinal)
                ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value)
                : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
            if (negative) value = -value;
            return read && value is >= int.MinValue and <= int.MaxValue && operand.Holds((int)value)
                ? (int)value
                : throw Bad(_at - word.Length, $"a number from {operand.Least} to {operand.Greatest}" + (operand.Step > 1 ? $" in steps of {operand.Step}" : ""));
        }

        private string Word()
        {
            int start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '_' or '-' or '$')) _at++;
            return text[start.._at];
        }

        private void Expect(string literal)
        {
            if (!text.AsSpan(_at).StartsWith(literal)) throw Bad(_at, $"'{literal}'");
            _at += literal.Length;
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t') _at++;
        }

        private readonly FormatException Bad(int at, string expected) =>
            new($"Line {number}, column {at + 1}: expected {expected}, found '{text[at..].Trim()}'.");
    }
}
