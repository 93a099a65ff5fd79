using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace NeuronDsl.Data;

/// <summary>
/// Tables of numbers as text: a sample a line, fields parted by a comma, semicolon or tab, one of them the label or the value to learn. A first line
/// that holds a field that is no number names the columns. Numbers are written with a point.
/// </summary>
public static class CsvFile
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Reads samples of classes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelColumn">The column of the class, 0 .. classes - 1, counted from 0; from the end if negative: -1 is the last.</param>
    /// <param name="classes">Classes; 0 for one more than the largest label.</param>
    /// <exception cref="InvalidDataException">The file is empty or damaged; the message names line, column and offset.</exception>
    public static Dataset ReadClasses(string path, int labelColumn = -1, int classes = 0)
    {
        var table = Table.Read(path, labelColumn);
        int[] labels = new int[table.Rows];
        for (int row = 0; row < labels.Length; row++)
        {
            double value = table.Chosen[row];
            if (value != Math.Floor(value) || value < 0 || value >= (classes > 0 ? classes : int.MaxValue))
            {
                string range = classes > 0 ? $"a label of 0 to {classes - 1}" : "a label of 0 or more";
                throw table.Damage(row, range, value.ToString(CultureInfo.InvariantCulture));
            }

            labels[row] = (int)value;
        }

        return new Dataset(Path.GetFileNameWithoutExtension(path), table.Columns, table.Others, labels, classes > 0 ? classes : labels.Max() + 1);
    }

    /// <summary>Reads samples of values to learn.</summary>
    /// <param name="path">The file.</param>
    /// <param name="valueColumn">The column of the value, counted from 0; from the end if negative: -1 is the last.</param>
    /// <exception cref="InvalidDataException">The file is empty or damaged; the message names line, column and offset.</exception>
    public static Dataset ReadValues(string path, int valueColumn = -1)
    {
        var table = Table.Read(path, valueColumn);
        return Dataset.OfValues(Path.GetFileNameWithoutExtension(path), table.Columns, table.Others, [.. table.Chosen.Select(value => (float)value)], outputs: 1);
    }

    /// <summary>The numbers of a file: one column, and the others.</summary>
    private sealed class Table(string path)
    {
        private readonly List<(int Line, long Offset)> _places = [];

        public List<double> Chosen { get; } = [];

        public float[] Others { get; private set; } = [];

        public int Rows => Chosen.Count;

        public int Columns { get; private set; }

        public static Table Read(string path, int chosen)
        {
            Table table = new(path);
            table.Fill(File.ReadAllBytes(path), chosen);
            return table;
        }

        public InvalidDataException Damage(int row, string expected, string found) => Damage(_places[row].Line, _places[row].Offset, expected, found);

        private InvalidDataException Damage(int line, long offset, string expected, string found) =>
            new($"{path}: at line {line}, offset {offset} expected {expected}, found {found}.");

        private void Fill(byte[] bytes, int chosen)
        {
            List<float> others = [];
            char separator = '\0';
            int fields = 0, column = 0, line = 0;
            for (int start = 0; start < bytes.Length;)
            {
                int length = bytes.AsSpan(start).IndexOf((byte)'\n');
                int next = length < 0 ? bytes.Length : start + length + 1;
                string text = Encoding.UTF8.GetString(bytes, start, (length < 0 ? bytes.Length : start + length) - start).TrimEnd('\r').TrimStart('\uFEFF');
                line++;
                if (!string.IsNullOrWhiteSpace(text))
                {
                    if (fields == 0)
                    {
                        separator = Separators.FirstOrDefault(text.Contains, ',');
                        fields = text.Split(separator).Length;
                        column = chosen < 0 ? fields + chosen : chosen;
                        if (fields < 2 || (uint)column >= (uint)fields)
                            throw Damage(line, start, $"a table with a column {chosen} and at least one other", $"{fields} columns");
                        if (text.Split(separator).Any(field => !TryParse(field, out _)))
                        {
                            start = next;
                            continue;
                        }
                    }

                    Add(text.Split(separator), fields, column, line, start, others);
                }

                start = next;
            }

            if (Rows == 0) throw Damage(Math.Max(1, line), bytes.Length, "at least one line of numbers", "the end of the file");
            (Others, Columns) = ([.. others], fields - 1);
        }

        private void Add(string[] found, int fields, int column, int line, long offset, List<float> others)
        {
            if (found.Length != fields) throw Damage(line, offset, $"{fields} fields", $"{found.Length}");
            _places.Add((line, offset));
            for (int i = 0; i < fields; i++)
            {
                if (!TryParse(found[i], out double value) || !double.IsFinite(value))
                    throw Damage(line, offset, $"a number in column {i}", found[i].Length == 0 ? "nothing" : found[i]);
                if (i == column) Chosen.Add(value);
                else others.Add((float)value);
            }
        }

        private static bool TryParse(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
