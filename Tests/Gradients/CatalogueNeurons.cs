using System;
using System.Linq;
using System.Reflection;

namespace NeuronDsl.Tests.Gradients;

/// <summary>The names of the catalogue's neurons, found without compiling anything, so that each can be a test of its own.</summary>
internal static class CatalogueNeurons
{
    public static string[] Trainable { get; } =
    [
        .. typeof(Models.LeakyIntegrateAndFire).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<NeuronAttribute>() is not null && t.GetNestedType("TrainableLayer") is not null)
            .Select(t => t.Name).Order(StringComparer.Ordinal),
    ];
}
