using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Choices. All by one condition become one branch around the operations that nothing but one of their sides needs: those of the side that holds, as spikes are
/// rare, or those of the other side where these are so many more that leaving them out now and then is worth it, as in refractory neurons.
/// </summary>
internal sealed partial class Rv32Lowering
{
    private const int NoArm = -1, Inside = 1, Outside = 2;

    // A condition of which nothing is known is taken to hold once for so many times that it does not.
    private const int Rareness = 3;

    private readonly List<(int Condition, int Side, int Parent)> _armList = [];

    // The arm, a side of a condition in the arm around it, that each operation is in: all that take its result are there.
    private int[] FindArms()
    {
        int[] arms = [.. Enumerable.Repeat(NoArm, Program.Operations.Length)];
        for (int i = arms.Length - 1; i >= 0; i--)
        {
            FixedOperation operation = this[i];
            if (!operation.HasResult || operation.Draws || operation.Opcode == FixedOpcode.Constant || Users[i].Count == 0) continue;
            int[] wanted = [.. Users[i].SelectMany(u => this[u].Operands.Select((o, place) => (o, place)).Where(p => p.o == i).Select(p =>
                this[u].Opcode == FixedOpcode.Select && p.place != 0 ? Arm(this[u].Operands[0], p.place, arms[u]) : arms[u])).Distinct()];
            arms[i] = wanted.Aggregate(Common);
        }

        return arms;
    }

    private int Arm(int condition, int side, int parent)
    {
        int arm = _armList.IndexOf((condition, side, parent));
        if (arm >= 0) return arm;
        _armList.Add((condition, side, parent));
        return _armList.Count - 1;
    }

    // The innermost arm that both are in.
    private int Common(int a, int b)
    {
        while (a != b && !IsWithin(b, a)) a = _armList[a].Parent;
        return a;
    }

    private bool IsWithin(int arm, int other)
    {
        while (arm != other && arm != NoArm) arm = _armList[arm].Parent;
        return arm == other;
    }

    // All choices by one condition that do not wait for one another.
    private int Choose(int index)
    {
        int condition = this[index].Operands[0];
        List<int> members = ChoicesWith(index, other => _arms[other] == _arms[index] && IsReady(other, _arms[index]));
        int skipped = Skipped(members), always = Inside + Outside - skipped, arm = Arm(condition, skipped, _arms[index]);
        foreach (int m in members)
        {
            Want(this[m].Operands[always]);
            WantOutside(this[m].Operands[skipped], arm);
        }

        WantCondition(condition);
        int[] results = [.. members.Select(m =>
        {
            Begin(this[m]);
            return IsConstant(this[m].Operands[always], out long k) && IsSmall(k) ? New("addi", Zero, (int)k) : New("addi", Want(this[m].Operands[always]), 0);
        })];

        string done = Code.NewLabel();
        BranchWhere(condition, holds: skipped == Outside, done);
        Dictionary<(int, int), int> shared = new(Shared);
        int start = Code.Lines.Count;
        FillArm(members, results, skipped, always, start);
        Shared.Clear();
        foreach (((int, int) key, int register) in shared) Shared.Add(key, register);
        Code.Label(done);
        for (int k = 0; k < results.Length; k++) Is(members[k], results[k]);
        return results[members.IndexOf(index)];
    }

    private void FillArm(List<int> members, int[] results, int skipped, int always, int start)
    {
        // In the arm a result still holds the value of the other side, so that this value need not be kept beside it.
        Dictionary<int, int> before = [];
        for (int k = 0; k < results.Length; k++)
        {
            int other = this[members[k]].Operands[always];
            if (this[other].Opcode != FixedOpcode.Constant && before.TryAdd(other, Want(other))) Is(other, results[k]);
        }

        int[] values = [.. members.Select(m => this[m].Operands[skipped]).Select(o => before.TryGetValue(o, out int kept) ? kept : Want(o))];
        for (int k = 0; k < results.Length; k++)
            if (values[k] != results[k] && results.Contains(values[k])) values[k] = New("addi", values[k], 0);
        for (int k = 0; k < results.Length; k++)
        {
            if (values[k] == results[k]) continue;
            Begin(this[members[k]]);
            if (!TryRename(values[k], results[k], start, members, [.. values[(k + 1)..]])) Code.Add("addi", results[k], values[k], 0);
            else for (int later = k + 1; later < values.Length; later++) if (values[later] == values[k]) values[later] = results[k];
        }

        foreach ((int other, int register) in before) Is(other, register);
    }

    // Puts what was computed since a line into a result at once, unless the result's old value is needed after that.
    private bool TryRename(int value, int result, int start, List<int> members, int[] pending)
    {
        List<VirtualCode.Line> lines = Code.Lines;
        int first = lines.FindIndex(l => l.Instruction is { } i && Registers(i).Contains(value));
        if (first < start || !Writes(lines[first].Instruction!, value) || !IsSpent(value, members)) return false;
        if (IsMentioned(result, first + 1, lines.Count)) return false;
        Rename(value, result, first);

        // What a copy of something else began with begins there.
        while (lines[first].Instruction is { Opcode.Mnemonic: "addi" } copy && copy.Operands[2] == 0 && VirtualCode.IsVirtual(copy.Operands[1]) && copy.Operands[1] != result)
        {
            int source = copy.Operands[1], before = lines.FindIndex(l => l.Instruction is { } i && Registers(i).Contains(source));
            if (before < start || pending.Contains(source) || !Writes(lines[before].Instruction!, source) || !IsSpent(source, members) || IsMentioned(source, first + 1, lines.Count) || IsMentioned(result, before + 1, first)) break;
            lines.RemoveAt(first);
            Rename(source, result, before);
            first = before;
        }

        return true;
    }

    // Whether nobody but choices that are being made will take what a register holds; another branch by the same condition could.
    private bool IsSpent(int register, List<int> members)
    {
        return HeldBy(register).All(i => Users[i].All(IsDone));

        bool IsDone(int user) => IsThere(user) || members.Contains(user) || (IsBranch(user) && Users[user].All(IsDone));
    }

    private void Rename(int register, int to, int from)
    {
        for (int i = from; i < Code.Lines.Count; i++)
        {
            if (Code.Lines[i].Instruction is not { } instruction) continue;
            Code.Lines[i] = Code.Lines[i] with { Instruction = instruction.With([.. instruction.Operands.Select((o, k) => o == register && IsRegister(instruction, k) ? to : o)]) };
        }
    }

    private bool IsMentioned(int register, int from, int to) => Code.Lines[from..to].Exists(l => l.Instruction is { } i && Registers(i).Contains(register));

    private static bool Writes(Instruction instruction, int register) => instruction.Opcode.Operands[0].IsDestination && instruction.Operands[0] == register;

    private static IEnumerable<int> Registers(Instruction instruction) => instruction.Operands.Where((_, k) => IsRegister(instruction, k));

    private static bool IsRegister(Instruction instruction, int operand) => instruction.Opcode.Operands[operand].Kind == OperandKind.Scalar;

    // Which side of choices is branched around.
    private int Skipped(List<int> members)
    {
        int condition = this[members[0]].Operands[0], parent = _arms[members[0]];
        int holds = Weight(Arm(condition, Inside, parent)), fails = Weight(Arm(condition, Outside, parent));

        // Where the side that holds comes first, its values are put into results, which is for nothing where they may stay where they are.
        int moves = members.Count(m => this[m].Operands[Inside] is var o && !Users[o].All(u => u == m || IsWithin(_arms[u], Arm(condition, Outside, parent))));
        return fails > Rareness * (holds + moves) ? Outside : Inside;
    }

    private int Weight(int arm) => Enumerable.Range(0, _arms.Length).Where(i => IsWithin(_arms[i], arm)).Sum(i => this[i].Opcode switch
    {
        FixedOpcode.Relabel => 0,
        FixedOpcode.Interpolate => 5,
        FixedOpcode.Minimum or FixedOpcode.Maximum => 2,
        _ => 1,
    });

    // Whether all that an operation takes from outside the arm that is being filled is there.
    private bool IsReady(int index, int arm) => arm == NoArm || this[index].Operands.All(o =>
        IsThere(o) || this[o].Opcode == FixedOpcode.Constant || ((IsWithin(_arms[o], arm) || IsBranch(o)) && IsReady(o, arm)));

    // What an arm takes from outside is computed before the branch into it.
    private void WantOutside(int index, int arm)
    {
        if (IsWithin(_arms[index], arm)) foreach (int operand in this[index].Operands) WantOutside(operand, arm);
        else if (this[index].Type == FixedType.Bool) WantCondition(index);
        else Want(index);
    }
}
