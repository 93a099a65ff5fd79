using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics.Tensors;

namespace NeuronDsl.Data;

/// <summary>
/// Samples to learn from, each with a label (its class) or with values to reach. Samples in memory are checked once when the set is made, samples
/// that are read one by one when they are.
/// </summary>
public sealed class Dataset
{
    private readonly float[] _features, _targets;
    private readonly Reader? _read;
    private readonly int[] _labels;
    private float[] _sample = [];
    private int _sampleIndex = -1;

    /// <summary>A data set of classes; it takes over the arrays.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="features">[samples, shape], finite.</param>
    /// <param name="labels">[samples], each in 0 .. classes - 1.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="classNames">A name for each class; left out, its number.</param>
    /// <exception cref="ArgumentException">No samples; features and labels of different numbers; a value that is not finite; a label out of
    /// range.</exception>
    public Dataset(string name, Shape shape, float[] features, int[] labels, int classes, IReadOnlyList<string>? classNames = null)
        : this(name, shape, features, null, labels, [], classNames ?? Numbers(classes))
    {
        if (classNames is not null && classNames.Count != classes)
            throw new ArgumentException($"{name}: {classNames.Count} names for {classes} classes.", nameof(classNames));
    }

    private Dataset(string name, Shape shape, float[] features, Reader? read, int[] labels, float[] targets, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0) throw new ArgumentException($"{name}: the data set is empty.", nameof(labels));
        if (read is null && features.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException(
                $"{name}: {labels.Length} samples of {shape} are {(long)labels.Length * shape.Size} values, not {features.LongLength}.",
                nameof(features));
        for (int i = 0; targets.Length == 0 && i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Count)
                throw new ArgumentException(
                    $"{name}: label {labels[i]} of sample {i} is out of range; the classes are 0 to {classNames.Count - 1}.", nameof(labels));
        (Name, Shape, _features, _read, _labels, _targets, ClassNames) = (name, shape, features, read, labels, targets, classNames);
        CheckFinite(features, 0, "feature", shape.Size);
        CheckFinite(targets, 0, "value", targets.Length / labels.Length);
    }

    /// <summary>Writes one sample.</summary>
    /// <param name="sample">Its index.</param>
    /// <param name="features">[shape], to write.</param>
    public delegate void Reader(int sample, Span<float> features);

    /// <summary>What messages and reports call it.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>Samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Classes; 0 where samples have values to reach.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The label of each sample; all 0 where samples have values to reach.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Values that a sample has to reach; 0 where it has a class.</summary>
    public int Outputs => _targets.Length / Count;

    /// <summary>A data set of values to reach: regression; it takes over the arrays.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="features">[samples, shape], finite.</param>
    /// <param name="values">[samples, outputs], finite.</param>
    /// <param name="outputs">Values of a sample.</param>
    /// <exception cref="ArgumentException">No samples; arrays of different numbers; a value that is not finite.</exception>
    public static Dataset OfValues(string name, Shape shape, float[] features, float[] values, int outputs)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (values.Length % outputs != 0) throw new ArgumentException($"{name}: {values.Length} values are no whole samples of {outputs}.", nameof(values));
        return new Dataset(name, shape, features, null, new int[values.Length / outputs], values, []);
    }

    /// <summary>A data set whose samples are read or made when they are asked for, one at a time.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="read">Writes a sample; the same one each time.</param>
    /// <param name="labels">[samples], each in 0 .. classes - 1; taken over.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <exception cref="ArgumentException">No samples, or a label out of range.</exception>
    public static Dataset Lazy(string name, Shape shape, Reader read, int[] labels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(classNames);
        return new Dataset(name, shape, [], read, labels, [], classNames);
    }

    /// <summary>The features of one sample, [Shape]; where samples are read one by one, valid until the next.</summary>
    public ReadOnlySpan<float> Sample(int index)
    {
        if (_read is null) return _features.AsSpan(index * Shape.Size, Shape.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        if (index == _sampleIndex) return _sample;
        if (_sample.Length == 0) _sample = new float[Shape.Size];
        _sampleIndex = -1;
        _read(index, _sample);
        CheckFinite(_sample, index, "feature", Shape.Size);
        _sampleIndex = index;
        return _sample;
    }

    /// <summary>The values that one sample has to reach, [Outputs].</summary>
    public ReadOnlySpan<float> Target(int index) => _targets.AsSpan(index * Outputs, Outputs);

    /// <summary>The same samples called another shape of the same size: 784 features an image of 1x28x28.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Dataset WithShape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Size != Shape.Size) throw new ArgumentException($"{Name}: samples of {Shape} are {Shape.Size} values, not {shape}.", nameof(shape));
        return new Dataset(Name, shape, _features, _read, _labels, _targets, ClassNames);
    }

    /// <summary>A copy of some samples, in the order given.</summary>
    /// <exception cref="ArgumentException">No samples.</exception>
    public Dataset Select(ReadOnlySpan<int> samples, string? name = null)
    {
        int[] labels = new int[samples.Length];
        float[] targets = new float[samples.Length * Outputs];
        for (int i = 0; i < samples.Length; i++)
        {
            labels[i] = _labels[samples[i]];
            Target(samples[i]).CopyTo(targets.AsSpan(i * Outputs));
        }

        if (_read is not null)
        {
            int[] chosen = samples.ToArray();
            return new Dataset(name ?? Name, Shape, [], (sample, features) => _read(chosen[sample], features), labels, targets, ClassNames);
        }

        float[] copies = new float[samples.Length * Shape.Size];
        for (int i = 0; i < samples.Length; i++) Sample(samples[i]).CopyTo(copies.AsSpan(i * Shape.Size));
        return new Dataset(name ?? Name, Shape, copies, null, labels, targets, ClassNames);
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

    // The largest magnitude is NaN or infinite exactly if some value is.
    private void CheckFinite(ReadOnlySpan<float> values, int firstSample, string what, int perSample)
    {
        if (values.Length == 0) return;
        int largest = TensorPrimitives.IndexOfMaxMagnitude(values);
        if (float.IsFinite(values[largest])) return;
        throw new ArgumentException(FormattableString.Invariant(
            $"{Name}: {what} {largest % perSample} of sample {firstSample + (largest / perSample)} is {values[largest]}."));
    }
}
