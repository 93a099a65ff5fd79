using System;
using System.Collections.Generic;

namespace NeuronDsl.Training;

/// <summary>How often each class was taken for each.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classNames">The name of each class.</param>
    public ConfusionMatrix(IReadOnlyList<string> classNames)
    {
        ClassNames = classNames;
        _counts = new int[classNames.Count * classNames.Count];
    }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Samples of a class that were taken for another, or for itself.</summary>
    public int this[int actual, int predicted] => _counts[actual * Classes + predicted];

    /// <summary>Samples.</summary>
    public int Total { get; private set; }

    /// <summary>Samples taken for what they are.</summary>
    public int Correct
    {
        get
        {
            int correct = 0;
            for (int i = 0; i < Classes; i++) correct += this[i, i];
            return correct;
        }
    }

    /// <summary>The share taken for what they are, 0 to 1; NaN if there are none.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>The matrix as a chart.</summary>
    /// <param name="title">The title of the chart.</param>
    public Reports.ConfusionMatrix ToChart(string title = "")
    {
        int[,] counts = new int[Classes, Classes];
        Buffer.BlockCopy(_counts, 0, counts, 0, _counts.Length * sizeof(int));
        return new Reports.ConfusionMatrix(counts, ClassNames) { Title = title };
    }

    /// <summary>Counts a sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such class.</exception>
    public void Add(int actual, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)actual, (uint)Classes, nameof(actual));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Classes, nameof(predicted));
        _counts[actual * Classes + predicted]++;
        Total++;
    }
}
