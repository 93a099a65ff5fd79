using System;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using NeuronDsl.Data;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>What a search of a program's states found.</summary>
/// <param name="Counterexample">The first state that refutes a claim, in words; null where none does.</param>
/// <param name="Worst">The greatest error of one step that occurred, by state in the program's order, in the state's unit.</param>
internal sealed record SearchResult(string? Counterexample, double[] Worst);

/// <summary>Looks for a state and an input for which something that is said to be proven of a program does not hold.</summary>
internal static class ProofSearch
{
    /// <summary>How many states are tried unless more are asked for.</summary>
    public const int FewStates = 4000;

    private const int Chunk = 1 << 14, Lanes = 64;
    private const ulong Seed = 2026;

    /// <summary>The first counterexample to a proven interval, or to a bound of a step's error, in words; null where none is found.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="program">Its program, with what it claims.</param>
    /// <param name="states">How many states to try.</param>
    public static string? Counterexample(NeuronModel model, FixedProgram program, int states = FewStates) => Run(model, program, states).Counterexample;

    /// <summary>Searches, and measures the errors that occur.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="program">Its program, with what it claims.</param>
    /// <param name="states">How many states to try.</param>
    public static SearchResult Run(NeuronModel model, FixedProgram program, int states)
    {
        int chunks = (states + Chunk - 1) / Chunk;
        SearchResult[] found = new SearchResult[chunks];
        using ThreadLocal<(FixedEvaluator, RealStep)> tools = new(() => (new FixedEvaluator(program, Lanes), new RealStep(model, program, Lanes)));
        Parallel.For(0, chunks, chunk =>
        {
            (FixedEvaluator evaluator, RealStep real) = tools.Value;
            found[chunk] = Run(program, evaluator, real, new RandomStream(Seed, (ulong)chunk), Math.Min(Chunk, states - (chunk * Chunk)));
        });
        double[] worst = [.. program.States.Select((_, s) => found.Max(f => f.Worst[s]))];
        return new(found.FirstOrDefault(f => f.Counterexample is not null)?.Counterexample, worst);
    }

    private static SearchResult Run(FixedProgram program, FixedEvaluator evaluator, RealStep real, RandomStream random, int states)
    {
        double[][] state = [.. program.States.Select(_ => new double[Lanes])], input = real.Inputs;
        double[] worst = new double[state.Length];
        for (int done = 0; done < states; done += Lanes)
        {
            int count = Math.Min(Lanes, states - done);
            for (int s = 0; s < state.Length; s++)
            {
                Draw(program.States[s], random, evaluator.States[s], state[s], count);
                Array.Copy(state[s], real.States[s], count);
            }

            for (int i = 0; i < input.Length; i++) Draw(program.Inputs[i], random, evaluator.Inputs[i], input[i], count);
            long[][] values = evaluator.Step(0, count);
            for (int k = 0; k < values.Length; k++)
            {
                FixedOperation operation = program.Operations[k];
                if (!operation.HasResult || operation.Type == FixedType.Bool || !operation.Range.Proven) continue;
                (long low, long high) = (operation.Range.Low, operation.Range.High);
                if (AllWithin(values[k].AsSpan(0, count), low, high)) continue;
                int n = Array.FindIndex(values[k], 0, count, v => v < low || v > high);
                return new($"%{k} {operation.Opcode} {operation.Name} is {values[k][n]}, not in {operation.Range} {Place(n)}", worst);
            }

            real.Run(count);
            for (int n = 0; n < count; n++)
            {
                // A step whose exact threshold lies between the two results decides otherwise in either: the bound is of steps that decide alike.
                if (real.Fired(n) != evaluator.Spikes[n]) continue;
                for (int s = 0; s < state.Length; s++) if (Wrong(program.States[s], evaluator.States[s][n], real.States[s][n], ref worst[s]) is { } wrong) return new($"{wrong} {Place(n)}", worst);
            }
        }

        return new(null, worst);

        string Place(int n) => $"at {string.Join(", ", program.States.Select((v, s) => $"{v.Name} = {state[s][n]:R}"))}; {string.Join(", ", program.Inputs.Select((v, i) => $"{v.Name} = {input[i][n]:R}"))}";
    }

    private static string? Wrong(FixedVariable variable, int raw, double exact, ref double worst)
    {
        FixedRange range = variable.Range;
        if (raw < range.Low || raw > range.High) return $"{variable.Name} leaves its bounds";
        if (variable.Role != FixedRole.State) return null;
        if (!range.Proven) exact = Math.Clamp(exact, variable.Type.ToDouble(range.Low), variable.Type.ToDouble(range.High));
        double error = Math.Abs(variable.Type.ToDouble(raw) - exact);
        worst = Math.Max(worst, error);
        return error > variable.StepError + Rounding(exact) ? $"{variable.Name} is off by {error:R}, more than {variable.StepError:R}" : null;
    }

    // What the double precision that is compared with is off by itself.
    private static double Rounding(double x) => 1e-13 * Math.Max(1, Math.Abs(x));

    private static bool AllWithin(ReadOnlySpan<long> values, long low, long high)
    {
        Vector<long> least = new(low), most = new(high);
        int n = 0;
        for (; n <= values.Length - Vector<long>.Count; n += Vector<long>.Count)
        {
            Vector<long> v = new(values[n..]);
            if (Vector.LessThanAny(v, least) || Vector.GreaterThanAny(v, most)) return false;
        }

        for (; n < values.Length; n++) if (values[n] < low || values[n] > high) return false;
        return true;
    }

    // Random within the bounds; of every third neuron some at their ends, next to them, or around zero.
    private static void Draw(FixedVariable variable, RandomStream random, int[] raw, double[] value, int count)
    {
        (long low, long high) = (variable.Range.Low, variable.Range.High);
        for (int n = 0; n < count; n++)
        {
            long drawn = (n % 3 == 0 ? random.NextInt64(6) : 5) switch
            {
                0 => low,
                1 => high,
                2 => low + random.NextInt64(64),
                3 => high - random.NextInt64(64),
                4 => random.NextInt64(128) - 64,
                _ => low + random.NextInt64(high - low + 1),
            };
            value[n] = variable.Type.ToDouble(raw[n] = (int)Math.Clamp(drawn, low, high));
        }
    }
}
