using System;
using System.Collections.Generic;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Tests.Gradients;
using NeuronDsl.Tests.Passes;
using Xunit;

namespace NeuronDsl.Tests.Solvers;

using Solver = NeuronDsl.Generator.Solver;

/// <summary>One step of each solver on v' = (x - v) / Tau: v moves towards x by a share that the solver's stability function gives.</summary>
public class SolverTests
{
    [Theory]
    [InlineData(nameof(Solver.Euler)), InlineData(nameof(Solver.Heun)), InlineData(nameof(Solver.RungeKutta4))]
    [InlineData(nameof(Solver.ExponentialEuler)), InlineData(nameof(Solver.RushLarsen)), InlineData(nameof(Solver.Exact))]
    public void A_step_is_that_of_the_stability_function(string name)
    {
        const double V = 0.2, X = 0.5, Dt = 0.6, Tau = 4, Arrival = 0.1, H = Dt / Tau;
        double share = Enum.Parse<Solver>(name) switch
        {
            Solver.Heun => H - (H * H / 2),
            Solver.RungeKutta4 => H - (H * H / 2) + (H * H * H / 6) - (H * H * H * H / 24),
            Solver.ExponentialEuler or Solver.Exact => 1 - Math.Exp(-H),
            // The spike condition reads v: for Rush and Larsen it is no gate.
            _ => H,
        };
        Dictionary<string, double> values = new() { ["v"] = V, ["x"] = X, ["Tau"] = Tau, ["Threshold"] = 1, ["dt"] = Dt };
        Dictionary<Symbol, double> results = NeuronCompiler.Meaning(NeuronLibrary.Features.Model("SingleLinear"), Enum.Parse<Solver>(name))
            .Interpret(s => s.Kind == SymbolKind.Arrival ? Arrival : values[s.Name]);
        Assert.Equal(V + Arrival + (share * (X - V - Arrival)), results[new(SymbolKind.State, "v")], 1e-15);
    }
}
