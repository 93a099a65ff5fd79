using System;
using System.Collections.Generic;

namespace PapersSample.Reproduction;

/// <summary>A publication whose experiments are repeated: a command of the program.</summary>
internal abstract class Paper
{
    /// <summary>The command's name.</summary>
    public abstract string Name { get; }

    /// <summary>The report's heading.</summary>
    public abstract string Title { get; }

    /// <summary>What the command's help says.</summary>
    public abstract string Description { get; }

    /// <summary>Who wrote what, where.</summary>
    public abstract string Reference { get; }

    /// <summary>What the publication claims, in a few sentences, and which of its figures are not known.</summary>
    public abstract string Claims { get; }

    /// <summary>The experiments, in their order.</summary>
    public abstract IReadOnlyList<Part> Parts { get; }

    /// <summary>How many seeds are averaged over where the command line does not say.</summary>
    public virtual int SeedsOf(Scale scale) => scale switch { Scale.Smoke => 1, Scale.Quick => 3, _ => 5 };
}

/// <summary>One experiment of a publication.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">The heading of its section.</param>
/// <param name="Run">Runs it, prints its figures, fills its section and judges its claims.</param>
internal sealed record Part(string Name, string Title, Action<PaperRun> Run);
