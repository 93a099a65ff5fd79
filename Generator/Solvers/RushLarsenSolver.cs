using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>Rush and Larsen (1978): exponential Euler for the states that the spike condition does not read, the gates; Euler for the rest.</summary>
internal static class RushLarsenSolver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step)
    {
        ISet<string> watched = step.Model.Spike is { } spike ? step.Model.StatesReadBy(spike.Condition) : new HashSet<string>();
        return step.DifferentialStates.ToDictionary(
            s => s.Name,
            s => watched.Contains(s.Name) ? EulerSolver.Advance(step, s) : ExponentialEulerSolver.Advance(step, s));
    }
}
