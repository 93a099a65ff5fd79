using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;

namespace NeuronDsl.Data;

/// <summary>
/// 1,797 handwritten digits, 8x8 pixels scaled to 0 .. 1, inside this library. Optical Recognition of Handwritten Digits (test part), E. Alpaydin
/// and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
/// </summary>
public static class Digits
{
    private const int Pixels = 64, Classes = 10;
    private const float White = 16;

    /// <summary>Loads the digits and splits them: 1,437 to learn from, 360 held out.</summary>
    /// <param name="seed">The same seed gives the same split.</param>
    public static DataSplit Load(ulong seed = 0) => LoadAll().Split(testCount: 360, seed);

    /// <summary>Loads all digits, in the order of the source.</summary>
    public static Dataset LoadAll()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("NeuronDsl.Data.digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        float[] features = new float[lines.Length * Pixels];
        int[] labels = new int[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            string[] numbers = lines[i].Split(',');
            for (int j = 0; j < Pixels; j++) features[i * Pixels + j] = int.Parse(numbers[j], CultureInfo.InvariantCulture) / White;
            labels[i] = int.Parse(numbers[Pixels], CultureInfo.InvariantCulture);
        }

        return new Dataset("Digits", Pixels, features, labels, Classes);
    }
}
