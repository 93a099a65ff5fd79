using System.Linq;

namespace PapersSample.Reproduction;

/// <summary>What a claim is worth after the experiment.</summary>
internal enum Verdict
{
    /// <summary>Every part of the claim was seen.</summary>
    Holds,

    /// <summary>Some parts were seen, others not.</summary>
    HoldsInPart,

    /// <summary>No part was seen.</summary>
    DoesNotHold,
}

/// <summary>Verdicts on claims of several parts.</summary>
internal static class Verdicts
{
    /// <summary>The verdict on a claim of which some parts were seen and others not.</summary>
    public static Verdict Of(params bool[] parts) =>
        parts.All(seen => seen) ? Verdict.Holds : parts.Any(seen => seen) ? Verdict.HoldsInPart : Verdict.DoesNotHold;

    /// <summary>The words for it.</summary>
    public static string Words(this Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.HoldsInPart => "holds in part",
        _ => "does not hold",
    };
}
