using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>Heun's explicit trapezoid: x + dt/2 (k1 + k2), with k2 the slope at the end of an Euler step.</summary>
internal static class HeunSolver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step)
    {
        ProgramBuilder b = step.Builder;
        Value dt = b.Load(TimeStep.Dt);
        List<StateModel> states = [.. step.DifferentialStates];
        Stage first = Stage.First(step);
        Stage second = first.Next(dt, "2");
        Value half = b.Multiply(dt, b.Constant(0.5));
        return states.ToDictionary(s => s.Name, s =>
        {
            b.Note = $"{s.Name} + dt/2 (k1 + k2)";
            return b.Add(step.Old.State(s.Name), b.Multiply(half, b.Add(first.Slopes[s.Name], second.Slopes[s.Name])));
        });
    }
}
