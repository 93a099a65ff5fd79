using System;
using System.Text;

namespace NeuronDsl.Reports.Drawing;

/// <summary>
/// The d attribute of a path, written short: coordinates are whole tenths of a pixel, lines are relative, separators are left out where a sign
/// parts two numbers. Every point is rounded by itself, so no error adds up.
/// </summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _text = new();
    private int _x, _y;
    private char _command;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Lifts the pen to a point.</summary>
    public SvgPath MoveTo(double x, double y)
    {
        EndDot();
        (_x, _y) = (Tenths(x), Tenths(y));
        _text.Append('M');
        Append(_x, first: true);
        Append(_y);
        _command = 'M';
        return this;
    }

    /// <summary>Draws a line to a point; one that does not leave the present tenth of a pixel is left out.</summary>
    public SvgPath LineTo(double x, double y)
    {
        var (toX, toY) = (Tenths(x), Tenths(y));
        if (toX == _x && toY == _y) return this;
        bool first = _command != 'l';
        if (first) _text.Append('l');
        Append(toX - _x, first);
        Append(toY - _y);
        (_x, _y, _command) = (toX, toY, 'l');
        return this;
    }

    /// <summary>A horizontal stroke, reached from the present point by a relative move where both lie on one line.</summary>
    public SvgPath Stretch(double fromX, double toX, double y)
    {
        var (from, to, line) = (Tenths(fromX), Tenths(toX), Tenths(y));
        if (line == _y && _command == 'h')
        {
            _text.Append('m');
            Append(from - _x, first: true);
            Append(0);
        }
        else
        {
            MoveTo(fromX, y);
        }
        _text.Append('h');
        Append(to - from, first: true);
        (_x, _y, _command) = (to, line, 'h');
        return this;
    }

    public override string ToString()
    {
        EndDot();
        return _text.ToString();
    }

    /// <summary>A point with no line from it becomes a line of length 0, which round caps show as a dot.</summary>
    private void EndDot()
    {
        if (_command != 'M') return;
        _text.Append("h0");
        _command = 'h';
    }

    private void Append(int tenths, bool first = false)
    {
        if (tenths < 0) _text.Append('-');
        else if (!first) _text.Append(' ');
        int size = Math.Abs(tenths), whole = size / 10, rest = size % 10;
        if (whole > 0 || rest == 0) _text.Append(whole);
        if (rest > 0) _text.Append('.').Append(rest);
    }

    private static int Tenths(double pixels) => (int)Math.Round(pixels * 10);
}
