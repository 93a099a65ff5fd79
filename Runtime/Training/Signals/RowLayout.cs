namespace NeuronDsl.Training;

/// <summary>
/// How rows of features lie in memory: padded to whole groups of 16, so that a row is whole 512-bit vectors of float or double and a spike
/// mask is one <see cref="ushort"/> a group. Padding is zero, and whoever writes rows keeps it zero.
/// </summary>
public static class RowLayout
{
    /// <summary>Features of a group.</summary>
    public const int Group = 16;

    /// <summary>Elements from one row to the next: the features rounded up to whole groups.</summary>
    public static int Stride(int features) => (features + Group - 1) / Group * Group;
}
