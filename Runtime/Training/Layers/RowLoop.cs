using System;
using NeuronDsl.LinearAlgebra;

namespace NeuronDsl.Training;

/// <summary>
/// Runs the rows of a signal in parts of a fixed number of rows, so that whatever is summed within a part is the same for any number of threads.
/// </summary>
internal sealed class RowLoop
{
    /// <summary>Rows of a part.</summary>
    public const int RowsPerPart = 32;

    private readonly Action<int, int, int> _body;
    private readonly ParallelLoop _loop;
    private int _rows;

    /// <summary>A loop.</summary>
    /// <param name="body">Takes the part, its first row and the one past its last.</param>
    public RowLoop(Action<int, int, int> body)
    {
        _body = body;
        _loop = new ParallelLoop(RunPart);
    }

    /// <summary>Parts of so many rows.</summary>
    public static int PartsOf(int rows) => (rows + RowsPerPart - 1) / RowsPerPart;

    /// <summary>Runs all parts.</summary>
    public void Run(int rows, int threads)
    {
        _rows = rows;
        _loop.Run(PartsOf(rows), threads);
    }

    private void RunPart(int part) => _body(part, part * RowsPerPart, Math.Min(_rows, (part + 1) * RowsPerPart));
}
