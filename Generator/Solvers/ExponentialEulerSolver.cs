using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Solvers;

/// <summary>
/// Exponential Euler for x' = f(x) = a x + b, with a and b frozen at the old state: x + dt phi(a dt) f(x), phi(z) = (exp(z) - 1) / z. The
/// form has no division by a, and is Euler's step where a is 0.
/// </summary>
internal static class ExponentialEulerSolver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step) =>
        step.DifferentialStates.ToDictionary(s => s.Name, s => Advance(step, s));

    /// <summary>One state alone.</summary>
    public static Value Advance(TimeStep step, StateModel state)
    {
        ProgramBuilder b = step.Builder;
        NeuronModel model = step.Model;
        Value slope = step.Slope(state, step.Old);
        b.Note = $"{state.Name} by exponential Euler: x + dt phi(a dt) f(x), a = df/d{state.Name}";
        Expression coefficient = Differentiation.Differentiate(model.Inline(state.Equation.Expression), new Symbol(SymbolKind.State, state.Name));
        Value dt = b.Load(TimeStep.Dt);
        Value z = b.Multiply(dt, step.Old.Evaluate(coefficient));
        return b.Add(step.Old.State(state.Name), b.Multiply(b.Multiply(dt, b.Apply(Functions.ExpRel, z)), slope));
    }
}
