using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>A program in parts that run one after the other.</summary>
/// <param name="Parts">The parts; one where the program stays whole.</param>
/// <param name="ScratchRows">How many rows of scratch memory pass values from part to part.</param>
/// <param name="BlockSize">For how many neurons each part runs before the next one does.</param>
internal sealed record SplitProgram(IReadOnlyList<StepProgram> Parts, int ScratchRows, int BlockSize);

/// <summary>
/// Cuts a long program into parts that a processor takes quickly. A step of Runge-Kutta 4 keeps more values than there are registers, and chains more
/// arithmetic than a processor looks ahead over; as one loop per part over a block of neurons that stays in the first-level cache, each part fits.
/// </summary>
internal static class Split
{
    /// <summary>The greatest weight of a part, and of a program that stays whole: its values fit the registers well enough.</summary>
    public const int Whole = 130;

    /// <summary>The most operations of a loop that takes a word of 64 neurons at once, so that chains overlap in the text itself.</summary>
    public const int Light = 40;

    // The processor in mind, in cycles: operations a cycle, operations in flight, what a value costs to store and load again, what a loop costs.
    private const double Throughput = 2.2, InFlight = 190, Carried = 0.55, Loop = 3;

    // What a block's rows and scratch rows may fill of the first-level cache, and the largest block.
    private const int CacheBytes = 28 * 1024, LargestBlock = 256;

    /// <param name="program">The step.</param>
    /// <param name="cut">Whether to cut it where that pays; else it stays whole.</param>
    public static SplitProgram Apply(StepProgram program, bool cut = true)
    {
        int[] weights = [.. program.Operations.Select(Weight)];
        List<int> cuts = cut ? Cuts(program, weights) : [];
        return cuts.Count == 0 ? new SplitProgram([program], 0, LargestBlock) : Build(program, Assign(weights, cuts));
    }

    private static int Weight(Operation operation) => operation.Function is null ? 0 : operation.Function == Functions.Divide || operation.Function == Functions.Sqrt ? 4 : 1;

    /// <summary>
    /// The cuts that take the fewest cycles in all. A part takes as long as its operations' throughput, or, where its longest chain is long and the part not light, as the
    /// chain, as many times as operations fit between those in flight.
    /// </summary>
    private static List<int> Cuts(StepProgram program, int[] weights)
    {
        int n = weights.Length;
        int[] alive = AliveBefore(program), from = new int[n + 1], depth = new int[n], latency = [.. program.Operations.Select(Latency.Of)];
        int[][] operands = [.. program.Operations.Select(o => o.Operands.Select(v => v.Index).ToArray())];
        bool[] whole = WithinRareSides(program);
        double[] cost = [0, .. Enumerable.Repeat(double.PositiveInfinity, n)];

        // cost[end]: of the program up to there, cut there; from[end]: the cut before.
        for (int start = 0; start < n; start++)
        {
            if (start > 0 && whole[start]) continue;
            int weight = 0, chain = 0, operations = 0;
            for (int end = start + 1; end <= n && (weight += weights[end - 1]) <= Whole; end++)
            {
                int last = end - 1, ready = 0;
                foreach (int operand in operands[last])
                {
                    if (operand >= start) ready = Math.Max(ready, depth[operand]);
                }

                depth[last] = latency[last] + ready;
                chain = Math.Max(chain, depth[last]);
                if (program.Operations[last].Function is not null) operations++;
                double cycles = weight * Math.Max(1 / Throughput, operations <= Light ? 0 : (chain + Latency.Load) / InFlight);
                double total = cost[start] + cycles + (end < n ? Loop + (Carried * alive[end]) : 0);
                if (total < cost[end]) (cost[end], from[end]) = (total, start);
            }
        }

        List<int> cuts = [];
        for (int at = from[n]; at > 0; at = from[at]) cuts.Insert(0, at);
        return cuts;
    }

    /// <summary>Where a cut would make the rare side of a choice be computed always.</summary>
    private static bool[] WithinRareSides(StepProgram program)
    {
        int n = program.Operations.Length;
        bool[] within = new bool[n];
        int[] owners = RareSides.Owners(program);
        for (int i = 0; i < n; i++)
        {
            for (int at = i + 1; owners[i] >= 0 && at <= owners[i]; at++) within[at] = true;
        }

        return within;
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
        // One more from behind where a value is made, one less behind its last reader; then the sums.
        for (int i = 0; i < n; i++)
        {
            if (program.Operations[i].Function is null || last[i] <= i) continue;
            alive[i + 1]++;
            if (last[i] < n - 1) alive[last[i] + 1]--;
        }

        for (int at = 1; at < n; at++) alive[at] += alive[at - 1];
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
        return new SplitProgram([.. Enumerable.Range(0, count).Select(part => Part(program, part, partOf, storedIn, scratch))], rows, BlockSize(program, rows));

        int PartOf(int i) => program.Operations[i].Function is null ? 0 : partOf[i];
    }

    /// <summary>As many words of 64 neurons, a power of two, as the first-level cache holds.</summary>
    private static int BlockSize(StepProgram program, int scratchRows)
    {
        int rows = program.Operations.Select(o => o.Symbol).Concat(program.Results.Select(r => r.Target))
            .Where(s => s is not null && s.Kind != SymbolKind.Uniform && s.Type == TermType.Real).Distinct().Count() + scratchRows;
        int size = LargestBlock;
        while (size > 64 && rows * size * (program.Precision == Precision.Single ? 4 : 8) > CacheBytes) size /= 2;
        return size;
    }

    private static Dictionary<int, Symbol> AllocateScratch(StepProgram program, int[] partOf, int[] lastPart, out int rows)
    {
        Dictionary<int, Symbol> scratch = [];
        List<int> freeFrom = [];
        for (int i = 0; i < partOf.Length; i++)
        {
            if (program.Operations[i].Function is null || lastPart[i] <= partOf[i]) continue;

            // A part reads all its rows before it writes any: the last part that reads a row may reuse it.
            int row = freeFrom.FindIndex(part => part <= partOf[i]);
            if (row < 0)
            {
                row = freeFrom.Count;
                freeFrom.Add(0);
            }

            freeFrom[row] = lastPart[i];
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
