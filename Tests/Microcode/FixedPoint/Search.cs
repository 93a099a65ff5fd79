using System;
using System.Globalization;
using System.Linq;
using NeuronDsl.Microcode;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>Looks for a state and an input for which something that is said to be proven of a program does not hold.</summary>
internal static class Search
{
    /// <summary>How many states are tried: few in a test, as many as the environment asks for in the full run.</summary>
    public static int States { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("NEURONDSL_SEARCH_STATES"), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 4000;

    /// <summary>The first counterexample to a proven interval, or to a bound of a step's error, in words; null where none is found.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="claimed">The program with what it claims, if not the neuron's own.</param>
    /// <param name="states">How many states to try.</param>
    public static string? Counterexample(FixedNeuron neuron, FixedProgram? claimed = null, int? states = null)
    {
        FixedProgram program = claimed ?? neuron.Program;
        FixedEvaluator evaluator = new(program);
        Random random = new(20_26);
        double[] state = new double[program.States.Length], input = new double[program.Inputs.Length];
        for (int n = states ?? States; n > 0; n--)
        {
            for (int s = 0; s < state.Length; s++) state[s] = program.States[s].Type.ToDouble(evaluator.States[s][0] = Draw(program.States[s], random, n));
            for (int i = 0; i < input.Length; i++) input[i] = program.Inputs[i].Type.ToDouble(evaluator.Inputs[i][0] = Draw(program.Inputs[i], random, n));
            string Place() => $"at {string.Join(", ", program.States.Select((v, s) => $"{v.Name} = {state[s]:R}"))}; {string.Join(", ", program.Inputs.Select((v, i) => $"{v.Name} = {input[i]:R}"))}";
            long[] values = evaluator.Step(0);
            for (int k = 0; k < values.Length; k++)
            {
                FixedOperation operation = program.Operations[k];
                if (operation.HasResult && operation.Type != FixedType.Bool && operation.Range.Proven && (values[k] < operation.Range.Low || values[k] > operation.Range.High))
                {
                    return $"%{k} {operation.Opcode} {operation.Name} is {values[k]}, not in {operation.Range} {Place()}";
                }
            }

            // A step whose exact threshold lies between the two results decides otherwise in either: the bound is of steps that decide alike.
            (double[] next, bool fires) = neuron.RealStep(state, input);
            if (fires != evaluator.Spikes[0]) continue;
            for (int s = 0; s < state.Length; s++)
            {
                FixedVariable variable = program.States[s];
                if (evaluator.States[s][0] < variable.Range.Low || evaluator.States[s][0] > variable.Range.High) return $"{variable.Name} leaves its bounds {Place()}";
                double exact = variable.Range.Proven ? next[s] : Math.Clamp(next[s], variable.Type.ToDouble(variable.Range.Low), variable.Type.ToDouble(variable.Range.High));
                double error = Math.Abs(variable.Type.ToDouble(evaluator.States[s][0]) - exact);
                if (variable.Role == FixedRole.State && error > variable.StepError + Rounding(exact)) return $"{variable.Name} is off by {error:R}, more than {variable.StepError:R} {Place()}";
            }
        }

        return null;
    }

    // What the double precision that is compared with is off by itself.
    private static double Rounding(double x) => 1e-13 * Math.Max(1, Math.Abs(x));

    // Random within the bounds, at their ends and next to them, around zero, and near the initial value.
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
