using System.IO;
using System.Linq;
using NeuronDsl.Data;
using PapersSample.Reproduction;

namespace PapersSample.Roles;

/// <summary>Fashion-MNIST where it is installed.</summary>
internal static class Images
{
    /// <summary>The first images, and a sixth as many to test on; null, with a remark, where there are none.</summary>
    public static DataSplit? Load(PaperRun run, int training)
    {
        if (!File.Exists(Path.Combine(FashionMnist.DefaultDirectory, "train-images-idx3-ubyte.gz")))
        {
            run.Note($"Fashion-MNIST is not in {FashionMnist.DefaultDirectory} (Debian's package dataset-fashion-mnist); the digits that come with the library take its place.");
            return null;
        }

        DataSplit all = FashionMnist.Load();
        return new DataSplit(all.Training.Select([.. Enumerable.Range(0, training)]), all.Test.Select([.. Enumerable.Range(0, training / 6)]));
    }
}
