using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Microcode.Targets;

/// <summary>Comparisons, which are masks, and choices by them: all by one condition while it is in the mask register.</summary>
internal sealed partial class Zve32xLowering
{
    private int Compare(FixedOperation operation, int mask)
    {
        int left = operation.Operands[0], right = operation.Operands[1];
        FixedType type = this[left].Type;
        string u = IsUnsigned(type) ? "u" : "";
        FixedOpcode opcode = operation.Opcode;
        if (opcode is FixedOpcode.Equal or FixedOpcode.NotEqual)
        {
            if (IsConstant(left, out _)) (left, right) = (right, left);
            Add(opcode == FixedOpcode.Equal ? "vmseq" : "vmsne", Want(left), right);
        }
        else if (IsConstant(left, out long k) && !IsConstant(right, out _))
        {
            // k < a is a > k; k <= a is a > k - 1.
            if (opcode == FixedOpcode.LessOrEqual && k == type.Low) Code.Add("vmxnor.mm", mask, mask, mask);
            else Code.Add($"vmsgt{u}.vx", mask, Want(right), Constant(opcode == FixedOpcode.Less ? k : k - 1));
        }
        else
        {
            Add(opcode == FixedOpcode.Less ? "vmslt" + u : "vmsle" + u, Want(left), right);
        }

        return mask;

        void Add(string name, int a, int other)
        {
            if (!IsConstant(other, out long number)) Code.Add(name + ".vv", mask, a, Want(other));
            else if (number is >= -16 and <= 15 && name is "vmseq" or "vmsne" or "vmsle") Code.Add(name + ".vi", mask, a, (int)number);
            else Code.Add(name + ".vx", mask, a, Constant(number));
        }
    }

    // All choices by one condition that are free, while it is in the mask register.
    private int Choose(int index)
    {
        int condition = this[index].Operands[0];
        List<int> members = ChoicesWith(index, other => this[other].Type != FixedType.Bool);
        foreach (int m in members)
        {
            for (int side = 1; side <= 2; side++) if (side == 2 || !IsConstant(this[m].Operands[side], out _)) Want(this[m].Operands[side]);
        }

        PutInMaskRegister(condition);
        foreach (int m in members)
        {
            Begin(this[m]);
            int otherwise = Want(this[m].Operands[2]);
            int result = !IsConstant(this[m].Operands[1], out long k) ? New("vmerge.vvm", otherwise, Want(this[m].Operands[1]))
                : k is >= -16 and <= 15 ? New("vmerge.vim", otherwise, (int)k)
                : New("vmerge.vxm", otherwise, Constant(k));
            Is(m, result);
        }

        return Want(index);
    }

    private void PutInMaskRegister(int condition)
    {
        if (_masked == condition && condition != NoIndex) return;
        FixedOperation operation = this[condition];
        bool direct = !IsThere(condition) && Users[condition].All(u => this[u].Opcode == FixedOpcode.Select && this[u].Type != FixedType.Bool)
            && operation.Opcode is FixedOpcode.Less or FixedOpcode.LessOrEqual or FixedOpcode.Equal or FixedOpcode.NotEqual;
        if (direct)
        {
            foreach (int operand in operation.Operands) if (!IsConstant(operand, out _)) Want(operand);
            Begin(operation);
            Compare(operation, MaskRegister);
        }
        else
        {
            int mask = Want(condition);
            Code.Add("vmv1r.v", MaskRegister, mask);
        }

        _masked = condition;
    }

    private int ChooseMask(FixedOperation operation)
    {
        int condition = Operand(operation, 0), yes = Operand(operation, 1), no = Operand(operation, 2);
        return Masks("vmor.mm", Masks("vmand.mm", yes, condition), Masks("vmandn.mm", no, condition));
    }
}
