using System;
using System.Collections.Generic;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>A solver: the values at the end of the step of the states that have a derivative.</summary>
internal delegate IReadOnlyDictionary<string, Value> Advance(TimeStep step);

/// <summary>The solvers there are. A new one is a file beside this one and a row here.</summary>
internal static class SolverTable
{
    private static readonly Dictionary<Solver, Advance> Rows = new()
    {
        [Solver.Euler] = EulerSolver.Advance,
        [Solver.Heun] = HeunSolver.Advance,
        [Solver.RungeKutta4] = RungeKutta4Solver.Advance,
        [Solver.ExponentialEuler] = ExponentialEulerSolver.Advance,
        [Solver.RushLarsen] = RushLarsenSolver.Advance,
        [Solver.Exact] = ExactSolver.Advance,
        // White noise enters an equation as a draw scaled by 1 / sqrt(dt), so Euler-Maruyama is Euler's step.
        [Solver.EulerMaruyama] = EulerSolver.Advance,
    };

    public static Advance Of(Solver solver) =>
        Rows.TryGetValue(solver, out Advance? advance) ? advance : throw new ArgumentOutOfRangeException(nameof(solver), solver, "No such solver");
}
