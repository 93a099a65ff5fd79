using System;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;

namespace NeuronDsl.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky, 2009) in its binary version: 50,000 training and 10,000 test images of 10 classes, 3x32x32, pixels scaled to 0 .. 1. A
/// record is a byte of label, then 1,024 bytes each of red, green and blue, row by row.
/// </summary>
public static class Cifar10
{
    private const int Classes = 10, Pixels = 3 * 32 * 32, RecordLength = 1 + Pixels;
    private const string Hint = "Name the folder cifar-10-batches-bin, as unpacked from cifar-10-binary.tar.gz.";
    private static readonly string[] Names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Loads both sets.</summary>
    /// <param name="directory">Holds data_batch_1.bin to data_batch_5.bin and test_batch.bin.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the offset.</exception>
    public static DataSplit Load(string directory) => new(
        Load("CIFAR-10, training", [.. Enumerable.Range(1, 5).Select(i => Find(directory, $"data_batch_{i}.bin"))]),
        Load("CIFAR-10, test", Find(directory, "test_batch.bin")));

    /// <summary>Loads some files of records as one set.</summary>
    /// <param name="name">What messages and reports call it.</param>
    /// <param name="paths">The files, in their order.</param>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the offset.</exception>
    public static Dataset Load(string name, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        long records = paths.Sum(path => CountRecords(path));
        float[] features = new float[records * Pixels];
        int[] labels = new int[records];
        byte[] record = new byte[RecordLength];
        int next = 0;
        foreach (string path in paths)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            for (long offset = 0; offset < file.Length; offset += RecordLength, next++)
            {
                file.ReadExactly(record);
                if (record[0] >= Classes) throw FileDamage.At(path, offset, $"a label of 0 to {Classes - 1}", $"{record[0]}");
                labels[next] = record[0];
                var target = features.AsSpan(next * Pixels, Pixels);
                TensorPrimitives.ConvertTruncating<byte, float>(record.AsSpan(1), target);
                TensorPrimitives.Multiply(target, 1 / 255f, target);
            }
        }

        return new Dataset(name, new Shape(3, 32, 32), features, labels, Classes, Names);
    }

    private static long CountRecords(string path)
    {
        long length = new FileInfo(path).Length, rest = length % RecordLength;
        if (length == 0) throw FileDamage.At(path, 0, $"records of {RecordLength} bytes", "an empty file");
        if (rest != 0) throw FileDamage.At(path, length - rest, $"a record of {RecordLength} bytes", $"the end of the file after {rest}");
        return length / RecordLength;
    }

    private static string Find(string directory, string file) => FileDamage.Find("CIFAR-10", directory, file, Hint);
}
