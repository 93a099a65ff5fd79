using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Comparisons: branches where nobody takes the truth value itself, else words of 0 or 1.</summary>
internal sealed partial class Rv32Lowering
{
    // Whether nobody takes the truth value itself, so that it is no value but a branch.
    private bool IsOnlyCondition(int index) => !IsThere(index) && Users[index].All(u => this[u].Opcode switch
    {
        FixedOpcode.Select => this[u].Operands[1] != index && this[u].Operands[2] != index,
        FixedOpcode.And or FixedOpcode.Or or FixedOpcode.Not => IsOnlyCondition(u),
        _ => false,
    });

    private bool IsBranch(int index) => IsOnlyCondition(index) && this[index].Opcode is
        FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual or FixedOpcode.And or FixedOpcode.Or or FixedOpcode.Not;

    private void WantCondition(int index)
    {
        if (!IsBranch(index))
        {
            Want(index);
            return;
        }

        foreach (int operand in this[index].Operands)
        {
            if (this[operand].Type == FixedType.Bool) WantCondition(operand);
            else Want(operand);
        }
    }

    private void BranchWhere(int condition, bool holds, string label)
    {
        FixedOperation operation = this[condition];
        if (!IsBranch(condition))
        {
            Code.Branch(holds ? "bne" : "beq", Want(condition), Zero, label);
            return;
        }

        switch (operation.Opcode)
        {
            case FixedOpcode.Not:
                BranchWhere(operation.Operands[0], !holds, label);
                break;
            case FixedOpcode.And or FixedOpcode.Or:
                if (holds == (operation.Opcode == FixedOpcode.Or))
                {
                    BranchWhere(operation.Operands[0], holds, label);
                    BranchWhere(operation.Operands[1], holds, label);
                    break;
                }

                string not = Code.NewLabel();
                BranchWhere(operation.Operands[0], !holds, not);
                BranchWhere(operation.Operands[1], holds, label);
                Code.Label(not);
                break;
            default:
                int a = Operand(operation, 0), b = Operand(operation, 1);
                bool swapped = operation.Opcode == FixedOpcode.LessOrEqual;
                string mnemonic = operation.Opcode switch
                {
                    FixedOpcode.Less => holds ? "blt" : "bge",
                    FixedOpcode.LessOrEqual => holds ? "bge" : "blt",
                    FixedOpcode.Equal => holds ? "beq" : "bne",
                    _ => holds ? "bne" : "beq",
                };
                Code.Branch(mnemonic, swapped ? b : a, swapped ? a : b, label);
                break;
        }
    }

    private int Compare(FixedOperation operation)
    {
        int left = operation.Operands[0], right = operation.Operands[1];
        switch (operation.Opcode)
        {
            case FixedOpcode.Less:
                return IsConstant(right, out long k) && IsSmall(k) ? New("slti", Want(left), (int)k) : New("slt", Want(left), Want(right));
            case FixedOpcode.LessOrEqual:
                if (IsConstant(right, out k) && IsSmall(k + 1)) return New("slti", Want(left), (int)k + 1);
                if (IsConstant(left, out k) && k > int.MinValue) return New("slt", Constant(k - 1), Want(right));
                return New("xori", New("slt", Want(right), Want(left)), 1);
            default:
                if (IsConstant(left, out _)) (left, right) = (right, left);
                int difference = !IsConstant(right, out k) ? New("xor", Want(left), Want(right))
                    : k == 0 ? Want(left)
                    : IsSmall(-k) ? New("addi", Want(left), (int)-k)
                    : New("xor", Want(left), Want(right));
                return operation.Opcode == FixedOpcode.Equal ? New("sltiu", difference, 1) : New("sltu", Zero, difference);
        }
    }
}
