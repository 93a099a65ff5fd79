using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Ranges;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Lays tables out: cells of a power of two, fine enough for the error asked for or as fine as allowed, and their proven bounds: linear
/// interpolation between nodes h apart is off by at most h^2/8 max |f''|, with f'' enclosed over every cell; nodes beside the function halve that. An exponential for which that is too
/// coarse gets a table over the period in which it doubles, if <paramref name="halves"/> allows it: see <see cref="Halving"/>.
/// </summary>
internal sealed class TableBuilder(int mostCells, bool halves)
{
    private readonly Dictionary<(Tabulation, int), double> _bounds = [];
    private readonly Dictionary<Tabulation, (Interval Domain, int Cell, int Wanted)> _layouts = [];
    private readonly Dictionary<Tabulation, Interval> _halved = [];
    private readonly Dictionary<(Tabulation, Interval), Interval> _slopes = [];
    private readonly Dictionary<(Tabulation, FixedType, FixedType, double), FixedTable?> _built = [];

    /// <summary>Whether some function is brought back to one period.</summary>
    public bool Halves => _halved.Count > 0;

    /// <summary>Fixes a function's domain and cells.</summary>
    /// <param name="tabulation">The function.</param>
    /// <param name="domain">The arguments that occur.</param>
    /// <param name="error">The error that is good enough.</param>
    public void Lay(Tabulation tabulation, Interval domain, double error)
    {
        (int cell, double reached) = Cells(tabulation, domain, error);
        if (halves && reached > error && tabulation.Growth is { } growth && domain.Width > 2 * Halving.PeriodOf(growth))
        {
            _halved[tabulation] = domain;
            domain = Halving.Window(growth, domain);
            (cell, reached) = Cells(tabulation, domain, error);
        }

        int wanted = reached <= error ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(domain.Width / Math.Pow(2, cell) * Math.Sqrt(reached / error)));
        _layouts[tabulation] = (domain, cell, wanted);
    }

    /// <summary>Where a function is greatest whose table is of one period; null where the table is of the whole domain.</summary>
    public double? EndOf(Tabulation tabulation) => !_halved.TryGetValue(tabulation, out Interval domain) ? null : tabulation.Growth > 0 ? domain.High : domain.Low;

    /// <summary>The arguments that a function is there for.</summary>
    public Interval DomainOf(Tabulation tabulation) => _halved.TryGetValue(tabulation, out Interval domain) ? domain : _layouts[tabulation].Domain;

    // The greatest exponent of cells that is good enough; the finest allowed, where none is.
    private (int Cell, double Reached) Cells(Tabulation tabulation, Interval domain, double error)
    {
        int finest = (int)Math.Ceiling(Math.Log(domain.Width / (mostCells - 1), 2)), cell = finest + 8;
        while (cell > finest && Bound(tabulation, domain, cell) > error) cell--;
        return (cell, Bound(tabulation, domain, cell));
    }

    /// <summary>All functions of the same value get the finest cells that one of them needs: they are looked up together.</summary>
    public void Unite(IReadOnlyCollection<Tabulation> together)
    {
        together = [.. together.Where(t => !_halved.ContainsKey(t))];
        if (together.Count == 0) return;
        int cell = together.Min(t => _layouts[t].Cell);
        Interval domain = together.Select(t => _layouts[t].Domain).Aggregate((a, b) => a.Hull(b));
        foreach (Tabulation t in together) _layouts[t] = (domain, cell, _layouts[t].Wanted);
    }

    /// <summary>The cells that the asked-for error would take; 0 where it is met.</summary>
    public int Wanted(Tabulation tabulation) => _layouts[tabulation].Wanted;

    /// <summary>The logarithm of the distance between nodes.</summary>
    public int Cell(Tabulation tabulation) => _layouts[tabulation].Cell;

    /// <summary>How far the interpolant is from the function, before nodes are rounded.</summary>
    public double Error(Tabulation tabulation) => Bound(tabulation, _layouts[tabulation].Domain, _layouts[tabulation].Cell);

    /// <summary>The slopes over a table's domain, enclosed piece by piece: a quotient's slope over all of it at once can be anything.</summary>
    public Interval Slopes(Tabulation tabulation)
    {
        const int Pieces = 256;
        Interval domain = _layouts[tabulation].Domain;
        if (_slopes.TryGetValue((tabulation, domain), out Interval known)) return known;
        Interval hull = tabulation.Over(tabulation.Slope, tabulation.Curvature, Interval.Point(domain.Low));
        for (int i = 0; i < Pieces; i++)
        {
            Interval piece = new(domain.Low + (domain.Width * i / Pieces), i == Pieces - 1 ? domain.High : domain.Low + (domain.Width * (i + 1) / Pieces));
            hull = hull.Hull(tabulation.Over(tabulation.Slope, tabulation.Curvature, piece));
        }

        return _slopes[(tabulation, domain)] = hull;
    }

    /// <summary>The table's nodes and their hull.</summary>
    /// <param name="tabulation">The function.</param>
    /// <param name="argument">The argument's format, fine enough for the cells.</param>
    /// <param name="type">The nodes' format.</param>
    /// <param name="offset">What is added to every node before it is rounded, in units of the last place.</param>
    public FixedTable? Build(Tabulation tabulation, FixedType argument, FixedType type, double offset)
    {
        // Asked for with every choice of formats that is judged.
        var key = (tabulation, argument, type, offset);
        return _built.TryGetValue(key, out FixedTable? known) ? known : _built[key] = Nodes(tabulation, argument, type, offset);
    }

    private FixedTable? Nodes(Tabulation tabulation, FixedType argument, FixedType type, double offset)
    {
        (Interval domain, int cell, _) = _layouts[tabulation];
        int shift = argument.Fraction + cell;
        if (shift < 0 || shift >= argument.Width) return null;
        double width = Math.Pow(2, cell);
        long first = (long)Math.Floor(domain.Low / width), last = (long)Math.Floor(domain.High / width) + 1;
        List<long> nodes = [];
        for (long i = first; i <= last; i++)
        {
            double raw = Math.Floor(((Tabulation.At(tabulation.Value, i * width) + Middle(tabulation, i, width)) * Math.Pow(2, type.Fraction)) + offset + 0.5);
            if (!(raw >= type.Low && raw <= type.High)) return null;
            if (nodes.Count > 0 && !type.Holds((long)raw - nodes[nodes.Count - 1])) return null;
            nodes.Add((long)raw);
        }

        return new FixedTable
        {
            Name = tabulation.Function.Name, Argument = argument, Type = type, Shift = shift, First = first, Nodes = [.. nodes],
            Error = Error(tabulation) + (type.Ulp / 2),
        };
    }

    private double Bound(Tabulation tabulation, Interval domain, int cell)
    {
        if (_bounds.TryGetValue((tabulation, cell), out double known)) return known;
        double width = Math.Pow(2, cell), worst = 0;
        for (double at = Math.Floor(domain.Low / width); at * width <= domain.High; at++)
        {
            // What the chord between exact nodes is off by has the sign of the curvature; nodes moved to the middle take half of it away.
            Interval piece = new(at * width, (at + 1) * width);
            Interval chord = (IntervalFunctions.Evaluate(tabulation.Curvature, _ => piece) * Interval.Point(width * width / 8)).Hull(Interval.Zero);
            Interval moved = Interval.Point(Middle(tabulation, at, width)).Hull(Interval.Point(Middle(tabulation, at + 1, width)));
            worst = Math.Max(worst, (chord + moved).Magnitude);
        }

        return _bounds[(tabulation, cell)] = worst * (1 + 1e-12);
    }

    /// <summary>Where a node lies beside the function, so that the chords from node to node are off to either side alike: by half of what they are off by between exact nodes.</summary>
    private static double Middle(Tabulation tabulation, double at, double width)
    {
        double curvature = Tabulation.At(tabulation.Curvature, at * width);
        return double.IsNaN(curvature) || double.IsInfinity(curvature) ? 0 : -curvature * width * width / 16;
    }
}
