using System;

namespace DistributedSample;

/// <summary>A number that differs where results differ in one bit: FNV-1a of 64 bits.</summary>
internal static class Checksum
{
    private const ulong Start = 14695981039346656037, Prime = 1099511628211;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        ulong sum = Start;
        foreach (byte value in bytes) sum = unchecked((sum ^ value) * Prime);
        return sum.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
