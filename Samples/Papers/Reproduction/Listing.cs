using System;
using System.Collections.Generic;
using System.Linq;

namespace PapersSample.Reproduction;

/// <summary>A table that is both printed and put into the report.</summary>
internal sealed class Listing(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public Listing Row(params string[] cells)
    {
        if (cells.Length != columns.Length) throw new ArgumentException($"A row of {cells.Length} cells does not fit {columns.Length} columns.", nameof(cells));
        _rows.Add(cells);
        return this;
    }

    /// <summary>The lines, columns aligned.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. columns.Select((heading, i) => _rows.Select(row => row[i].Length).Append(heading.Length).Max())];
        return _rows.Prepend(columns).Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>The same for a report.</summary>
    public NeuronDsl.Reports.Table ToTable()
    {
        NeuronDsl.Reports.Table table = new(columns);
        foreach (string[] row in _rows) table.Row([.. row]);
        return table;
    }
}
