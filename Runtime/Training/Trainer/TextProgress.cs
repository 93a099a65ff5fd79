using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace NeuronDsl.Training;

/// <summary>
/// A line of text for the epoch under way: a bar, the share that is done, the time that is left, loss, accuracy, spikes. On a terminal the line is
/// written again and again, elsewhere once an epoch.
/// </summary>
/// <param name="writer">Where to write; left out, the console.</param>
/// <param name="rewrite">Whether a line can be written again; left out, whether the console is a terminal.</param>
public sealed class TextProgress(TextWriter? writer = null, bool? rewrite = null) : IProgress<TrainingProgress>
{
    private const int BarLength = 24, MillisecondsBetween = 100;

    private readonly TextWriter _writer = writer ?? Console.Out;
    private readonly bool _rewrite = rewrite ?? (writer is null && !Console.IsOutputRedirected);
    private readonly Stopwatch _epoch = new();
    private long _lastShown;
    private int _firstBatch;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (!_epoch.IsRunning)
        {
            _epoch.Restart();
            (_lastShown, _firstBatch) = (-MillisecondsBetween, value.Batch);
        }

        bool last = value.Batch == value.Batches;
        if (last)
        {
            _writer.WriteLine((_rewrite ? "\r" : "") + Line(value));
            _epoch.Reset();
        }
        else if (_rewrite && _epoch.ElapsedMilliseconds - _lastShown >= MillisecondsBetween)
        {
            _lastShown = _epoch.ElapsedMilliseconds;
            _writer.Write("\r" + Line(value));
        }
    }

    private string Line(TrainingProgress value)
    {
        int done = BarLength * value.Batch / value.Batches;
        double perBatch = _epoch.Elapsed.TotalSeconds / Math.Max(1, value.Batch - _firstBatch);
        string time = value.Batch == value.Batches
            ? $"{_epoch.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s"
            : $"{(perBatch * (value.Batches - value.Batch)).ToString("F0", CultureInfo.InvariantCulture)} s left";
        string accuracy = double.IsNaN(value.Accuracy) ? "" : string.Create(CultureInfo.InvariantCulture, $"  accuracy {100 * value.Accuracy:F1} %");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {value.Epoch}/{value.Epochs} [{new string('=', done)}{new string(' ', BarLength - done)}] {100 * value.Batch / value.Batches,3} %"
            + $"  loss {value.Loss:F4}{accuracy}  spikes {value.SpikesPerSample:F0}  {time,-12}").TrimEnd().PadRight(_rewrite ? 100 : 0);
    }
}
