namespace PapersSample.Reproduction;

/// <summary>Something a publication says, or a control that must come out so for the experiment to mean anything.</summary>
/// <param name="Statement">What is said.</param>
/// <param name="Published">The publication's own figures; "not known" where they could not be found.</param>
/// <param name="Measured">The figures of this run.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="IsControl">Whether it is a control.</param>
internal sealed record Claim(string Statement, string Published, string Measured, Verdict Verdict, bool IsControl = false);
