using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>Looks for a state and an input for which something that is said to be proven of a program does not hold.</summary>
internal static class ProofSearch
{
    private const int Chunk = 1 << 14, Lanes = 64;

    /// <summary>How many states are tried: few in a test, as many as the environment asks for in the full run.</summary>
    public static int States { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("NEURONDSL_SEARCH_STATES"), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 4000;

    /// <summary>The first counterexample to a proven interval, or to a bound of a step's error, in words; null where none is found.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="program">Its program, with what it claims.</param>
    /// <param name="states">How many states to try; as many as <see cref="States"/> if 0.</param>
    public static string? Counterexample(NeuronModel model, FixedProgram program, int states = 0)
    {
        if (states == 0) states = States;
        int chunks = (states + Chunk - 1) / Chunk;
        string?[] found = new string?[chunks];
        using ThreadLocal<(FixedEvaluator, RealStep)> tools = new(() => (new FixedEvaluator(program, Lanes), new RealStep(model, program)));
        Parallel.For(0, chunks, chunk =>
        {
            (FixedEvaluator evaluator, RealStep real) = tools.Value;
            found[chunk] = Counterexample(program, evaluator, real, new Random(2026 + chunk), Math.Min(Chunk, states - (chunk * Chunk)));
        });
        return found.FirstOrDefault(f => f is not null);
    }

    private static string? Counterexample(FixedProgram program, FixedEvaluator evaluator, RealStep real, Random random, int states)
    {
        double[][] state = [.. program.States.Select(_ => new double[Lanes])], input = [.. program.Inputs.Select(_ => new double[Lanes])];
        double[] next = new double[state.Length], given = new double[input.Length];
        for (int done = 0; done < states; done += Lanes)
        {
            int count = Math.Min(Lanes, states - done);
            for (int n = 0; n < count; n++)
            {
                for (int s = 0; s < state.Length; s++) state[s][n] = program.States[s].Type.ToDouble(evaluator.States[s][n] = Draw(program.States[s], random, done + n));
                for (int i = 0; i < input.Length; i++) input[i][n] = program.Inputs[i].Type.ToDouble(evaluator.Inputs[i][n] = Draw(program.Inputs[i], random, done + n));
            }

            long[][] values = evaluator.Step(0, count);
            for (int k = 0; k < values.Length; k++)
            {
                FixedOperation operation = program.Operations[k];
                if (!operation.HasResult || operation.Type == FixedType.Bool || !operation.Range.Proven) continue;
                (long low, long high) = (operation.Range.Low, operation.Range.High);
                for (int n = 0; n < count; n++) if (values[k][n] < low || values[k][n] > high) return $"%{k} {operation.Opcode} {operation.Name} is {values[k][n]}, not in {operation.Range} {Place(n)}";
            }

            for (int n = 0; n < count; n++)
            {
                for (int s = 0; s < next.Length; s++) next[s] = state[s][n];
                for (int i = 0; i < given.Length; i++) given[i] = input[i][n];

                // A step whose exact threshold lies between the two results decides otherwise in either: the bound is of steps that decide alike.
                if (real.Run(next, given) != evaluator.Spikes[n]) continue;
                for (int s = 0; s < next.Length; s++) if (Wrong(program.States[s], evaluator.States[s][n], next[s]) is { } wrong) return $"{wrong} {Place(n)}";
            }
        }

        return null;

        string Place(int n) => $"at {string.Join(", ", program.States.Select((v, s) => $"{v.Name} = {state[s][n]:R}"))}; {string.Join(", ", program.Inputs.Select((v, i) => $"{v.Name} = {input[i][n]:R}"))}";
    }

    private static string? Wrong(FixedVariable variable, int raw, double exact)
    {
        FixedRange range = variable.Range;
        if (raw < range.Low || raw > range.High) return $"{variable.Name} leaves its bounds";
        if (variable.Role != FixedRole.State) return null;
        if (!range.Proven) exact = Math.Clamp(exact, variable.Type.ToDouble(range.Low), variable.Type.ToDouble(range.High));
        double error = Math.Abs(variable.Type.ToDouble(raw) - exact);
        return error > variable.StepError + Rounding(exact) ? $"{variable.Name} is off by {error:R}, more than {variable.StepError:R}" : null;
    }

    // What the double precision that is compared with is off by itself.
    private static double Rounding(double x) => 1e-13 * Math.Max(1, Math.Abs(x));

    // Random within the bounds, at their ends and next to them, around zero.
    private static int Draw(FixedVariable variable, Random random, int n)
    {
        (long low, long high) = (variable.Range.Low, variable.Range.High);
        long raw = (n % 3 == 0 ? random.Next(6) : 5) switch
        {
            0 => low,
            1 => high,
            2 => low + random.Next(64),
            3 => high - random.Next(64),
            4 => random.Next(-64, 64),
            _ => random.NextInt64(low, high + 1),
        };
        return (int)Math.Clamp(raw, low, high);
    }
}
