using System;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>A matrix as colours: weights, activity over time, spectrograms. NaN and infinite cells are left blank.</summary>
/// <remarks>The cells are an embedded bitmap. Where there are more than two cells to a pixel, neighbours are averaged.</remarks>
public sealed class HeatMap : Chart
{
    private const int CellsPerPixel = 2;
    private const double BarWidth = 14;

    private readonly double[,] _values;

    /// <summary>A map of a matrix, which is copied.</summary>
    /// <param name="values">[rows, columns]; row 0 is on top unless <see cref="RowsUpward"/>.</param>
    /// <exception cref="ArgumentException">A dimension is 0 or no value is finite.</exception>
    public HeatMap(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = (double[,])values.Clone();
        CheckValues(nameof(values));
    }

    /// <inheritdoc cref="HeatMap(double[,])"/>
    public HeatMap(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = new double[values.GetLength(0), values.GetLength(1)];
        for (int row = 0; row < _values.GetLength(0); row++)
        {
            for (int column = 0; column < _values.GetLength(1); column++) _values[row, column] = values[row, column];
        }
        CheckValues(nameof(values));
    }

    /// <summary>The horizontal axis; Minimum and Maximum are the outer edges of the first and last column, else columns are numbered.</summary>
    public Axis X { get; init => field = value ?? throw new ArgumentNullException(nameof(X)); } = new("Column");

    /// <summary>The vertical axis; Minimum and Maximum are the outer edges of the first and last row, else rows are numbered.</summary>
    public Axis Y { get; init => field = value ?? throw new ArgumentNullException(nameof(Y)); } = new("Row");

    /// <summary>What the colours mean; Minimum and Maximum limit the colour scale, and values beyond take its end colours.</summary>
    public Axis Value { get; init => field = value ?? throw new ArgumentNullException(nameof(Value)); } = new();

    /// <summary>The kind of colour scale.</summary>
    public ColorScale Colors { get; init; }

    /// <summary>Row 0 at the bottom, as in a spectrogram.</summary>
    public bool RowsUpward { get; init; }

    private protected override void Draw(SvgWriter svg)
    {
        if (X.Logarithmic || Y.Logarithmic || Value.Logarithmic)
            throw new ArgumentException("A heat map has linear axes; take the logarithm of the values instead.");
        Interval data = Interval.Empty;
        foreach (double value in _values)
        {
            if (double.IsFinite(value)) data = data.Include(value);
        }
        bool diverging = Colors == ColorScale.Diverging || (Colors == ColorScale.Automatic && data.Low < 0 && data.High > 0);
        if (diverging) data = new(-Math.Max(Math.Abs(data.Low), Math.Abs(data.High)), Math.Max(Math.Abs(data.Low), Math.Abs(data.High)));
        Interval range = Value.Resolve(data, 0);

        Tick[] barTicks = Ticks.Linear(range, 5);
        double labels = TextWidth.Widest(Array.ConvertAll(barTicks, tick => tick.Label), Theme.TickSize);
        double room = 16 + BarWidth + 6 + labels + (Value.Label.Length > 0 ? 22 : 0);
        AxisLayout x = Edges(X, nameof(X), _values.GetLength(1), downward: false), y = Edges(Y, nameof(Y), _values.GetLength(0), RowsUpward);
        Plot plot = Plot.Draw(svg, Title, x, y, reserve: new(Above: 4, Right: room), grid: false);

        byte[] palette = ColorMap.Palette(diverging);
        svg.Image(plot.Left, plot.Top, plot.Width, plot.Height, Convert.ToBase64String(Png.Write(Pixels(plot, range), palette)));
        DrawBar(svg, plot, range, barTicks, palette, labels);
    }

    private void CheckValues(string name)
    {
        var (rows, columns) = (_values.GetLength(0), _values.GetLength(1));
        if (rows == 0 || columns == 0) throw new ArgumentException($"A heat map needs at least one cell; got [{rows}, {columns}].", name);
        foreach (double value in _values)
        {
            if (double.IsFinite(value)) return;
        }
        throw new ArgumentException($"None of the [{rows}, {columns}] values is finite.", name);
    }

    /// <summary>The ends of an axis are cell edges; where they only number the cells, a tick lies in the middle of its cell.</summary>
    private static AxisLayout Edges(Axis axis, string name, int count, bool downward)
    {
        if ((axis.Minimum is null) != (axis.Maximum is null))
            throw new ArgumentException($"Axis {name}: declare both Minimum and Maximum, or neither.", name);
        if (axis.Minimum is not null) return new(axis, axis.Resolve(Interval.Empty, 0), Downward: downward);
        return new(axis, new(-0.5, count - 0.5), Ticks.Whole(count, 8), downward);
    }

    private byte[,] Pixels(Plot plot, Interval range)
    {
        int rowsEach = Stride(_values.GetLength(0), plot.Height), columnsEach = Stride(_values.GetLength(1), plot.Width);
        int rows = (_values.GetLength(0) + rowsEach - 1) / rowsEach, columns = (_values.GetLength(1) + columnsEach - 1) / columnsEach;
        var pixels = new byte[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                pixels[RowsUpward ? rows - 1 - row : row, column] = Shade(Mean(row * rowsEach, rowsEach, column * columnsEach, columnsEach), range);
        }
        return pixels;
    }

    private static int Stride(int cells, double pixels) => Math.Max(1, (int)Math.Ceiling(cells / (CellsPerPixel * pixels)));

    private static byte Shade(double value, Interval range) =>
        double.IsNaN(value) ? Png.Transparent : (byte)Math.Round(Math.Clamp((value - range.Low) / range.Length, 0, 1) * (Png.Transparent - 1));

    /// <summary>The mean of the finite values of a block; NaN where there is none.</summary>
    private double Mean(int row, int rows, int column, int columns)
    {
        double sum = 0;
        int count = 0;
        for (int i = row; i < Math.Min(row + rows, _values.GetLength(0)); i++)
        {
            for (int j = column; j < Math.Min(column + columns, _values.GetLength(1)); j++)
            {
                if (!double.IsFinite(_values[i, j])) continue;
                sum += _values[i, j];
                count++;
            }
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private void DrawBar(SvgWriter svg, Plot plot, Interval range, Tick[] ticks, byte[] palette, double labels)
    {
        double x = plot.Right + 16;
        var shades = new byte[Png.Transparent, 1];
        for (int i = 0; i < Png.Transparent; i++) shades[i, 0] = (byte)(Png.Transparent - 1 - i);
        svg.Image(x, plot.Top, BarWidth, plot.Height, Convert.ToBase64String(Png.Write(shades, palette)));
        var scale = new Scale(range, plot.Height, downward: true);
        foreach (Tick tick in ticks) svg.Text(x + BarWidth + 6, plot.Top + scale.Pixel(tick.Value) + 4, tick.Label, "tick");
        if (Value.Label.Length > 0) svg.Text(x + BarWidth + 6 + labels + 18, plot.Top + plot.Height / 2, Value.Label, "", Anchor.Middle, -90);
    }
}
