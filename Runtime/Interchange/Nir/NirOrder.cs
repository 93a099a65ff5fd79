using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>
/// The order in which a step takes the nodes, and the shapes between them. Nodes are visited from the inputs on; an edge back to a node that is
/// still being visited carries what was sent in the step before.
/// </summary>
internal static class NirOrder
{
    /// <exception cref="InvalidDataException">The graph is none; the message names the node or edge.</exception>
    public static (IReadOnlyList<string> Order, IReadOnlyDictionary<string, int[]> Shapes) Of(string where, NirGraph graph)
    {
        if (graph.Nodes.Count == 0) throw new InvalidDataException($"{where} has no nodes.");
        foreach ((string name, NirNode node) in graph.Nodes) NirPrimitives.Check($"{where}: node '{name}'", node);
        foreach ((string from, string to) in graph.Edges)
        {
            foreach (string end in new[] { from, to })
            {
                if (!graph.Nodes.ContainsKey(end)) throw new InvalidDataException($"{where}: the edge {from} -> {to} names a node '{end}' that is not there.");
            }
        }

        ILookup<string, string> next = graph.Edges.ToLookup(e => e.From, e => e.To);
        RefuseInstantCycle(where, graph, next);
        List<string> finished = [];
        HashSet<string> visited = [];
        foreach (string name in graph.Nodes.Keys.OrderBy(n => graph.Nodes[n].Type == "Input" ? 0 : 1)) Visit(name);
        finished.Reverse();
        return (finished, Shapes(where, graph, finished));

        void Visit(string first)
        {
            // By hand, not by recursion: a chain may be long.
            if (!visited.Add(first)) return;
            Stack<(string Node, IEnumerator<string> Ahead)> open = new();
            open.Push((first, next[first].GetEnumerator()));
            while (open.TryPeek(out (string Node, IEnumerator<string> Ahead) top))
            {
                if (!top.Ahead.MoveNext()) finished.Add(open.Pop().Node);
                else if (visited.Add(top.Ahead.Current)) open.Push((top.Ahead.Current, next[top.Ahead.Current].GetEnumerator()));
            }
        }
    }

    // What remains without neurons and delays must have an order of its own.
    private static void RefuseInstantCycle(string where, NirGraph graph, ILookup<string, string> next)
    {
        HashSet<string> instant = [.. graph.Nodes.Where(n => !NirPrimitives.IsNeuron(n.Value.Type) && !IsDelay(n.Value)).Select(n => n.Key)];
        Dictionary<string, int> incoming = instant.ToDictionary(n => n, n => graph.Edges.Count(e => e.To == n && instant.Contains(e.From)));
        Queue<string> free = new(incoming.Where(n => n.Value == 0).Select(n => n.Key));
        int taken = 0;
        while (free.TryDequeue(out string? name))
        {
            taken++;
            foreach (string target in next[name].Where(instant.Contains))
            {
                if (--incoming[target] == 0) free.Enqueue(target);
            }
        }

        if (taken == instant.Count) return;
        string cycle = string.Join(", ", incoming.Where(n => n.Value > 0).Select(n => $"'{n.Key}'").Order());
        throw new InvalidDataException($"{where}: a cycle passes through no neuron and no delay; it is among the nodes {cycle}.");
    }

    private static bool IsDelay(NirNode node) => node.Type == "Delay" && node["delay"].Values.All(d => d > 0);

    private static Dictionary<string, int[]> Shapes(string where, NirGraph graph, List<string> order)
    {
        Dictionary<string, int[]> shapes = [];
        foreach (string name in order)
        {
            NirNode node = graph.Nodes[name];
            int[]? given = graph.Edges.Where(e => e.To == name && shapes.ContainsKey(e.From)).Select(e => shapes[e.From]).FirstOrDefault();
            if (given is null && node.Type != "Input") throw new InvalidDataException($"{where}: no input reaches node '{name}'.");
            shapes[name] = NirPrimitives.Infer($"{where}: node '{name}'", node, given ?? NirPrimitives.Lengths(node["shape"]));
        }

        foreach ((string from, string to) in graph.Edges)
        {
            // Every edge, those of cycles too, must bring what its target takes.
            NirPrimitives.Infer($"{where}: node '{to}'", graph.Nodes[to], shapes[from]);
        }

        return shapes;
    }
}
