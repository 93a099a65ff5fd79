using System;

namespace NeuronDsl.Benchmarks.Training;

/// <summary>Something to train, or to carry forwards and back, by us.</summary>
internal abstract class Workload(string name, string unit) : IDisposable
{
    /// <summary>What rows call it.</summary>
    public string Name => name;

    /// <summary>The unit of its rate, a second understood.</summary>
    public string Unit => unit;

    /// <summary>How many of the unit one run is.</summary>
    public abstract double Amount { get; }

    /// <summary>A figure that shows whether a peer computes the same; NaN where none is to be compared.</summary>
    public virtual double Outcome => double.NaN;

    /// <summary>One run.</summary>
    public abstract void Run();

    /// <summary>Releases its memory.</summary>
    public abstract void Dispose();
}
