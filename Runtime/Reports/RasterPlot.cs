using System;
using System.Collections.Generic;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// Which neuron fired when: one mark a spike, neuron 0 at the bottom. All spikes are one path on a grid of half pixels (whole pixels from
/// 20,000 spikes), in which neighbours join, so that 100,000 spikes stay a few hundred kilobytes at the most.
/// </summary>
public sealed class RasterPlot : Chart
{
    private const int ManySpikes = 20_000;

    private readonly double[] _times;
    private readonly int[] _neurons;

    /// <summary>A raster of spikes, in any order. The spans are copied.</summary>
    /// <param name="times">When each spike was, [spikes].</param>
    /// <param name="neurons">Which neuron fired it, counted from 0, [spikes].</param>
    /// <exception cref="ArgumentException">The lengths differ, a time is not finite or a neuron is negative.</exception>
    public RasterPlot(ReadOnlySpan<double> times, ReadOnlySpan<int> neurons)
    {
        if (times.Length != neurons.Length)
            throw new ArgumentException($"times has {times.Length} values and neurons has {neurons.Length}; they must be equally long.", nameof(neurons));
        for (int i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]))
                throw new ArgumentException($"times[{i}] is {Number.Short(times[i])}; every spike must have a finite time.", nameof(times));
            if (neurons[i] < 0) throw new ArgumentException($"neurons[{i}] is {neurons[i]}; neurons are counted from 0.", nameof(neurons));
        }
        (_times, _neurons) = (times.ToArray(), neurons.ToArray());
    }

    /// <summary>The time axis. A raster without spikes needs its Minimum and Maximum.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new("Time", "ms");

    /// <summary>How many neurons there are, silent ones included; 0 takes the highest that fired.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public int NeuronCount
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(NeuronCount), value, "NeuronCount must not be negative.");
    }

    private protected override void Draw(SvgWriter svg)
    {
        int highest = -1;
        foreach (int neuron in _neurons) highest = Math.Max(highest, neuron);
        if (highest < 0 && (NeuronCount == 0 || X.Minimum is null || X.Maximum is null))
            throw new ArgumentException("A raster of 0 spikes needs NeuronCount, X.Minimum and X.Maximum, for nothing else says how large it is.");
        if (NeuronCount > 0 && highest >= NeuronCount)
            throw new ArgumentException($"Neuron {highest} fired, but NeuronCount is {NeuronCount}.", nameof(NeuronCount));
        if (X.Logarithmic) throw new ArgumentException($"A raster has a linear time axis; '{X.Label}' is logarithmic.", nameof(X));

        int count = NeuronCount > 0 ? NeuronCount : highest + 1;
        // Neuron i occupies [i - 1/2, i + 1/2], so that its tick is in its middle.
        var plot = Plot.Draw(svg, Title, new(X, X.Resolve(Interval.Empty.Include(_times), 0.01)),
            new(new Axis("Neuron"), new(-0.5, count - 0.5), Ticks.Whole(count, 6), Downward: true));
        plot.OpenWindow();
        DrawSpikes(svg, plot, count);
        svg.CloseWindow();
    }

    private void DrawSpikes(SvgWriter svg, Plot plot, int count)
    {
        double cell = _times.Length > ManySpikes ? 1 : 0.5;
        // More neurons than pixels share rows.
        int rows = (int)Math.Min(count, Math.Floor(plot.Height));
        double rowHeight = plot.Height / rows;
        int columns = (int)Math.Ceiling(plot.Width / cell), mark = cell < 1 ? 3 : 1;

        var fired = new List<(int Row, int Column)>(_times.Length);
        for (int i = 0; i < _times.Length; i++)
        {
            double x = plot.X.Pixel(_times[i]);
            if (x >= 0 && x <= plot.Width) fired.Add(((int)((long)_neurons[i] * rows / count), Math.Min(columns - 1, (int)(x / cell))));
        }
        fired.Sort();

        // Marks are stretches of a thick horizontal line: a stretch and the gap behind it take about six characters.
        var path = new SvgPath();
        for (int i = 0; i < fired.Count;)
        {
            var (row, from) = fired[i];
            int to = from + mark;
            for (i++; i < fired.Count && fired[i].Row == row && fired[i].Column <= to; i++) to = Math.Max(to, fired[i].Column + mark);
            path.Stretch(from * cell, to * cell, plot.Height - (row + 0.5) * rowHeight);
        }
        svg.Path(path, "s0 thin", width: Math.Clamp(rowHeight * 0.8, 1, 14));
    }
}
