using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Microcode.Isa;

namespace NeuronDsl.Microcode.Targets;

/// <summary>
/// Gives registers numbers by a linear scan (Poletto and Sarkar, 1999). Where there are too few, the values least used for their length of life are had
/// again at each use instead: from a constant, the state's own word, or a slot of memory to which they were stored.
/// </summary>
/// <param name="code">The code.</param>
/// <param name="scalars">The numbers of scalar registers that may be given, the ones that invariants may not have last.</param>
/// <param name="invariantScalars">How many of the first of them invariants may have.</param>
/// <param name="vectors">The numbers of vector registers.</param>
/// <param name="slot">Instructions that store a register to a new slot, and how it is had again from there.</param>
internal sealed class RegisterAllocator(
    VirtualCode code, int[] scalars, int invariantScalars, int[] vectors,
    Func<VirtualRegister, (Func<int, IEnumerable<Instruction>> Store, Func<int, IEnumerable<Instruction>> Load)> slot)
{
    private const int LeastRounds = 64;

    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>Registers that do not live in memory, in the order in which values were named: the invariants among them are loaded before the loop.</summary>
    public IEnumerable<(int Register, VirtualRegister What)> LoadedBefore =>
        _numbers.Where(n => code[n.Key].Invariant && code[n.Key].Again is not null).OrderBy(n => n.Key).Select(n => (n.Value, code[n.Key]));

    /// <summary>How many values are had again at each use.</summary>
    public int Spilled { get; private set; }

    /// <summary>The number that a register was given.</summary>
    public int this[int register] => !VirtualCode.IsVirtual(register) ? register
        : code[register].Within is > 0 and int whole ? _numbers[whole] + code[register].Offset
        : _numbers[register];

    /// <summary>Numbers all registers, changing the code where values are had again.</summary>
    public void Run()
    {
        for (int round = 0; ; round++)
        {
            List<int> spilled = Scan();
            if (spilled.Count == 0) break;
            if (round > LeastRounds + code.Lines.Count) throw new InvalidOperationException("One operation needs more registers than there are.");
            Spilled += spilled.Count;
            Spill(spilled);
        }

        for (int i = 0; i < code.Lines.Count; i++)
            if (code.Lines[i].Instruction is { } instruction) code.Lines[i] = code.Lines[i] with { Instruction = Numbered(instruction) };
        code.Lines.RemoveAll(l => l.Instruction is { } i && IsMove(i) && i.Operands[0] == i.Operands[1]);
    }

    private static bool IsRegister(Operand operand) => operand.Kind is OperandKind.Scalar or OperandKind.Vector;

    private static bool IsMove(Instruction i) => i.Opcode.Mnemonic is "vmv.v.v" or "vmv1r.v" or "vmv2r.v" || (i.Opcode.Mnemonic is "addi" or "vsrai" && i.Operands[2] == 0);

    // Such results are written while sources are still read, or in registers that may not overlap theirs.
    private static bool IsClobberedEarly(Instruction i) =>
        i.Opcode.Mnemonic.Contains('.', StringComparison.Ordinal) && (i.Opcode.Mnemonic.StartsWith("vw", StringComparison.Ordinal)
        || i.Opcode.Mnemonic.StartsWith("vn", StringComparison.Ordinal) || i.Opcode.Mnemonic.StartsWith("vluxei", StringComparison.Ordinal)
        || i.Opcode.Mnemonic.StartsWith("vms", StringComparison.Ordinal) || i.Opcode.Mnemonic.Contains("ext.", StringComparison.Ordinal));

    private Instruction Numbered(Instruction instruction) =>
        instruction.With([.. instruction.Operands.Zip(instruction.Opcode.Operands, (value, operand) => IsRegister(operand) ? this[value] : value)]);

    // Reads are at even places, writes at odd ones, so that a result may take the register of a source that it ends.
    private List<int> Scan()
    {
        Dictionary<int, Interval> intervals = [];
        Dictionary<int, int> wishes = [];
        for (int i = 0; i < code.Lines.Count; i++)
        {
            if (code.Lines[i].Instruction is not { } instruction) continue;
            bool early = IsClobberedEarly(instruction);
            for (int k = 0; k < instruction.Operands.Count; k++)
            {
                int register = instruction.Operands[k];
                Operand operand = instruction.Opcode.Operands[k];
                if (!IsRegister(operand) || !VirtualCode.IsVirtual(register)) continue;
                if (code[register].Within > 0) register = code[register].Within;
                int at = operand.IsDestination ? 2 * i + 1 : early ? 2 * i + 1 : 2 * i;
                if (!intervals.TryGetValue(register, out Interval? interval)) intervals.Add(register, interval = new Interval(register, at));
                interval.End = Math.Max(interval.End, at);
                interval.Uses++;
            }

            if (IsMove(instruction)) wishes[instruction.Operands[0]] = instruction.Operands[1];
        }

        foreach (Interval interval in intervals.Values.Where(v => code[v.Register].Invariant))
        {
            interval.Start = -1;
            interval.End = int.MaxValue;
        }

        _numbers.Clear();
        List<Interval> active = [];
        List<int> spilled = [];
        HashSet<(OperandKind, int)> taken = [];
        foreach (Interval interval in intervals.Values.OrderBy(v => v.Start).ThenByDescending(v => code[v.Register].Pinned).ThenByDescending(v => v.Uses).ThenBy(v => v.Register))
        {
            VirtualRegister what = code[interval.Register];
            foreach (Interval over in active.Where(a => a.End < interval.Start).ToList()) Free(over);
            int number = Choose(what, wishes.GetValueOrDefault(interval.Register));
            while (number < 0)
            {
                Interval[] candidates = [.. active.Append(interval).Where(a => code[a.Register].Kind == what.Kind && !code[a.Register].Pinned)];
                if (candidates.Length == 0) throw new InvalidOperationException("One operation needs more registers than there are.");
                Interval least = candidates.MinBy(Worth)!;
                spilled.Add(least.Register);
                if (least == interval) break;
                Free(least);
                _numbers.Remove(least.Register);
                number = Choose(what, 0);
            }

            if (number < 0) continue;
            _numbers[interval.Register] = number;
            active.Add(interval);
            for (int k = 0; k < what.Group; k++) taken.Add((what.Kind, number + k));
        }

        return spilled;

        void Free(Interval interval)
        {
            active.Remove(interval);
            VirtualRegister what = code[interval.Register];
            for (int k = 0; k < what.Group; k++) taken.Remove((what.Kind, _numbers[interval.Register] + k));
        }

        int Choose(VirtualRegister what, int wish)
        {
            int[] all = what.Kind == OperandKind.Scalar ? scalars : vectors;
            IEnumerable<int> numbers = what.Kind == OperandKind.Scalar && what.Invariant ? all.Take(invariantScalars)
                : what.Kind == OperandKind.Scalar ? all.Reverse() : all;
            if (_numbers.TryGetValue(wish, out int wished)) numbers = numbers.Prepend(wished);
            foreach (int number in numbers)
                if (number % what.Alignment == 0 && Enumerable.Range(number, what.Group).All(n => all.Contains(n) && !taken.Contains((what.Kind, n)))) return number;
            return -1;
        }

        // What keeping it saves, for the place it takes.
        double Worth(Interval interval)
        {
            double length = Math.Min(interval.End, 2 * code.Lines.Count) - Math.Max(interval.Start, 0) + 1;
            double saved = code[interval.Register].Again is null ? interval.Uses + 1 : interval.Uses - (code[interval.Register].Invariant ? 0 : 1);
            return saved / length;
        }
    }

    private void Spill(List<int> spilled)
    {
        Dictionary<int, (Func<int, IEnumerable<Instruction>>? Store, Func<int, IEnumerable<Instruction>> Load)> homes = spilled.Distinct().ToDictionary(r => r, r =>
            code[r].Again is { } again ? (null, again) : ((Func<int, IEnumerable<Instruction>>?, Func<int, IEnumerable<Instruction>>))slot(code[r]));
        List<VirtualCode.Line> lines = [.. code.Lines];
        code.Lines.Clear();
        foreach (VirtualCode.Line line in lines)
        {
            if (line.Instruction is not { } instruction)
            {
                code.Lines.Add(line);
                continue;
            }

            int[] operands = [.. instruction.Operands];
            Dictionary<int, int> fresh = [];
            List<Instruction> after = [];
            bool gone = false;
            for (int k = operands.Length - 1; k >= 0; k--)
            {
                Operand operand = instruction.Opcode.Operands[k];
                if (!IsRegister(operand) || !homes.TryGetValue(operands[k], out var home)) continue;
                if (operand.IsDestination && home.Store is null)
                {
                    gone = true;
                    break;
                }

                if (!fresh.TryGetValue(operands[k], out int stand))
                {
                    VirtualRegister what = code[operands[k]];
                    stand = fresh[operands[k]] = code.New(new VirtualRegister(what.Kind, what.Group) { Pinned = true });
                    if (!operand.IsDestination || instruction.Opcode.ReadsDestination) foreach (Instruction load in home.Load(stand)) code.Add(load);
                }

                if (operand.IsDestination) after.AddRange(home.Store!(stand));
                operands[k] = stand;
            }

            if (gone) continue;
            code.Lines.Add(line with { Instruction = instruction.With(operands) });
            foreach (Instruction store in after) code.Add(store);
        }
    }

    private sealed class Interval(int register, int start)
    {
        public int Register { get; } = register;

        public int Start { get; set; } = start;

        public int End { get; set; } = start;

        public int Uses { get; set; }
    }
}
