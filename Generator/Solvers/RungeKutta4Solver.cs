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
        Stage first = Stage.First(step), second = first.Next(half, "2"), third = second.Next(half, "3"), fourth = third.Next(dt, "4");
        Value sixth = b.Divide(dt, b.Constant(6)), twoSixths = b.Divide(dt, b.Constant(3));
        return step.DifferentialStates.ToDictionary(s => s.Name, s =>
        {
            b.Note = $"{s.Name} + dt/6 (k1 + 2 k2 + 2 k3 + k4)";
            Value outer = b.Multiply(sixth, b.Add(first.Slopes[s.Name], fourth.Slopes[s.Name]));
            Value inner = b.Multiply(twoSixths, b.Add(second.Slopes[s.Name], third.Slopes[s.Name]));
            return b.Add(b.Add(step.Old.State(s.Name), outer), inner);
        });
    }
}
