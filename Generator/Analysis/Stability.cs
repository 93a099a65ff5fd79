using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Analysis;

/// <summary>The largest step with which a solver is stable, and where it is that small.</summary>
/// <param name="Step">The step; infinite where every step is stable.</param>
/// <param name="Point">The states there, in order.</param>
/// <param name="Rate">The eigenvalue that decides.</param>
internal sealed record StableStep(double Step, double[] Point, Complex Rate);

/// <summary>
/// Stability of solvers from the eigenvalues of the equations' Jacobian: a mode that decays must not grow from step to step. Looked at where
/// the neuron starts, after a reset, at the corners of declared ranges, and, for a neuron that makes its spikes by its equations, along the
/// spike that starts at its threshold.
/// </summary>
internal sealed class Stability
{
    private const int MostCorners = 6;

    private readonly NeuronModel _model;
    private readonly Setting _setting;
    private readonly Symbol[] _states;
    private readonly StateModel[] _differential;
    private readonly Evaluator _slopes, _jacobian;
    private readonly List<(double[] Point, double[,] Jacobian, Complex[] Rates)> _places = [];

    public Stability(Setting setting)
    {
        _setting = setting;
        _model = setting.Model;
        _differential = [.. _model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
        _states = [.. _differential.Select(s => new Symbol(SymbolKind.State, s.Name))];
        Expression[] slopes = [.. _differential.Select(s => _model.Inline(s.Equation.Expression))];
        _slopes = new(slopes, _states, setting.ValueOf);
        _jacobian = new(slopes.SelectMany(f => _states.Select(x => Differentiation.Differentiate(f, x))), _states, setting.ValueOf);
        foreach (double[] point in Points()) Look(point);
    }

    /// <summary>The largest stable step of a solver; null where the neuron's values are not known before it runs.</summary>
    public StableStep? LargestStep(Solver solver)
    {
        StableStep? least = null;
        foreach ((double[] point, double[,] jacobian, Complex[] rates) in _places)
        {
            foreach (StableStep step in Exponential(solver) ? ExponentialSteps(solver, point, jacobian, rates) : ExplicitSteps(solver, point, rates))
            {
                if (least is null || step.Step < least.Step) least = step;
            }
        }

        return least;
    }

    private static bool Exponential(Solver solver) => solver is Solver.ExponentialEuler or Solver.RushLarsen;

    // Modes that grow do so by themselves; solvers only have to let the others decay.
    private static IEnumerable<StableStep> ExplicitSteps(Solver solver, double[] point, Complex[] rates) =>
        from rate in rates
        where rate.Real < -1e-9 * rate.Magnitude && rate.Magnitude > 0
        select new StableStep(solver == Solver.Exact ? double.PositiveInfinity : ExplicitLimit(solver, rate), point, rate);

    private static double ExplicitLimit(Solver solver, Complex rate)
    {
        if (solver is Solver.Euler or Solver.EulerMaruyama) return -2 * rate.Real / (rate.Magnitude * rate.Magnitude);
        double unit = 1 / rate.Magnitude, step = 0;
        do step += 0.02 * unit;
        while (Growth(solver, rate * step) <= 1 + 1e-12 && step < 5 * unit);
        return Bisect(step - (0.02 * unit), step, s => Growth(solver, rate * s) <= 1 + 1e-12);
    }

    // What a step multiplies a mode by: the solver's polynomial.
    private static double Growth(Solver solver, Complex z) => solver == Solver.Heun
        ? (1 + z + (z * z / 2)).Magnitude
        : (1 + z + (z * z / 2) + (z * z * z / 6) + (z * z * z * z / 24)).Magnitude;

    private IEnumerable<StableStep> ExponentialSteps(Solver solver, double[] point, double[,] jacobian, Complex[] rates)
    {
        if (rates.Any(r => r.Real >= 0)) yield break;
        Complex fastest = rates.OrderByDescending(r => r.Magnitude).First();
        ISet<string> plain = solver == Solver.RushLarsen && _model.Spike is { } spike ? _model.StatesReadBy(spike.Condition) : new HashSet<string>();
        bool IsStable(double step) => Radius(step) <= 1 + 1e-9;
        double limit = double.PositiveInfinity;
        for (double step = 0.02 / fastest.Magnitude; step < 1e4 / fastest.Magnitude; step *= 1.1)
        {
            if (IsStable(step)) continue;
            limit = Bisect(step / 1.1, step, IsStable);
            break;
        }

        yield return new StableStep(limit, point, fastest);

        double Radius(double step)
        {
            int n = _states.Length;
            double[,] matrix = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                double weight = plain.Contains(_states[i].Name) ? step : step * Functions.ExpRel.Evaluate([jacobian[i, i] * step]);
                for (int j = 0; j < n; j++) matrix[i, j] = (i == j ? 1 : 0) + (weight * jacobian[i, j]);
            }

            return Eigenvalues.Of(matrix)?.Max(e => e.Magnitude) ?? double.PositiveInfinity;
        }
    }

    private static double Bisect(double stable, double unstable, Func<double, bool> isStable)
    {
        for (int k = 0; k < 40; k++)
        {
            double middle = 0.5 * (stable + unstable);
            if (isStable(middle)) stable = middle;
            else unstable = middle;
        }

        return stable;
    }

    private void Look(double[] point)
    {
        int n = _states.Length;
        double[] entries = new double[n * n];
        _jacobian.Evaluate(point, entries);
        double[,] jacobian = new double[n, n];
        for (int k = 0; k < entries.Length; k++) jacobian[k / n, k % n] = entries[k];
        if (Eigenvalues.Of(jacobian) is { } rates) _places.Add((point, jacobian, rates));
    }

    private IEnumerable<double[]> Points()
    {
        double[] start = [.. _states.Select(_setting.ValueOf)];
        if (start.Any(double.IsNaN)) yield break;
        yield return start;
        foreach (double[] corner in Corners(start)) yield return corner;
        if (_model.Reset is { } reset)
        {
            yield return [.. _states.Select((s, i) => reset.Assignments.FirstOrDefault(a => a.State == s.Name) is { } a ? _setting.Evaluate(a.Value) : start[i])];
        }
        else
        {
            foreach (double[] point in Spike(start)) yield return point;
        }
    }

    private IEnumerable<double[]> Corners(double[] start)
    {
        int[] ranged = [.. Enumerable.Range(0, _states.Length).Where(i => _setting.RangeOf(_states[i]) is not null).Take(MostCorners)];
        if (ranged.Length == 0) yield break;
        for (int corner = 0; corner < 1 << ranged.Length; corner++)
        {
            double[] point = [.. start];
            for (int k = 0; k < ranged.Length; k++)
            {
                (double low, double high) = _setting.RangeOf(_states[ranged[k]])!.Value;
                point[ranged[k]] = (corner >> k & 1) == 0 ? low : high;
            }

            yield return point;
        }
    }

    /// <summary>
    /// What follows on a start at the threshold: followed with steps that adapt to how fast the neuron is there, by exponential Euler with the
    /// Jacobian's diagonal, until it is quiet again.
    /// </summary>
    private IEnumerable<double[]> Spike(double[] start)
    {
        if (_model.Spike is not { Margin: { } threshold }) yield break;
        Expression margin = _model.Inline(threshold);
        int[] read = [.. Enumerable.Range(0, _states.Length).Where(i => Algebra.Mentions(margin, s => s.Equals(_states[i])))];
        if (read.Length != 1) yield break;
        double slope = _setting.Evaluate(Differentiation.Differentiate(margin, _states[read[0]])), below = _setting.Evaluate(margin);
        if (slope == 0 || double.IsNaN(below / slope) || below > 0) yield break;

        const int Steps = 400, Looks = 40;
        int n = _states.Length;
        double[] x = [.. start], f = new double[n], j = new double[n * n];
        x[read[0]] -= below / slope;
        for (int k = 0; k < Steps; k++)
        {
            _slopes.Evaluate(x, f);
            _jacobian.Evaluate(x, j);
            double fastest = 0;
            for (int i = 0; i < n; i++) fastest = Math.Max(fastest, Math.Abs(j[(i * n) + i]));
            if (double.IsNaN(fastest) || double.IsInfinity(fastest) || fastest == 0 || x.Any(v => double.IsNaN(v) || Math.Abs(v) > 1e6)) yield break;
            if (k % (Steps / Looks) == 0) yield return [.. x];
            double step = 0.25 / fastest;
            for (int i = 0; i < n; i++) x[i] += step * Functions.ExpRel.Evaluate([Math.Min(j[(i * n) + i], 0) * step]) * f[i];
        }
    }
}
