using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>The classic Runge-Kutta method: x + dt/6 (k1 + 2 k2 + 2 k3 + k4).</summary>
internal static class RungeKutta4Solver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step)
    {
        ProgramBuilder b = step.Builder;
        Value dt = b.Load(TimeStep.Dt);
        Value half = b.Multiply(dt, b.Constant(0.5));
        Value sixth = b.Divide(dt, b.Constant(6)), twoSixths = b.Divide(dt, b.Constant(3));
        Dictionary<string, Value> sums = [];
        Stage stage = Stage.First(step);
        Accumulate(stage, sixth);
        stage = stage.Next(half, "2");
        Accumulate(stage, twoSixths);
        stage = stage.Next(half, "3");
        Accumulate(stage, twoSixths);
        Stage fourth = stage.Next(dt, "4");
        return step.DifferentialStates.ToDictionary(s => s.Name, s =>
        {
            b.Note = $"{s.Name} + dt/6 (k1 + 2 k2 + 2 k3 + k4)";
            return b.Add(sums[s.Name], b.Multiply(sixth, fourth.Slopes[s.Name]));
        });

        // The sum is taken stage by stage, so that no stage's slopes outlive the next.
        void Accumulate(Stage reached, Value weight)
        {
            foreach (KeyValuePair<string, Value> slope in reached.Slopes)
            {
                b.Note = $"{slope.Key} + dt/6 (k1 + 2 k2 + 2 k3 + k4): the sum so far";
                Value before = sums.TryGetValue(slope.Key, out Value sum) ? sum : step.Old.State(slope.Key);
                sums[slope.Key] = b.Add(before, b.Multiply(weight, slope.Value));
            }
        }
    }
}
