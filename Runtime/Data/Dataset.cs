using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics.Tensors;

namespace NeuronDsl.Data;

/// <summary>Labelled samples in memory. Checked once when it is made, so that nothing downstream has to be.</summary>
public sealed class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels;

    /// <summary>A data set; it takes over the arrays.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="features">[samples, shape], finite.</param>
    /// <param name="labels">[samples], each in 0 .. classes - 1.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="classNames">A name for each class; left out, its number.</param>
    /// <exception cref="ArgumentException">No samples; features and labels of different numbers; a value that is not finite; a label out of
    /// range.</exception>
    public Dataset(string name, Shape shape, float[] features, int[] labels, int classes, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0) throw new ArgumentException($"{name}: the data set is empty.", nameof(labels));
        if (features.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException(
                $"{name}: {labels.Length} samples of {shape} are {(long)labels.Length * shape.Size} values, not {features.LongLength}.",
                nameof(features));
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException(
                    $"{name}: label {labels[i]} of sample {i} is out of range; the classes are 0 to {classes - 1}.", nameof(labels));
        if (classNames is not null && classNames.Count != classes)
            throw new ArgumentException($"{name}: {classNames.Count} names for {classes} classes.", nameof(classNames));

        // The largest magnitude is NaN or infinite exactly if some value is.
        int largest = TensorPrimitives.IndexOfMaxMagnitude<float>(features);
        if (!float.IsFinite(features[largest]))
            throw new ArgumentException(
                FormattableString.Invariant($"{name}: feature {largest % shape.Size} of sample {largest / shape.Size} is {features[largest]}."),
                nameof(features));
        (Name, Shape, _features, _labels, Classes) = (name, shape, features, labels, classes);
        ClassNames = classNames ?? Numbers(classes);
    }

    /// <summary>What messages and reports call it.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>Samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Classes.</summary>
    public int Classes { get; }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The label of each sample.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The features of one sample, [Shape].</summary>
    public ReadOnlySpan<float> Sample(int index) => _features.AsSpan(index * Shape.Size, Shape.Size);

    /// <summary>A copy of some samples, in the order given.</summary>
    /// <exception cref="ArgumentException">No samples.</exception>
    public Dataset Select(ReadOnlySpan<int> samples, string? name = null)
    {
        float[] features = new float[samples.Length * Shape.Size];
        int[] labels = new int[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            Sample(samples[i]).CopyTo(features.AsSpan(i * Shape.Size));
            labels[i] = _labels[samples[i]];
        }

        return new Dataset(name ?? Name, Shape, features, labels, Classes, ClassNames);
    }

    /// <summary>Two data sets without common samples, in an order that only the seed determines.</summary>
    /// <param name="testCount">Samples of the second.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two would be empty.</exception>
    public DataSplit Split(int testCount, ulong seed)
    {
        if (testCount < 1 || testCount >= Count)
            throw new ArgumentOutOfRangeException(nameof(testCount), testCount, $"{Name}: a test set takes 1 to {Count - 1} of {Count} samples.");
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        new RandomStream(seed).Shuffle(order.AsSpan());
        return new DataSplit(Select(order.AsSpan(testCount), $"{Name}, training"), Select(order.AsSpan(0, testCount), $"{Name}, test"));
    }

    private static string[] Numbers(int classes)
    {
        string[] names = new string[classes];
        for (int i = 0; i < classes; i++) names[i] = i.ToString(CultureInfo.InvariantCulture);
        return names;
    }
}
