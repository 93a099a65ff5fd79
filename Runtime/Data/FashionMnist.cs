using System;
using System.IO;
using System.Numerics.Tensors;

namespace NeuronDsl.Data;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul and Vollgraf, arXiv:1708.07747, 2017, MIT licence): 60,000 training and 10,000 test images of clothing, 28x28,
/// 10 classes, pixels scaled to 0 .. 1.
/// </summary>
public static class FashionMnist
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts the files.</summary>
    public const string DefaultDirectory = "/usr/share/datasets/fashion-mnist";

    private const int Classes = 10;
    private static readonly string[] Names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Loads both sets, each image as 784 features in rows.</summary>
    /// <param name="directory">Holds the four IDX files, as distributed, with or without <c>.gz</c>.</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message says how to get it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static DataSplit Load(string directory = DefaultDirectory) => new(
        Load(directory, "train", "Fashion-MNIST, training"),
        Load(directory, "t10k", "Fashion-MNIST, test"));

    private static Dataset Load(string directory, string prefix, string name)
    {
        string imagePath = Find(directory, $"{prefix}-images-idx3-ubyte"), labelPath = Find(directory, $"{prefix}-labels-idx1-ubyte");
        var images = IdxFile.ReadImages(imagePath);
        var labels = IdxFile.ReadLabels(labelPath);
        if (images.Lengths[0] != labels.Lengths[0])
            throw new InvalidDataException($"{imagePath} has {images.Lengths[0]} images, but {labelPath} has {labels.Lengths[0]} labels.");

        float[] features = new float[images.Data.Length];
        TensorPrimitives.ConvertTruncating<byte, float>(images.Data, features);
        TensorPrimitives.Multiply(features, 1 / 255f, features);
        return new Dataset(name, images.Lengths[1] * images.Lengths[2], features, Array.ConvertAll(labels.Data, label => (int)label), Classes, Names);
    }

    private static string Find(string directory, string file)
    {
        string plain = Path.Combine(directory, file), compressed = plain + ".gz";
        if (File.Exists(compressed)) return compressed;
        if (File.Exists(plain)) return plain;
        throw new FileNotFoundException(
            $"Fashion-MNIST: {compressed} is missing. Debian has the data: apt install dataset-fashion-mnist; "
            + "else name the folder that holds the four IDX files.",
            compressed);
    }
}
