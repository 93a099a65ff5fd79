using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>
/// A network in the Neuromorphic Intermediate Representation: named nodes and the edges between them, recurrent ones among them.
/// Pedersen et al. (2024), Nat. Commun. 15:8122, doi:10.1038/s41467-024-52259-9.
/// </summary>
public sealed class NirGraph
{
    /// <summary>A graph.</summary>
    /// <param name="nodes">The nodes, by name.</param>
    /// <param name="edges">From where to where.</param>
    /// <exception cref="InvalidDataException">A node is unknown or incomplete, an edge leads nowhere, shapes do not fit, or a cycle passes through no
    /// neuron and no delay.</exception>
    public NirGraph(IEnumerable<KeyValuePair<string, NirNode>> nodes, IEnumerable<(string From, string To)> edges)
        : this("The graph", nodes, edges)
    {
    }

    internal NirGraph(string where, IEnumerable<KeyValuePair<string, NirNode>> nodes, IEnumerable<(string From, string To)> edges)
    {
        Nodes = new Dictionary<string, NirNode>(nodes);
        Edges = [.. edges];
        (Order, Shapes) = NirOrder.Of(where, this);
    }

    /// <summary>The nodes, by name.</summary>
    public IReadOnlyDictionary<string, NirNode> Nodes { get; }

    /// <summary>The edges: what one node sends is added to what another is given.</summary>
    public IReadOnlyList<(string From, string To)> Edges { get; }

    /// <summary>The time step in seconds that the network was made for; null where the file does not say.</summary>
    public double? Dt { get; init; }

    /// <summary>How its neurons were discretised; <see cref="NirDiscretisation.Unstated"/> where the file does not say.</summary>
    public NirDiscretisation Discretisation { get; init; }

    /// <summary>The nodes in the order in which a step takes them.</summary>
    internal IReadOnlyList<string> Order { get; }

    /// <summary>The shape of what each node sends.</summary>
    internal IReadOnlyDictionary<string, int[]> Shapes { get; }

    /// <summary>A chain of nodes, named after their types.</summary>
    public static NirGraph Chain(params IReadOnlyList<NirNode> nodes)
    {
        List<KeyValuePair<string, NirNode>> named = [];
        foreach (NirNode node in nodes)
        {
            string name = node.Type.ToLowerInvariant();
            int same = named.Count(n => n.Value.Type == node.Type);
            named.Add(new(same == 0 ? name : $"{name}_{same}", node));
        }

        return new NirGraph(named, named.Zip(named.Skip(1), (a, b) => (a.Key, b.Key)));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DllNotFoundException">The HDF5 library is not installed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no NIR file, of another version, cut short or damaged, or its graph is none: the message says
    /// where.</exception>
    public static NirGraph Read(string path) => NirFile.Read(path);

    /// <summary>Writes a file, in place of one that is there as a whole or not at all.</summary>
    /// <exception cref="DllNotFoundException">The HDF5 library is not installed.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => NirFile.Write(path, this);
}

/// <summary>How a neuron's differential equation becomes a step. NIR leaves it open, and frameworks differ.</summary>
public enum NirDiscretisation
{
    /// <summary>Nobody has said.</summary>
    Unstated,

    /// <summary>The exact solution for inputs that are held over a step: decay exp(-dt / tau), gain 1 - decay.</summary>
    Exact,

    /// <summary>Forward Euler: decay 1 - dt / tau, gain dt / tau.</summary>
    Euler,

    /// <summary>The decay of the exact solution with the gain of Euler's, as some frameworks do: spikes come earlier.</summary>
    Mixed,
}
