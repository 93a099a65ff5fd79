using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuronDsl.Simulation;

/// <summary>A population in a network, with its spikes on their way and its ports.</summary>
internal abstract class PopulationNode(string name)
{
    public string Name { get; } = name;

    public SpikeHistory Spikes { get; } = new();

    public abstract object Population { get; }

    public abstract int Count { get; }

    public abstract int WordCount { get; }

    /// <summary>Makes ready to step from where the user has left inputs and parameters.</summary>
    public abstract void Begin(double dt);

    /// <summary>Takes the present step for some words of 64 neurons.</summary>
    public abstract void Step(int firstWord, int endWord);

    /// <summary>Ends the step: its spikes join those on their way.</summary>
    public abstract void EndStep(long step);

    /// <summary>What the population is, by which a checkpoint recognises it.</summary>
    public abstract string Describe();

    public abstract void Save(BinaryWriter writer);

    public abstract void Restore(BinaryReader reader, bool apply);
}

/// <inheritdoc/>
internal sealed class PopulationNode<T>(string name, Population<T> population) : PopulationNode(name)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Port<T>> _ports = [];

    public override Population<T> Population => population;

    public override int Count => population.Count;

    public override int WordCount => population.WordCount;

    /// <summary>The port of that name, or the only receiving state.</summary>
    public Port<T> Port(string? port)
    {
        (string name, int row, bool isInput) = Port<T>.Find(population, port);
        foreach (Port<T> known in _ports)
        {
            if (known.Name == name) return known;
        }

        Port<T> added = new(population, name, row, isInput);
        _ports.Add(added);
        return added;
    }

    public override void Begin(double dt)
    {
        population.PrepareSteps(T.CreateChecked(dt));
        foreach (Port<T> port in _ports) port.Begin();
    }

    public override void Step(int firstWord, int endWord)
    {
        population.StepWords(firstWord, endWord);
        foreach (Port<T> port in _ports) port.Settle(firstWord * 64, endWord * 64);
    }

    public override void EndStep(long step)
    {
        population.EndStep();
        Spikes.Add(step, population.SpikeMask);
    }

    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {population.Count} {population.Layout.Name}, {typeof(T).Name}, {population.Solver}; " +
        $"states {string.Join(", ", population.Layout.States)}; inputs {string.Join(", ", population.Layout.Inputs)}; " +
        $"parameters {string.Join(", ", population.Layout.Parameters)}");

    public override void Save(BinaryWriter writer) => population.Save(writer);

    public override void Restore(BinaryReader reader, bool apply) => population.Restore(reader, apply);
}
