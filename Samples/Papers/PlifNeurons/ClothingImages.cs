using System;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using PapersSample.Reproduction;

namespace PapersSample.PlifNeurons;

/// <summary>Fashion-MNIST as 1x28x28 images, normalised as in the publication; stand-ins where it is not installed.</summary>
internal static class ClothingImages
{
    private const float Mean = 0.2860f, Deviation = 0.3530f;

    private static readonly Shape _shape = new(1, 28, 28);

    /// <summary>Whether the data are installed.</summary>
    public static bool Installed => File.Exists(Path.Combine(FashionMnist.DefaultDirectory, "train-images-idx3-ubyte.gz"));

    /// <summary>The first images of each set.</summary>
    public static DataSplit Load(PaperRun run, int training, int test)
    {
        if (Installed)
        {
            DataSplit all = FashionMnist.Load();
            return new DataSplit(Normalised(all.Training, training), Normalised(all.Test, test));
        }

        run.Note($"Fashion-MNIST is not in {FashionMnist.DefaultDirectory} (Debian's package dataset-fashion-mnist): the digits that come with the library, enlarged, take its place, and nothing can be compared with the publication.");
        DataSplit digits = Digits.Load();
        return new DataSplit(Enlarged(digits.Training, training), Enlarged(digits.Test, test));
    }

    /// <summary>The same images with their labels in random order: a control.</summary>
    public static Dataset WithShuffledLabels(Dataset data, ulong seed)
    {
        int[] labels = data.Labels.ToArray();
        new RandomStream(seed, purpose: 9).Shuffle(labels.AsSpan());
        return new Dataset(data.Name + ", labels shuffled", data.Shape, [.. Enumerable.Range(0, data.Count).SelectMany(i => data.Sample(i).ToArray())], labels, data.Classes, data.ClassNames);
    }

    private static Dataset Normalised(Dataset data, int count)
    {
        count = Math.Min(count, data.Count);
        float[] features = new float[count * _shape.Size];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> sample = data.Sample(i);
            for (int k = 0; k < _shape.Size; k++) features[(i * _shape.Size) + k] = (sample[k] - Mean) / Deviation;
        }

        return new Dataset(data.Name, _shape, features, data.Labels[..count].ToArray(), data.Classes, data.ClassNames);
    }

    // Each of 8x8 pixels becomes three by three, with a margin of two.
    private static Dataset Enlarged(Dataset data, int count)
    {
        count = Math.Min(count, data.Count);
        float[] features = new float[count * _shape.Size];
        for (int i = 0; i < count; i++)
        {
            for (int y = 0; y < 28; y++)
            {
                for (int x = 0; x < 28; x++)
                {
                    bool margin = y is < 2 or > 25 || x is < 2 or > 25;
                    features[(i * _shape.Size) + (y * 28) + x] = ((margin ? 0 : data.Sample(i)[((y - 2) / 3 * 8) + ((x - 2) / 3)]) - Mean) / Deviation;
                }
            }
        }

        return new Dataset(data.Name + ", enlarged", _shape, features, data.Labels[..count].ToArray(), data.Classes, data.ClassNames);
    }
}
