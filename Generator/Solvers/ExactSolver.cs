using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Solvers;

/// <summary>
/// The exact solution of x' = A x + b, A of parameters alone and b constant over the step: exp(A dt) x + (integral of exp(A s)) b. States
/// that do not influence each other are solved apart, a single one in closed form.
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
            Solve(step, members, matrix, next);
        }

        return next;
    }

    private static Expression Coefficient(NeuronModel model, StateModel row, string column) =>
        Differentiation.Differentiate(model.Inline(row.Equation.Expression), new Symbol(SymbolKind.State, column));

    private static void Solve(TimeStep step, StateModel[] members, Expression[][] matrix, Dictionary<string, Value> next)
    {
        ProgramBuilder b = step.Builder;
        HashSet<string> names = [.. members.Select(m => m.Name)];
        Value[] constants = [.. members.Select(m =>
        {
            b.Note = $"d{m.Name}/dt = {m.Equation.Text}: what does not depend on {string.Join(", ", names)}";
            Expression rest = Algebra.Substitute(step.Model.Inline(m.Equation.Expression), s => s.Kind == SymbolKind.State && names.Contains(s.Name) ? 0 : null);
            return step.Old.Evaluate(rest);
        })];

        bool[] held = [.. members.Select(m => step.Held(m.Name) is not null)];
        Value[] free = Propagate(step, members, matrix, constants, new bool[members.Length]);
        // A held state is a constant to the others, which is another linear system.
        Value[] partly = held.Any(h => h) ? Propagate(step, members, matrix, constants, held) : free;
        for (int i = 0; i < members.Length; i++)
        {
            Value? isHeld = members.Select(m => step.Held(m.Name)).FirstOrDefault(h => h is not null);
            next[members[i].Name] = isHeld is { } condition ? b.Choose(condition, partly[i], free[i]) : free[i];
        }
    }

    private static Value[] Propagate(TimeStep step, StateModel[] members, Expression[][] matrix, Value[] constants, bool[] held)
    {
        ProgramBuilder b = step.Builder;
        int n = members.Length;
        Value zero = b.Constant(0);
        Value[] entries = [b.Load(TimeStep.Dt), .. matrix.SelectMany((row, i) => row.Select(e => held[i] ? zero : step.Old.Evaluate(e)))];
        bool[,] reaches = Reachability(matrix, held);
        Value[] next = new Value[n];
        for (int i = 0; i < n; i++)
        {
            b.Note = $"{members[i].Name} by the exact propagator";
            Value sum = zero;
            for (int j = 0; j < n; j++)
            {
                if (!reaches[i, j]) continue;
                sum = b.Add(sum, b.Multiply(b.Apply(Functions.Propagator(n, false, i, j), entries), step.Old.State(members[j].Name)));
                if (!held[j]) sum = b.Add(sum, b.Multiply(b.Apply(Functions.Propagator(n, true, i, j), entries), constants[j]));
            }

            next[i] = sum;
        }

        return next;
    }

    // exp(A dt) has an entry (i, j) only where A leads from i to j in some number of steps.
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
