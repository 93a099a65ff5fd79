using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace NeuronDsl.Data;

/// <summary>Several arrays of NumPy in one file, as numpy.savez and savez_compressed write them: a zip archive of .npy files.</summary>
public static class NpzFile
{
    /// <summary>Reads all arrays, by their names.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, damaged or of a type that is not read; the message names it.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal))
                .ToDictionary(entry => entry.FullName[..^".npy".Length], entry => NpyArray.Parse(Bytes(entry), $"{path}: {entry.FullName}"));
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the archive is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>Reads samples of classes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">The array of the samples, [samples, ...]: the rest is the shape of one.</param>
    /// <param name="labels">The array of the classes, [samples].</param>
    /// <param name="classes">Classes; 0 for one more than the largest label.</param>
    /// <exception cref="InvalidDataException">The file is damaged, has no such arrays, or they do not fit.</exception>
    public static Dataset ReadClasses(string path, string features = "x", string labels = "y", int classes = 0)
    {
        var arrays = Read(path);
        var (x, y) = (Find(arrays, path, features), Find(arrays, path, labels));
        if (x.Lengths.Length < 2 || x.Count == 0)
            throw new InvalidDataException($"{path}: {features} is [{string.Join(", ", x.Lengths)}]; it is expected to be [samples, features ...].");
        if (y.Lengths.Length != 1 || y.Lengths[0] != x.Lengths[0])
            throw new InvalidDataException(
                $"{path}: {labels} is [{string.Join(", ", y.Lengths)}], but {features} has {x.Lengths[0]} samples: expected one label for each.");
        int[] numbers = y.ToIntegers();
        int count = classes > 0 ? classes : numbers.Max() + 1;
        for (int i = 0; i < numbers.Length; i++)
            if ((uint)numbers[i] >= (uint)count)
                throw new InvalidDataException($"{path}: label {numbers[i]} of sample {i} in {labels} is out of range; the classes are 0 to {count - 1}.");
        return new Dataset(Path.GetFileNameWithoutExtension(path), new Shape(x.Lengths.AsSpan(1)), x.ToSingles(), numbers, count);
    }

    private static NpyArray Find(IReadOnlyDictionary<string, NpyArray> arrays, string path, string name) => arrays.TryGetValue(name, out var array)
        ? array
        : throw new InvalidDataException($"{path}: has no array {name}; its arrays are {string.Join(", ", arrays.Keys)}.");

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        uint found = Crc32.Of(bytes);
        return found == entry.Crc32
            ? bytes
            : throw new InvalidDataException($"{entry.FullName} is expected to have the checksum {entry.Crc32:X8}, found {found:X8}.");
    }
}
