using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>Forward Euler: x + dt f(x).</summary>
internal static class EulerSolver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step) =>
        step.DifferentialStates.ToDictionary(s => s.Name, s => Advance(step, s));

    /// <summary>One state alone.</summary>
    public static Value Advance(TimeStep step, StateModel state)
    {
        Value slope = step.Slope(state, step.Old);
        return step.Builder.Add(step.Old.State(state.Name), step.Builder.Multiply(step.Builder.Load(TimeStep.Dt), slope));
    }
}
