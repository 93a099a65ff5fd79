using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl;
using NeuronDsl.Models;

namespace InterchangeSample;

/// <summary>The neurons of the catalogue and their presets, by name.</summary>
internal static class Neurons
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Types.Select(t => t.Name);

    private static IEnumerable<Type> Types =>
        typeof(HodgkinHuxley).Assembly.GetExportedTypes().Where(t => t.GetProperty("NeuronLayout", Static) is not null).OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>The presets of a neuron.</summary>
    public static IEnumerable<string> PresetsOf(string name) => Presets(Find(name)).Select(p => p.Name);

    /// <summary>A neuron's description, with the values of a preset where one is named.</summary>
    /// <exception cref="ArgumentException">There is no such neuron or preset.</exception>
    public static NeuronDescription Describe(string name, string? preset)
    {
        Type type = Find(name);
        if (preset is null) return (NeuronDescription)type.GetProperty("Description", Static)!.GetValue(null)!;
        PropertyInfo property = Presets(type).FirstOrDefault(p => p.Name == preset)
            ?? throw new ArgumentException($"{type.Name} has no preset {preset}; its presets are {string.Join(", ", PresetsOf(type.Name).DefaultIfEmpty("none"))}.");
        return (NeuronDescription)type.GetMethod("Describe")!.Invoke(property.GetValue(null), null)!;
    }

    private static Type Find(string name) => Types.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"The catalogue has no neuron {name}; it has {string.Join(", ", Names)}.");

    private static IEnumerable<PropertyInfo> Presets(Type type) => type.GetProperties(Static).Where(p => p.PropertyType == type);
}
