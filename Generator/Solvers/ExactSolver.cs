using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Solvers;

/// <summary>
/// The exact solution of x' = f(x) = A x + b, A of parameters alone and b constant over the step: x + P f(x), where P is the integral of
/// exp(A s) over the step. States that do not influence each other are solved apart, a single one in closed form.
/// </summary>
internal static class ExactSolver
{
    public static IReadOnlyDictionary<string, Value> Advance(TimeStep step)
    {
        List<StateModel> states = [.. step.DifferentialStates];
        Expression[][] a = [.. states.Select(row => states.Select(column => Coefficient(step.Model, row, column.Name)).ToArray())];
        Dictionary<string, Value> next = [];
        foreach (int[] block in CoupledBlocks(a))
        {
            StateModel[] members = [.. block.Select(i => states[i])];
            if (members.Length == 1)
            {
                next[members[0].Name] = ExponentialEulerSolver.Advance(step, members[0]);
                continue;
            }

            Expression[][] matrix = [.. block.Select(i => block.Select(j => a[i][j]).ToArray())];
            Value[] advanced = Advance(step, members, matrix);
            for (int i = 0; i < members.Length; i++) next[members[i].Name] = advanced[i];
        }

        return next;
    }

    private static Expression Coefficient(NeuronModel model, StateModel row, string column) =>
        Differentiation.Differentiate(model.Inline(row.Equation.Expression), new Symbol(SymbolKind.State, column));

    private static Value[] Advance(TimeStep step, StateModel[] members, Expression[][] matrix)
    {
        Value[] slopes = [.. members.Select(m => step.Slope(m, step.Old))];
        Value[] free = Propagate(step, members, matrix, slopes, new bool[members.Length]);
        Value? held = members.Select(m => step.Held(m.Name)).FirstOrDefault(h => h is not null);
        if (held is not { } condition) return free;

        // A held state is a constant to the others, which is another linear system.
        Value[] partly = Propagate(step, members, matrix, slopes, [.. members.Select(m => step.Held(m.Name) is not null)]);
        return [.. free.Select((value, i) => step.Builder.Choose(condition, partly[i], value))];
    }

    private static Value[] Propagate(TimeStep step, StateModel[] members, Expression[][] matrix, Value[] slopes, bool[] held)
    {
        ProgramBuilder b = step.Builder;
        int n = members.Length;
        b.Note = $"the exact propagator of {string.Join(", ", members.Select(m => m.Name))}";
        Value zero = b.Constant(0);
        Value[] entries = [b.Load(TimeStep.Dt), .. matrix.SelectMany((row, i) => row.Select(e => held[i] ? zero : step.Old.Evaluate(e)))];
        bool[,] reaches = Reachability(matrix, held);
        Value[] next = new Value[n];
        for (int i = 0; i < n; i++)
        {
            b.Note = $"{members[i].Name} by the exact propagator";
            Value sum = step.Old.State(members[i].Name);
            for (int j = 0; j < n; j++)
            {
                if (reaches[i, j] && !held[j]) sum = b.Add(sum, b.Multiply(b.Apply(Functions.Propagator(n, i, j), entries), slopes[j]));
            }

            next[i] = sum;
        }

        return next;
    }

    // The propagator has an entry (i, j) only where A leads from i to j in some number of steps.
    private static bool[,] Reachability(Expression[][] matrix, bool[] held)
    {
        int n = matrix.Length;
        bool[,] reaches = new bool[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) reaches[i, j] = i == j || (!held[i] && !matrix[i][j].Is(0));
        }

        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) reaches[i, j] |= reaches[i, k] && reaches[k, j];
            }
        }

        return reaches;
    }

    private static IEnumerable<int[]> CoupledBlocks(Expression[][] a)
    {
        int[] label = [.. Enumerable.Range(0, a.Length)];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < a.Length; j++)
            {
                if (a[i][j].Is(0) || label[i] == label[j]) continue;
                int from = label[j], to = label[i];
                for (int k = 0; k < label.Length; k++) label[k] = label[k] == from ? to : label[k];
            }
        }

        return label.Select((l, i) => (l, i)).GroupBy(p => p.l, p => p.i).Select(g => g.ToArray());
    }
}
