using System;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Data;

public class DatasetTests
{
    [Fact]
    public void The_digits_are_those_of_the_source()
    {
        var digits = Digits.LoadAll();
        Assert.Equal(1_797, digits.Count);

        // Class counts as scikit-learn documents them for the same data, and the first row of the source.
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Enumerable.Range(0, 10).Select(digit => digits.Labels.Count(digit)));
        Assert.Equal([0f, 0, 5, 13, 9, 1, 0, 0], digits.Sample(0)[..8].ToArray().Select(pixel => pixel * 16));
    }

    [Fact]
    public void The_digits_split_into_disjoint_sets_by_the_seed_alone()
    {
        var (first, again, other) = (Digits.Load(1), Digits.Load(1), Digits.Load(2));
        Assert.Equal((1_437, 360), (first.Training.Count, first.Test.Count));
        Assert.Equal(first.Test.Labels, again.Test.Labels);
        Assert.NotEqual(first.Test.Labels.ToArray(), other.Test.Labels.ToArray());

        var all = Digits.LoadAll();
        Assert.Equal(Rows(all).Order(), Rows(first.Training).Concat(Rows(first.Test)).Order());
        static string[] Rows(Dataset data) =>
            [.. Enumerable.Range(0, data.Count).Select(i => $"{string.Join(',', data.Sample(i).ToArray())}:{data.Labels[i]}")];
    }

    [Fact]
    public void Bad_data_are_named()
    {
        Expect("the data set is empty", () => Make([], []));
        Expect("2 samples of 3 are 6 values, not 5", () => Make(new float[5], [0, 0]));
        Expect("label 2 of sample 1 is out of range; the classes are 0 to 1", () => Make(new float[6], [0, 2]));
        Expect("label -1 of sample 0", () => Make(new float[6], [-1, 0]));
        Expect("feature 2 of sample 1 is NaN", () => Make([0, 0, 0, 0, 0, float.NaN], [0, 0]));
        Expect("feature 0 of sample 1 is -Infinity", () => Make([0, 0, 0, float.NegativeInfinity, 0, 0], [0, 0]));
        Expect("takes 1 to 1 of 2 samples", () => Make(new float[6], [0, 0]).Split(2, 0));

        static Dataset Make(float[] features, int[] labels) => new("Test", 3, features, labels, 2);
        static void Expect(string message, Func<object> make) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_Fashion_MNIST_says_how_to_get_it()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "apt install dataset-fashion-mnist",
            Assert.Throws<FileNotFoundException>(() => FashionMnist.Load(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Fashion_MNIST_is_whole_where_it_is_installed()
    {
        Skip.IfNot(Directory.Exists(FashionMnist.DefaultDirectory), "dataset-fashion-mnist is not installed.");
        var test = FashionMnist.Load().Test;
        Assert.Equal((10_000, 784, 10), (test.Count, test.Shape.Size, test.Classes));
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(1_000, test.Labels.Count(label)));

        // The mean pixel of the whole set is published as 0.2860 (training); the test set's is close.
        double sum = 0;
        for (int i = 0; i < test.Count; i++)
            foreach (float pixel in test.Sample(i)) sum += pixel;
        Assert.Equal(0.286, sum / (784 * 10_000), 0.002);
    }
}
