using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Gradients;

/// <summary>The derivatives of a problem's loss: by initial states and learnable parameters, and by what was fed at each step.</summary>
internal sealed class Gradients
{
    private readonly Dictionary<(Symbol Of, int Step), double> _values = [];

    /// <summary>By the complex step.</summary>
    public static Gradients Expected(Problem problem)
    {
        Gradients gradients = new();
        foreach (Symbol symbol in ByStates(problem.Model).Concat(ByParameters(problem.Model)))
        {
            gradients._values[(symbol, 0)] = problem.Derivative(symbol);
        }

        for (int t = 0; t < problem.Fed.Length; t++)
        {
            foreach (Symbol port in Ports(problem, t)) gradients._values[(port, t)] = problem.Derivative(port, t);
        }

        return gradients;
    }

    /// <summary>By a program that takes the adjoint back over one step, from the last step to the first.</summary>
    public static Gradients Swept(Problem problem, Trajectory trajectory, Func<Func<Symbol, double>, Dictionary<Symbol, double>> adjoint)
    {
        Gradients gradients = new();
        Dictionary<Symbol, double> seeds = problem.FinalWeights.ToDictionary(w => new Symbol(SymbolKind.StateGradient, w.Key.Name), w => w.Value);
        foreach (Symbol parameter in ByParameters(problem.Model)) gradients._values[(parameter, 0)] = 0;
        for (int t = problem.Fed.Length - 1; t >= 0; t--)
        {
            Dictionary<Symbol, double> memory = trajectory.Memory[t];
            seeds[Differentiate.SentGradient] = problem.SentWeights[t];
            Dictionary<Symbol, double> results = adjoint(s => seeds.TryGetValue(s, out double seed) ? seed : memory[s]);
            foreach (Symbol parameter in ByParameters(problem.Model))
            {
                gradients._values[(parameter, 0)] += results[new(SymbolKind.ParameterGradient, parameter.Name)];
            }

            foreach (Symbol port in Ports(problem, t))
            {
                SymbolKind kind = port.Kind == SymbolKind.Input ? SymbolKind.InputGradient : SymbolKind.ArrivalGradient;
                gradients._values[(port, t)] = results[new(kind, port.Name)];
            }

            foreach (Symbol state in ByStates(problem.Model).Select(s => new Symbol(SymbolKind.StateGradient, s.Name))) seeds[state] = results[state];
        }

        foreach (Symbol state in ByStates(problem.Model)) gradients._values[(state, 0)] = seeds[new(SymbolKind.StateGradient, state.Name)];
        return gradients;
    }

    /// <summary>The largest relative error of any state, parameter or port, over all steps.</summary>
    public (double Error, string Group) ErrorTo(Gradients expected)
    {
        RelativeError error = new();
        foreach (((Symbol of, int step), double value) in expected._values) error.Add($"{of.Kind} {of.Name}", _values[(of, step)], value);
        return error.Worst;
    }

    private static IEnumerable<Symbol> Ports(Problem problem, int step) => problem.Fed[step].Keys.Where(s => s.Kind != SymbolKind.Noise);

    private static IEnumerable<Symbol> ByStates(NeuronModel model) => model.States.Select(s => new Symbol(SymbolKind.State, s.Name));

    private static IEnumerable<Symbol> ByParameters(NeuronModel model) =>
        model.Parameters.Where(p => p.Learnable).Select(p => new Symbol(SymbolKind.Parameter, p.Name));
}
