using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>NIR graphs in HDF5: a text <c>version</c>, a group <c>node</c> with <c>nodes</c>, <c>edges</c> and <c>metadata</c>.</summary>
internal static class NirFile
{
    private const string Version = "1.0", DtName = "dt", DiscretisationName = "discretisation";

    public static void Write(string path, NirGraph graph)
    {
        lock (Hdf5Library.Gate)
        {
            string partial = path + ".partial";
            try
            {
                using (Hdf5Group file = Hdf5Group.Create(partial)) Write(file, graph);
                File.Move(partial, path, overwrite: true);
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        }
    }

    public static NirGraph Read(string path)
    {
        lock (Hdf5Library.Gate)
        {
            using Hdf5Group file = Hdf5Group.Open(path);
            CheckVersion(path, file);
            using Hdf5Group root = file.OpenGroup("node");
            Dictionary<string, NirNode> nodes = [];
            List<(string, string)> edges = [];
            ReadGraph(path, root, "", nodes, edges);
            Dictionary<string, string> metadata = ReadMetadata(root);
            return new NirGraph(path, nodes, edges) { Dt = ReadDt(path, root), Discretisation = ReadDiscretisation(path, metadata) };
        }
    }

    private static void Write(Hdf5Group file, NirGraph graph)
    {
        file.Write("version", [], [Version]);
        using Hdf5Group root = file.CreateGroup("node");
        root.Write("type", [], ["NIRGraph"]);
        root.Write("edges", [graph.Edges.Count, 2], [.. graph.Edges.SelectMany(e => new[] { e.From, e.To })]);
        using (Hdf5Group nodes = root.CreateGroup("nodes"))
        {
            foreach ((string name, NirNode node) in graph.Nodes)
            {
                using Hdf5Group group = nodes.CreateGroup(name);
                Write(group, node);
            }
        }

        if (graph.Dt is null && graph.Discretisation == NirDiscretisation.Unstated) return;
        using Hdf5Group metadata = root.CreateGroup("metadata");
        if (graph.Dt is { } dt) metadata.Write(DtName, NirArray.Scalar(dt));
        if (graph.Discretisation != NirDiscretisation.Unstated) metadata.Write(DiscretisationName, [], [graph.Discretisation.ToString().ToLowerInvariant()]);
    }

    private static void Write(Hdf5Group group, NirNode node)
    {
        group.Write("type", [], [node.Type]);
        foreach ((string name, NirArray value) in node.Parameters)
        {
            // Lengths and distances are integers; connections are in single precision, as they are computed with.
            if (name is "shape" or "input_type" or "input_shape" or "stride" or "padding" or "dilation" or "groups" or "kernel_size" or "start_dim" or "end_dim")
                group.Write(name, value.Shape, [.. value.Values.Select(v => (long)v)]);
            else
                group.Write(name, value, single: name is "weight" or "bias");
        }

        foreach ((string name, string word) in node.Words) group.Write(name, [], [word]);
        if (node.Metadata.Count == 0) return;
        using Hdf5Group metadata = group.CreateGroup("metadata");
        foreach ((string name, string text) in node.Metadata) metadata.Write(name, [], [text]);
    }

    private static void CheckVersion(string path, Hdf5Group file)
    {
        if (!file.Contains("node")) throw new InvalidDataException($"{path}: is HDF5, but has no 'node'; this is no NIR file.");
        if (!file.Contains("version")) throw new InvalidDataException($"{path}: has no 'version'; this is no NIR file.");
        string version = file.ReadTexts("version").Texts[0];
        if (!int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) || major > 1)
            throw new InvalidDataException($"{path}: is of NIR version '{version}'; versions 0 and 1 are read.");
    }

    // A graph within a graph is taken up under its name; its inputs and outputs pass on what they are given.
    private static void ReadGraph(string path, Hdf5Group group, string prefix, Dictionary<string, NirNode> nodes, List<(string From, string To)> edges)
    {
        string type = group.ReadTexts("type").Texts[0];
        if (type != "NIRGraph")
        {
            nodes.Add("node", ReadNode(path, group, type));
            return;
        }

        Dictionary<string, (string In, string Out)> inner = [];
        using (Hdf5Group members = group.OpenGroup("nodes"))
        {
            foreach (string name in members.Names)
            {
                using Hdf5Group member = members.OpenGroup(name);
                string memberType = member.ReadTexts("type").Texts[0];
                if (memberType != "NIRGraph")
                {
                    nodes.Add(prefix + name, ReadNode($"{path}: node '{prefix + name}'", member, memberType));
                    continue;
                }

                ReadGraph(path, member, $"{prefix}{name}.", nodes, edges);
                inner[name] = (Only("Input"), Only("Output"));

                string Only(string kind)
                {
                    string[] found = [.. nodes.Where(n => n.Value.Type == kind && n.Key.StartsWith($"{prefix}{name}.", StringComparison.Ordinal)).Select(n => n.Key)];
                    return found.Length == 1 ? found[0] : throw new InvalidDataException($"{path}: the graph '{prefix + name}' has {found.Length} nodes of type {kind}; one is needed.");
                }
            }
        }

        (int[] shape, string[] ends) = group.ReadTexts("edges");
        if (shape is not [_, 2]) throw new InvalidDataException($"{path}: 'edges' has the shape [{string.Join(", ", shape)}], which should be [edges, 2].");
        for (int i = 0; i < ends.Length; i += 2)
        {
            edges.Add((
                inner.TryGetValue(ends[i], out (string In, string Out) from) ? from.Out : prefix + ends[i],
                inner.TryGetValue(ends[i + 1], out (string In, string Out) to) ? to.In : prefix + ends[i + 1]));
        }
    }

    private static NirNode ReadNode(string where, Hdf5Group group, string type)
    {
        NirPrimitives.Primitive primitive = NirPrimitives.Of(where, type);
        Dictionary<string, NirArray> parameters = [];
        Dictionary<string, string> words = [];
        IReadOnlyList<string> present = group.Names;
        foreach (string name in primitive.Required.Concat(primitive.Optional).Where(present.Contains))
        {
            if (group.IsText(name)) words.Add(name, group.ReadTexts(name).Texts[0]);
            else parameters.Add(name, group.ReadNumbers(name));
        }

        return new NirNode(type) { Parameters = parameters, Words = words, Metadata = ReadMetadata(group) };
    }

    private static Dictionary<string, string> ReadMetadata(Hdf5Group group)
    {
        if (!group.IsGroup("metadata")) return [];
        using Hdf5Group metadata = group.OpenGroup("metadata");
        return metadata.Names.Where(n => !metadata.IsGroup(n) && metadata.IsText(n)).ToDictionary(n => n, n => metadata.ReadTexts(n).Texts[0]);
    }

    private static double? ReadDt(string path, Hdf5Group root)
    {
        if (!root.IsGroup("metadata")) return null;
        using Hdf5Group metadata = root.OpenGroup("metadata");
        if (!metadata.Contains(DtName)) return null;
        double dt = metadata.ReadNumbers(DtName).Values[0];
        return dt > 0 && double.IsFinite(dt) ? dt : throw new InvalidDataException(FormattableString.Invariant($"{path}: has a time step of {dt} s."));
    }

    private static NirDiscretisation ReadDiscretisation(string path, Dictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(DiscretisationName, out string? text)) return NirDiscretisation.Unstated;
        return Enum.TryParse(text, ignoreCase: true, out NirDiscretisation discretisation)
            ? discretisation
            : throw new InvalidDataException($"{path}: has a discretisation '{text}'; known are exact, euler and mixed.");
    }
}
