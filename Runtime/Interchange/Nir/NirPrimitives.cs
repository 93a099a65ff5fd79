using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>The primitives that are read and written (NIR specification, https://neuroir.org/docs/primitives.html): their parameters and shapes.</summary>
internal static class NirPrimitives
{
    private static readonly Dictionary<string, Primitive> All = new()
    {
        ["Input"] = new(["shape"]) { Output = (node, _) => Lengths(node["shape"]) },
        ["Output"] = new(["shape"]) { Input = node => Lengths(node["shape"]) },
        ["Affine"] = new(["weight", "bias"]) { Input = node => [Length(node, "weight", 1)], Output = (node, _) => [Length(node, "weight", 0)], Check = CheckAffine },
        ["Linear"] = new(["weight"]) { Input = node => [Length(node, "weight", 1)], Output = (node, _) => [Length(node, "weight", 0)] },
        ["Scale"] = Elementwise("scale"),
        ["Threshold"] = Elementwise("threshold"),
        ["Delay"] = Elementwise("delay"),
        ["I"] = Elementwise("r"),
        ["IF"] = Elementwise("r", "v_threshold") with { Optional = ["v_reset"] },
        ["LI"] = Elementwise("tau", "r", "v_leak"),
        ["LIF"] = Elementwise("tau", "r", "v_leak", "v_threshold") with { Optional = ["v_reset"] },
        ["CubaLI"] = Elementwise("tau_syn", "tau_mem", "r", "v_leak") with { Optional = ["w_in"] },
        ["CubaLIF"] = Elementwise("tau_syn", "tau_mem", "r", "v_leak", "v_threshold") with { Optional = ["v_reset", "w_in"] },
        ["Conv1d"] = new(["weight", "bias", "stride", "padding", "dilation", "groups"]) { Optional = ["input_shape"], Output = (node, input) => NirWindow.Convolution(node, input).Output },
        ["Conv2d"] = new(["weight", "bias", "stride", "padding", "dilation", "groups"]) { Optional = ["input_shape"], Output = (node, input) => NirWindow.Convolution(node, input).Output },
        ["SumPool2d"] = new(["kernel_size", "stride", "padding"]) { Output = (node, input) => NirWindow.Pool(node, input).Output },
        ["AvgPool2d"] = new(["kernel_size", "stride", "padding"]) { Output = (node, input) => NirWindow.Pool(node, input).Output },
        ["Flatten"] = new(["start_dim", "end_dim"]) { Optional = ["input_type"], Output = Flatten },
    };

    /// <summary>The names of the primitives.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Which of them are neurons: what they send in a step depends on steps before, so that a cycle may pass through them.</summary>
    public static bool IsNeuron(string type) => type is "I" or "IF" or "LI" or "LIF" or "CubaLI" or "CubaLIF";

    /// <summary>The parameters of a primitive, the required ones first.</summary>
    /// <exception cref="InvalidDataException">There is no such primitive.</exception>
    public static Primitive Of(string where, string type) => All.TryGetValue(type, out Primitive? primitive)
        ? primitive
        : throw new InvalidDataException($"{where} is a '{type}'; known are {string.Join(", ", Names)}.");

    /// <summary>Refuses a node with parameters missing or of shapes that do not fit each other.</summary>
    /// <exception cref="InvalidDataException">The message names the node and the parameter.</exception>
    public static void Check(string where, NirNode node)
    {
        Primitive primitive = Of(where, node.Type);
        foreach (string name in primitive.Required)
        {
            if (!node.Parameters.ContainsKey(name) && !node.Words.ContainsKey(name))
                throw new InvalidDataException($"{where}, a {node.Type}, has no '{name}'; it needs {string.Join(", ", primitive.Required)}.");
        }

        primitive.Check?.Invoke(where, node);
    }

    /// <summary>The shape of what a node sends for the shape of what it is given.</summary>
    /// <exception cref="InvalidDataException">It cannot take that shape.</exception>
    public static int[] Infer(string where, NirNode node, int[] input)
    {
        Primitive primitive = Of(where, node.Type);
        if (primitive.Input?.Invoke(node) is { } wanted && !Fits(wanted, input))
            throw new InvalidDataException($"{where}, a {node.Type}, takes [{string.Join(", ", wanted)}], but is given [{string.Join(", ", input)}].");
        try
        {
            return primitive.Output?.Invoke(node, input) ?? input;
        }
        catch (InvalidDataException mismatch)
        {
            throw new InvalidDataException($"{where}, a {node.Type}, {mismatch.Message}");
        }
    }

    /// <summary>The lengths that an array holds.</summary>
    public static int[] Lengths(NirArray array) => [.. array.Values.Select(v => (int)v)];

    // A shape of one length takes any of as many elements; a single value takes any shape at all.
    private static bool Fits(int[] wanted, int[] given) =>
        wanted.SequenceEqual(given) || wanted.Length == 0 || (wanted.Length == 1 && wanted[0] == given.Aggregate(1, (a, b) => a * b));

    private static Primitive Elementwise(params string[] parameters) => new(parameters)
    {
        Input = node => [.. node[parameters[0]].Shape],
        Output = (node, input) => node[parameters[0]].Shape.Count == 0 ? input : [.. node[parameters[0]].Shape],
        Check = CheckElementwise,
    };

    private static void CheckElementwise(string where, NirNode node)
    {
        string first = Of(where, node.Type).Required[0];
        foreach ((string name, NirArray value) in node.Parameters)
        {
            if (value.Shape.Count > 0 && !value.Shape.SequenceEqual(node[first].Shape))
                throw new InvalidDataException($"{where}, a {node.Type}, has '{name}' of shape {value.ShapeText}, but '{first}' of shape {node[first].ShapeText}.");
        }
    }

    private static void CheckAffine(string where, NirNode node)
    {
        if (node["weight"].Shape is not [int outputs, int _] || !node["bias"].Shape.SequenceEqual([outputs]))
            throw new InvalidDataException($"{where}, an Affine, has 'weight' of shape {node["weight"].ShapeText}, but 'bias' of shape {node["bias"].ShapeText}.");
    }

    private static int Length(NirNode node, string name, int dimension) => node[name].Shape.Count == 2
        ? node[name].Shape[dimension]
        : throw new InvalidDataException($"has '{name}' of shape {node[name].ShapeText}, which should be [outputs, inputs].");

    private static int[] Flatten(NirNode node, int[] input)
    {
        // Shapes have no batch here; -1 is the last dimension.
        int first = (int)node["start_dim"].Values[0], last = (int)node["end_dim"].Values[0];
        first = first < 0 ? first + input.Length : first;
        last = last < 0 ? last + input.Length : last;
        if (first < 0 || last >= input.Length || first > last) throw new InvalidDataException($"flattens dimensions {first} to {last} of [{string.Join(", ", input)}].");
        return [.. input[..first], input[first..(last + 1)].Aggregate(1, (a, b) => a * b), .. input[(last + 1)..]];
    }

    /// <summary>What a primitive consists of.</summary>
    /// <param name="Required">The parameters that must be there.</param>
    internal sealed record Primitive(IReadOnlyList<string> Required)
    {
        /// <summary>Those that may be.</summary>
        public IReadOnlyList<string> Optional { get; init; } = [];

        /// <summary>The shape that it takes; null for any.</summary>
        public Func<NirNode, int[]>? Input { get; init; }

        /// <summary>The shape that it sends; null for the one that it is given.</summary>
        public Func<NirNode, int[], int[]>? Output { get; init; }

        /// <summary>Refuses parameters that do not fit each other.</summary>
        public Action<string, NirNode>? Check { get; init; }
    }
}
