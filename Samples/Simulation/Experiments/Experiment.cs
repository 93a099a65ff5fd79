using System.Collections.Generic;
using System.CommandLine;

namespace SimulationSample.Experiments;

/// <summary>Something to simulate and to report on: a command of the program.</summary>
internal abstract class Experiment
{
    /// <summary>The command's name.</summary>
    public abstract string Name { get; }

    /// <summary>The report's heading.</summary>
    public abstract string Title { get; }

    /// <summary>What the command's help says.</summary>
    public abstract string Description { get; }

    /// <summary>Options beyond those that every experiment has.</summary>
    public virtual IReadOnlyList<Option> Options => [];

    /// <summary>Simulates, prints the key figures and fills the report.</summary>
    public abstract void Run(ExperimentRun run);
}
