using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Reports.Drawing;

/// <summary>
/// The labels below an axis: level where they fit side by side, else slanted, else upright, and where even that is too narrow only every
/// nth.
/// </summary>
internal sealed class TickLabels
{
    /// <summary>What a line of tick labels takes in height.</summary>
    public const double LineHeight = 13;

    private const double LevelHeight = 20, Gap = 8;

    private readonly double _turn, _longest;

    private TickLabels(IReadOnlyList<Tick> ticks, double turn, double longest, double overhang)
    {
        (Ticks, _turn, _longest) = (ticks, turn, longest);
        double sine = Math.Sin(-turn * Math.PI / 180);
        Height = turn == 0 ? LevelHeight : sine * longest + 16;
        Overhang = overhang;
    }

    /// <summary>The ticks that keep their label.</summary>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <summary>Pixels from the axis to the end of the labels.</summary>
    public double Height { get; }

    /// <summary>How far the slanted labels reach to the left of the axis.</summary>
    public double Overhang { get; }

    /// <summary>Chooses how labels are set.</summary>
    /// <param name="ticks">The ticks; null for those chosen to fit.</param>
    /// <param name="pixelsPerUnit">Pixels from one value to the next whole one.</param>
    /// <param name="tallest">The largest height turned labels may take; longer ones are cut.</param>
    public static TickLabels Below(IReadOnlyList<Tick>? ticks, double pixelsPerUnit, double tallest)
    {
        if (ticks is null) return new([], 0, 0, 0);
        double widest = TextWidth.Widest(ticks.Select(tick => tick.Label), Theme.TickSize), spacing = Spacing(ticks) * pixelsPerUnit;
        if (widest + Gap <= spacing) return new(ticks, 0, widest, 0);

        const double Slant = -35;
        double sine = Math.Sin(-Slant * Math.PI / 180), cosine = Math.Cos(Slant * Math.PI / 180);
        if (spacing < LineHeight / sine) return new(Thin(ticks, pixelsPerUnit, LineHeight), -90, Math.Min(widest, tallest - 16), 0);
        double longest = Math.Min(widest, (tallest - 16) / sine);
        // A label ends below its tick, half a place and more from the axis.
        double Reach(Tick tick) => cosine * Math.Min(longest, TextWidth.Of(tick.Label, Theme.TickSize)) - (tick.Value - ticks[0].Value) * pixelsPerUnit;
        return new(ticks, Slant, longest, Math.Max(0, ticks.Max(Reach) - spacing / 2));
    }

    /// <summary>Every nth tick, so that two are at least <paramref name="room"/> pixels apart.</summary>
    public static IReadOnlyList<Tick> Thin(IReadOnlyList<Tick> ticks, double pixelsPerUnit, double room)
    {
        int stride = Math.Max(1, (int)Math.Ceiling(room / (Spacing(ticks) * pixelsPerUnit) - 1e-9));
        return stride == 1 ? ticks : [.. ticks.Where((_, i) => i % stride == 0)];
    }

    /// <summary>Writes the label of the tick at <paramref name="x"/> on the axis at <paramref name="y"/>.</summary>
    public void Draw(SvgWriter svg, double x, double y, string label)
    {
        if (_turn == 0) svg.Text(x, y + 17, label, "tick", Anchor.Middle);
        else svg.Text(x + 4, y + (_turn == -90 ? 8 : 14), TextWidth.Fit(label, _longest + 1, Theme.TickSize), "tick", Anchor.End, _turn);
    }

    private static double Spacing(IReadOnlyList<Tick> ticks) => ticks.Count < 2 ? double.PositiveInfinity : ticks[1].Value - ticks[0].Value;
}
