using System.Collections.Generic;

namespace NeuronDsl.Microcode.Isa;

/// <summary>The operands that RISC-V's formats know, by the names under which the instruction tables use them.</summary>
internal static class SyntaxTable
{
    private static readonly Dictionary<string, Operand> Operands = new()
    {
        ["rd"] = Register("rd", OperandKind.Scalar, 7),
        ["rs1"] = Register("rs1", OperandKind.Scalar, 15),
        ["rs2"] = Register("rs2", OperandKind.Scalar, 20),
        ["vd"] = Register("vd", OperandKind.Vector, 7),
        ["vs1"] = Register("vs1", OperandKind.Vector, 15),
        ["vs2"] = Register("vs2", OperandKind.Vector, 20),
        ["vs3"] = Register("vs3", OperandKind.Vector, 7),
        ["imm"] = new("imm", OperandKind.Immediate, signed: true, new BitRun(0, 20, 12)),
        ["store"] = new("imm", OperandKind.Immediate, signed: true, new BitRun(0, 7, 5), new BitRun(5, 25, 7)),
        ["branch"] = new("target", OperandKind.Target, signed: true, new BitRun(1, 8, 4), new BitRun(5, 25, 6), new BitRun(11, 7, 1), new BitRun(12, 31, 1)),
        ["jump"] = new("target", OperandKind.Target, signed: true, new BitRun(1, 21, 10), new BitRun(11, 20, 1), new BitRun(12, 12, 8), new BitRun(20, 31, 1)),
        ["upper"] = new("imm", OperandKind.Immediate, signed: false, new BitRun(0, 12, 20)),
        ["shamt"] = new("shamt", OperandKind.Immediate, signed: false, new BitRun(0, 20, 5)),
        ["shift4"] = new("shift", OperandKind.Immediate, signed: false, new BitRun(0, 20, 4)),
        ["fraction4"] = new("shift", OperandKind.Immediate, signed: false, new BitRun(0, 25, 4)),
        ["lane"] = new("lane", OperandKind.Immediate, signed: false, new BitRun(0, 20, 5)),
        ["csr"] = new("csr", OperandKind.Csr, signed: false, new BitRun(0, 20, 12)),
        ["uimm"] = new("uimm", OperandKind.Immediate, signed: false, new BitRun(0, 15, 5)),
        ["simm"] = new("simm", OperandKind.Immediate, signed: true, new BitRun(0, 15, 5)),
        ["vtype"] = new("vtype", OperandKind.VectorType, signed: false, new BitRun(0, 20, 8)),
        ["vm"] = new("vm", OperandKind.Mask, signed: false, new BitRun(0, 25, 1)),
    };

    /// <summary>An instruction whose operands are written as <paramref name="syntax"/> says.</summary>
    public static Opcode Define(string mnemonic, uint match, string syntax)
    {
        List<object> parts = [];
        int at = 0;
        while (at < syntax.Length)
        {
            int end = at + 1;
            if (char.IsLetter(syntax[at])) while (end < syntax.Length && char.IsLetterOrDigit(syntax[end])) end++;
            string part = syntax[at..end];
            if (part != " ") parts.Add(Operands.TryGetValue(part, out Operand? operand) ? operand : part);
            at = end;
        }

        return new Opcode(mnemonic, match, parts);
    }

    private static Operand Register(string name, OperandKind kind, int at) => new(name, kind, signed: false, new BitRun(0, at, 5));
}
