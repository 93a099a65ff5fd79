using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Comparisons and choices. An arm is the side that is chosen where a condition holds: the operations that nothing but that side's results need. Conditions of
/// neurons, a spike or refractoriness, hold rarely, so that the other side is computed always and the arm is branched around.
/// </summary>
internal sealed partial class Rv32Lowering
{
    private const int NoArm = -1;

    // The condition in whose arm each operation is.
    private int[] FindArms()
    {
        int[] arms = [.. Enumerable.Repeat(NoArm, Program.Operations.Length)];
        for (int i = arms.Length - 1; i >= 0; i--)
        {
            FixedOperation operation = this[i];
            if (!operation.HasResult || operation.Draws || operation.Opcode == FixedOpcode.Constant || Users[i].Count == 0) continue;
            int[] wanted = [.. Users[i].SelectMany(u => this[u].Operands.Select((o, place) => (o, place)).Where(p => p.o == i).Select(p =>
                arms[u] == NoArm && this[u].Opcode == FixedOpcode.Select && p.place == 1 ? this[u].Operands[0] : arms[u])).Distinct()];
            if (wanted.Length == 1) arms[i] = wanted[0];
        }

        return arms;
    }

    // All choices by one condition that do not wait for one another.
    private int Choose(int index)
    {
        int condition = this[index].Operands[0];
        List<int> members = ChoicesWith(index, other => _arms[other] == _arms[index]);
        const int Inside = 1, Outside = 2;
        foreach (int m in members)
        {
            Want(this[m].Operands[Outside]);
            WantOutside(this[m].Operands[Inside], condition);
        }

        WantCondition(condition);
        Dictionary<int, int> results = [];
        foreach (int m in members)
        {
            Begin(this[m]);
            results[m] = IsConstant(this[m].Operands[Outside], out long k) && IsSmall(k) ? New("addi", Zero, (int)k) : New("addi", Want(this[m].Operands[Outside]), 0);
        }

        string done = Code.NewLabel();
        BranchWhere(condition, holds: false, done);
        Dictionary<(int, int), int> shared = new(Shared);
        foreach (int m in members)
        {
            int value = Want(this[m].Operands[Inside]);
            Begin(this[m]);
            Code.Add("addi", results[m], value, 0);
        }

        Shared.Clear();
        foreach (((int, int) key, int register) in shared) Shared.Add(key, register);
        Code.Label(done);
        foreach (int m in members) Is(m, results[m]);
        return results[index];
    }

    // What an arm takes from outside is computed before the branch into it.
    private void WantOutside(int index, int arm)
    {
        if (_arms[index] != arm) Want(index);
        else foreach (int operand in this[index].Operands) WantOutside(operand, arm);
    }

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
