namespace PapersSample.Reproduction;

/// <summary>How much work a run takes on.</summary>
internal enum Scale
{
    /// <summary>Seconds: everything runs, nothing can be concluded.</summary>
    Smoke,

    /// <summary>At most three minutes on two processors.</summary>
    Quick,

    /// <summary>What the conclusions are drawn from.</summary>
    Full,
}
