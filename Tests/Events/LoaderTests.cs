using System;
using System.IO;
using System.Linq;
using NeuronDsl.Data;
using Xunit;

namespace NeuronDsl.Tests.Events;

/// <summary>Images and tables from files that the tests write byte by byte, whole and damaged.</summary>
public sealed class LoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CIFAR_records_are_a_label_and_three_planes()
    {
        for (int batch = 1; batch <= 5; batch++) File.WriteAllBytes(_folder.At($"data_batch_{batch}.bin"), Cifar(batch, 2));
        File.WriteAllBytes(_folder.At("test_batch.bin"), Cifar(9, 1));
        var (training, test) = Cifar10.Load(_folder.Path);
        Assert.Equal((10, 1, new Shape(3, 32, 32)), (training.Count, test.Count, training.Shape));
        Assert.Equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6], training.Labels.ToArray());
        Assert.Equal("truck", test.ClassNames[test.Labels[0]]);
        byte[] written = Cifar(2, 2);
        for (int i = 0; i < 3072; i++) Assert.Equal(written[3073 + 1 + i] / 255f, training.Sample(3)[i], 1e-6f);
    }

    [Fact]
    public void Damaged_CIFAR_files_are_refused_at_the_offset()
    {
        string path = _folder.At("batch.bin");
        byte[] whole = Cifar(1, 3);
        Refuses(path, whole[..7000], $"{path}: at offset 6146 expected a record of 3073 bytes, found the end of the file after 854.");
        Refuses(path, [], $"{path}: at offset 0 expected records of 3073 bytes, found an empty file.");
        whole[2 * 3073] = 10;
        Refuses(path, whole, $"{path}: at offset 6146 expected a label of 0 to 9, found 10.");
        Assert.Contains("data_batch_1.bin is missing", Assert.Throws<FileNotFoundException>(() => Cifar10.Load(_folder.Path)).Message, StringComparison.Ordinal);

        static void Refuses(string path, byte[] bytes, string message)
        {
            File.WriteAllBytes(path, bytes);
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Cifar10.Load("batch", path)).Message);
        }
    }

    [Fact]
    public void Tables_hold_classes_or_values_with_or_without_a_heading()
    {
        string path = _folder.At("iris.csv");
        File.WriteAllText(path, "length,kind,width\r\n1.5,2,-3e2\r\n\r\n4,0,5.25\n");
        var classes = CsvFile.ReadClasses(path, labelColumn: 1);
        Assert.Equal(("iris", 2, 3), (classes.Name, classes.Count, classes.Classes));
        Assert.Equal([2, 0], classes.Labels.ToArray());
        Assert.Equal([1.5f, -300], classes.Sample(0).ToArray());
        var values = CsvFile.ReadValues(path);
        Assert.Equal((0, 1), (values.Classes, values.Outputs));
        Assert.Equal([-300], values.Target(0).ToArray());
        Assert.Equal([4, 0], values.Sample(1).ToArray());
        File.WriteAllText(path, "\uFEFF1;2\n3;4");
        Assert.Equal([3], CsvFile.ReadValues(path).Sample(1).ToArray());
    }

    [Theory]
    [InlineData("1,2\n3,x\n", "at line 2, offset 4 expected a number in column 1, found x.")]
    [InlineData("1,2\n3\n", "at line 2, offset 4 expected 2 fields, found 1.")]
    [InlineData("1,2\n\n3,4.5\n", "at line 3, offset 5 expected a label of 0 to 4, found 4.5.")]
    [InlineData("1,2\n3,5\n", "at line 2, offset 4 expected a label of 0 to 4, found 5.")]
    [InlineData("1,2\n3,-1\n", "at line 2, offset 4 expected a label of 0 to 4, found -1.")]
    [InlineData("1,2\nNaN,1\n", "at line 2, offset 4 expected a number in column 0, found NaN.")]
    [InlineData("1,2\n,1\n", "at line 2, offset 4 expected a number in column 0, found nothing.")]
    [InlineData("a,b\n", "at line 1, offset 4 expected at least one line of numbers, found the end of the file.")]
    [InlineData("", "at line 1, offset 0 expected at least one line of numbers, found the end of the file.")]
    [InlineData("7\n", "at line 1, offset 0 expected a table with a column -1 and at least one other, found 1 columns.")]
    public void Damaged_tables_are_refused_at_the_line(string text, string message)
    {
        string path = _folder.At("table.csv");
        File.WriteAllText(path, text);
        Assert.Equal($"{path}: {message}", Assert.Throws<InvalidDataException>(() => CsvFile.ReadClasses(path, classes: 5)).Message);
    }

    // numpy_reference.py made them.
    [Fact]
    public void Arrays_are_those_that_NumPy_wrote()
    {
        var arrays = NpzFile.Read(Reference);
        float[] expected = [0, 1, -2.5f, 100, 7, -128];
        Assert.Equal(["b1", "f2", "f4", "f8", "i1", "i2", "i4", "i8", "swapped", "u1", "u2", "u4", "u8", "x", "y"], arrays.Keys.Order(StringComparer.Ordinal));
        foreach (string name in new[] { "f2", "f4", "f8", "swapped" }) Assert.Equal(expected, arrays[name].ToSingles());
        foreach (string name in new[] { "i1", "i2", "i4", "i8" }) Assert.Equal([0, 1, -2, 100, 7, -128], arrays[name].ToIntegers());
        foreach (string name in new[] { "u1", "u2", "u4", "u8" }) Assert.Equal([0, 1, 254, 100, 7, 128], arrays[name].ToIntegers());
        Assert.Equal([0, 1, 1], arrays["b1"].ToIntegers());
        Assert.Equal([2, 3], arrays["f4"].Lengths);

        var data = NpzFile.ReadClasses(Reference);
        Assert.Equal((4, new Shape(2, 3), 3), (data.Count, data.Shape, data.Classes));
        Assert.Equal([6, 7, 8, 9, 10, 11], data.Sample(1).ToArray());
        Assert.Equal([0, 2, 1, 0], data.Labels.ToArray());
    }

    [Fact]
    public void Damaged_archives_are_refused_wherever_they_are_cut_or_changed()
    {
        byte[] whole = File.ReadAllBytes(Reference);
        string path = _folder.At("damaged.npz");
        for (int length = 0; length < whole.Length; length += 41) Refuses(whole[..length]);
        int data = whole.AsSpan().IndexOf("'descr': '<f8'"u8) + 150;
        whole[data] ^= 1;
        Refuses(whole);

        void Refuses(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => NpzFile.Read(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_arrays_are_refused_at_the_offset()
    {
        string path = _folder.At("array.npy");
        byte[] whole = Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 24);
        Refuses(whole[..20], "at offset 10 expected a header of 118 bytes, found the end of the file after 10.");
        Refuses(whole[..^1], "at offset 151 expected 24 bytes of <f4 2x3 from offset 128 on, found 23.");
        Refuses([.. whole, 0], "at offset 152 expected 24 bytes of <f4 2x3 from offset 128 on, found 25.");
        Refuses("PK"u8.ToArray(), @"at offset 0 expected the magic bytes \x93NUMPY, found something else; this is no array of NumPy.");
        Refuses(Npy("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", 16), "at offset 10 expected numbers of a type b1, i1 to i8, u1 to u8 or f2 to f8, found <c8.");
        Assert.Contains("C order", Message(Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24)), StringComparison.Ordinal);
        whole[6] = 9;
        Refuses(whole, "at offset 6 expected version 1 to 3, found 9.");

        void Refuses(byte[] bytes, string message) => Assert.Equal($"{path}: {message}", Message(bytes));
        string Message(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            return Assert.Throws<InvalidDataException>(() => NpyArray.Read(path)).Message;
        }
    }

    [Fact]
    public void Arrays_that_are_missing_or_do_not_fit_are_named()
    {
        Assert.Contains("has no array z; its arrays are", Message(() => NpzFile.ReadClasses(Reference, "z")), StringComparison.Ordinal);
        Assert.Contains("f4 is [2, 3], but x has 4 samples", Message(() => NpzFile.ReadClasses(Reference, "x", "f4")), StringComparison.Ordinal);
        Assert.Contains("label 2 of sample 1 in y is out of range; the classes are 0 to 1", Message(() => NpzFile.ReadClasses(Reference, classes: 2)), StringComparison.Ordinal);
        Assert.Contains("y is [4]; it is expected to be [samples, features ...]", Message(() => NpzFile.ReadClasses(Reference, "y")), StringComparison.Ordinal);

        static string Message(Action action) => Assert.Throws<InvalidDataException>(action).Message;
    }

    [Fact]
    public void A_data_set_that_is_read_one_by_one_is_the_one_in_memory()
    {
        float[] features = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        int reads = 0;
        var lazy = Dataset.Lazy("lazy", 3, (i, target) => { reads++; features.AsSpan(3 * i, 3).CopyTo(target); }, [0, 1, 0, 1], ["a", "b"]);
        Assert.Equal([3, 4, 5], lazy.Sample(1).ToArray());
        Assert.Equal([3, 4, 5], lazy.Sample(1).ToArray());
        Assert.Equal(1, reads);
        var some = lazy.Select([3, 0], "some");
        Assert.Equal([9, 10, 11], some.Sample(0).ToArray());
        Assert.Equal([1, 0], some.Labels.ToArray());
        Assert.Equal(new Shape(3, 1), lazy.WithShape(new Shape(3, 1)).Shape);
        features[4] = float.NaN;
        Assert.Contains("lazy: feature 1 of sample 1 is NaN", Assert.Throws<ArgumentException>(() => _ = lazy.Sample(0)[0] + lazy.Sample(1)[0]).Message, StringComparison.Ordinal);
    }

    private static string Reference => Path.Combine(Repository.Root, "Tests", "Events", "reference.npz");

    private static byte[] Cifar(int seed, int records) =>
        [.. Enumerable.Range(0, records).SelectMany(r => Enumerable.Range(0, 3073).Select(i => (byte)(i == 0 ? seed + r : (i * 31) + (seed * 7) + r)))];

    private static byte[] Npy(string header, int dataLength)
    {
        string padded = header.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(padded), .. new byte[dataLength]];
    }
}
