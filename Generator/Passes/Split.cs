using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>A program in parts that run one after the other, and how many rows of scratch memory pass values between them.</summary>
internal sealed record SplitProgram(List<StepProgram> Parts, int ScratchRows);

/// <summary>
/// Cuts a long program where few values are alive. A step of Runge-Kutta 4 keeps more values than a processor has registers, and spills them in
/// the middle of its arithmetic; as one loop per stage over a block of neurons that stays in the first-level cache, each loop fits.
/// </summary>
internal static class Split
{
    /// <summary>Programs up to this weight stay whole: their values fit the registers well enough.</summary>
    public const int Whole = 130;

    // The weight a part is meant to have.
    private const int Target = 90;

    public static SplitProgram Apply(StepProgram program)
    {
        int[] weights = [.. program.Operations.Select(Weight)];
        int total = weights.Sum();
        if (total <= Whole) return new SplitProgram([program], 0);
        int count = Math.Max(2, (int)Math.Round((double)total / Target));
        int[] partOf = Assign(weights, Cuts(program, weights, total, count));
        return Build(program, partOf);
    }

    private static int Weight(Operation operation) => operation.Function is null ? 0 : operation.Function == Functions.Divide || operation.Function == Functions.Sqrt ? 4 : 1;

    /// <summary>Near each equal share of the work, the place where the fewest values are alive.</summary>
    private static List<int> Cuts(StepProgram program, int[] weights, int total, int count)
    {
        int[] alive = AliveBefore(program);
        List<int> cuts = [];
        double share = (double)total / count;
        for (int k = 1; k < count; k++)
        {
            int best = -1, sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                bool near = Math.Abs(sum - (k * share)) <= 0.4 * share && (cuts.Count == 0 || i > cuts[cuts.Count - 1]);
                if (near && (best < 0 || alive[i] < alive[best])) best = i;
                sum += weights[i];
            }

            if (best > 0) cuts.Add(best);
        }

        return cuts;
    }

    private static int[] AliveBefore(StepProgram program)
    {
        int n = program.Operations.Length;
        int[] last = new int[n], alive = new int[n + 1];
        for (int i = 0; i < n; i++)
        {
            foreach (Value operand in program.Operations[i].Operands) last[operand.Index] = i;
        }

        foreach (Result result in program.Results) last[result.Value.Index] = n;
        for (int i = 0; i < n; i++)
        {
            if (program.Operations[i].Function is null) continue;
            for (int at = i + 1; at <= Math.Min(last[i], n - 1); at++) alive[at]++;
        }

        return alive;
    }

    private static int[] Assign(int[] weights, List<int> cuts) =>
        [.. weights.Select((_, i) => cuts.Count(cut => cut <= i))];

    private static SplitProgram Build(StepProgram program, int[] partOf)
    {
        int n = program.Operations.Length;
        int count = partOf[n - 1] + 1;
        int[] lastPart = new int[n];
        for (int i = 0; i < n; i++)
        {
            foreach (Value operand in program.Operations[i].Operands) lastPart[operand.Index] = Math.Max(lastPart[operand.Index], partOf[i]);
        }

        // A result is stored where it is made, or as soon after as no later part reads what it overwrites.
        int[] storedIn = [.. program.Results.Select(r => Math.Max(PartOf(r.Value.Index), program.Operations
            .Select((o, i) => r.Target.Equals(o.Symbol) ? lastPart[i] : 0).DefaultIfEmpty(0).Max()))];
        for (int r = 0; r < storedIn.Length; r++) lastPart[program.Results[r].Value.Index] = Math.Max(lastPart[program.Results[r].Value.Index], storedIn[r]);

        Dictionary<int, Symbol> scratch = AllocateScratch(program, partOf, lastPart, out int rows);
        return new SplitProgram([.. Enumerable.Range(0, count).Select(part => Part(program, part, partOf, storedIn, scratch))], rows);

        int PartOf(int i) => program.Operations[i].Function is null ? 0 : partOf[i];
    }

    private static Dictionary<int, Symbol> AllocateScratch(StepProgram program, int[] partOf, int[] lastPart, out int rows)
    {
        Dictionary<int, Symbol> scratch = [];
        List<int> freeFrom = [];
        for (int i = 0; i < partOf.Length; i++)
        {
            if (program.Operations[i].Function is null || lastPart[i] <= partOf[i]) continue;

            // Within a part, a row is read before it may be written again: only the next part may reuse it.
            int row = freeFrom.FindIndex(part => part <= partOf[i]);
            if (row < 0)
            {
                row = freeFrom.Count;
                freeFrom.Add(0);
            }

            freeFrom[row] = lastPart[i] + 1;
            scratch[i] = new Symbol(SymbolKind.Scratch, row.ToString(CultureInfo.InvariantCulture));
        }

        rows = freeFrom.Count;
        return scratch;
    }

    private static StepProgram Part(StepProgram program, int part, int[] partOf, int[] storedIn, Dictionary<int, Symbol> scratch)
    {
        ProgramBuilder b = new(program.Precision);
        Dictionary<int, Value> here = [];
        Value At(int i)
        {
            if (here.TryGetValue(i, out Value known)) return known;
            Operation operation = program.Operations[i];
            if (operation.Function is null) return here[i] = b.Copy(operation, []);
            Value carried = b.Load(scratch[i]);
            return here[i] = operation.Type == TermType.Real ? carried : b.Apply(Functions.NotEqual, carried, b.Constant(0));
        }

        for (int i = 0; i < partOf.Length; i++)
        {
            Operation operation = program.Operations[i];
            if (operation.Function is null || partOf[i] != part) continue;
            Value[] operands = [.. operation.Operands.Select(o => At(o.Index))];
            b.Note = operation.Note;
            here[i] = b.Copy(operation, operands);
            if (operation.Name is not null) b.Named(operation.Name, here[i]);
        }

        foreach (KeyValuePair<int, Symbol> slot in scratch.Where(s => partOf[s.Key] == part))
        {
            Value value = here[slot.Key];
            b.SetResult(slot.Value, program.Operations[slot.Key].Type == TermType.Real ? value : b.Choose(value, b.Constant(1), b.Constant(0)));
        }

        for (int r = 0; r < storedIn.Length; r++)
        {
            if (storedIn[r] == part) b.SetResult(program.Results[r].Target, At(program.Results[r].Value.Index));
        }

        return Prune.Apply(b.Build());
    }
}
