using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NeuronDsl.Reports.Drawing;

namespace NeuronDsl.Reports;

/// <summary>
/// Rows under named columns. Numbers are written with four significant digits and stand to the right, everything else as text to the
/// left.
/// </summary>
public sealed class Table
{
    private readonly string[] _columns;
    private readonly List<(string Text, bool IsNumber)[]> _rows = [];

    /// <summary>A table without rows yet.</summary>
    /// <param name="columns">The column heads.</param>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public Table(params ReadOnlySpan<string> columns)
    {
        if (columns.Length == 0) throw new ArgumentException("A table needs at least one column; got 0.", nameof(columns));
        _columns = columns.ToArray();
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Adds a row: numbers, booleans and text; null is an empty cell.</summary>
    /// <param name="cells">One cell for each column.</param>
    /// <returns>The table, for the next row.</returns>
    /// <exception cref="ArgumentException">There are more or fewer cells than columns.</exception>
    public Table Row(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length != _columns.Length)
            throw new ArgumentException($"A row of {cells.Length} cells in a table of {_columns.Length} columns.", nameof(cells));
        var row = new (string, bool)[cells.Length];
        for (int i = 0; i < cells.Length; i++) row[i] = Cell(cells[i]);
        _rows.Add(row);
        return this;
    }

    internal void Write(StringBuilder html, string caption)
    {
        // A head stands over its numbers: to the right where the column holds some and otherwise only blanks.
        bool[] right = [.. _columns.Select((_, i) => _rows.Any(row => row[i].IsNumber) && _rows.All(row => row[i].IsNumber || row[i].Text.Length == 0))];
        html.Append("<div class=\"wide\"><table>\n");
        if (caption.Length > 0) html.Append("<caption>").Append(LightMarkdown.Inline(caption)).Append("</caption>\n");
        html.Append("<thead><tr>");
        for (int i = 0; i < _columns.Length; i++) html.Append(right[i] ? "<th class=\"number\">" : "<th>").Append(Markup.Escape(_columns[i])).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            foreach (var (text, isNumber) in row) html.Append(isNumber ? "<td class=\"number\">" : "<td>").Append(Markup.Escape(text)).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
    }

    private static (string Text, bool IsNumber) Cell(object? value) => value switch
    {
        null => ("", false),
        string text => (text, false),
        double number => (Number.Short(number), true),
        float number => (Number.Short(number), true),
        decimal number => (Number.Short((double)number), true),
        sbyte or byte or short or ushort or int or uint or long => (Number.Count(Convert.ToInt64(value, CultureInfo.InvariantCulture)), true),
        bool yes => (yes ? "yes" : "no", false),
        IFormattable other => (other.ToString(null, CultureInfo.InvariantCulture), false),
        _ => (value.ToString() ?? "", false),
    };
}
