using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Interchange;

namespace NeuronDsl.Tests.Interchange;

/// <summary>Graphs that several tests take.</summary>
internal static class NirGraphs
{
    /// <summary>One node of each kind that NIR has, in a chain with a branch.</summary>
    public static NirGraph Everything
    {
        get
        {
            Dictionary<string, NirNode> nodes = new()
            {
                ["input"] = NirNode.Input(2, 6, 6),
                ["conv2d"] = Convolution("Conv2d", [3, 2, 3, 3], 3) with { Words = new Dictionary<string, string> { ["padding"] = "same" } },
                ["if"] = Neurons("IF", [3, 6, 6], ("r", 1000), ("v_threshold", 0.4), ("v_reset", 0)),
                ["sum"] = Pool("SumPool2d"),
                ["average"] = Pool("AvgPool2d"),
                ["flatten"] = NirNode.Of("Flatten", ("start_dim", NirArray.Scalar(0)), ("end_dim", NirArray.Scalar(-1))),
                ["affine"] = NirNode.Affine(Ramp(4, 6), NirArray.Of(0.1, 0.2, 0.3, 0.4)),
                ["cubalif"] = Neurons("CubaLIF", [4], ("tau_syn", 0.002), ("tau_mem", 0.004), ("r", 1), ("v_leak", 0), ("v_threshold", 0.1), ("v_reset", 0), ("w_in", 1)),
                ["delay"] = NirNode.Delay(NirArray.Of(0.001, 0, 0.003, 0.002)),
                ["linear"] = NirNode.Linear(Ramp(4, 4)),
                ["lif"] = Neurons("LIF", [4], ("tau", 0.003), ("r", 1), ("v_leak", 0), ("v_threshold", 0.05), ("v_reset", 0)),
                ["scale"] = NirNode.Of("Scale", ("scale", NirArray.Of(1, 2, 3, 4))),
                ["cubali"] = Neurons("CubaLI", [4], ("tau_syn", 0.002), ("tau_mem", 0.004), ("r", 1), ("v_leak", 0), ("w_in", 2)),
                ["li"] = Neurons("LI", [4], ("tau", 0.003), ("r", 1), ("v_leak", 0.1)),
                ["i"] = Neurons("I", [4], ("r", 10)),
                ["threshold"] = NirNode.Of("Threshold", ("threshold", NirArray.Of(0.1, 0.1, 0.1, 0.1))),
                ["output"] = NirNode.Output(4),
                ["line"] = NirNode.Input(2, 9),
                ["conv1d"] = Convolution("Conv1d", [2, 1, 3], 2) with { Words = new Dictionary<string, string> { ["padding"] = "valid" } },
                ["line output"] = NirNode.Output(2, 4),
            };
            nodes["conv1d"] = WithNumbers(nodes["conv1d"], ("groups", 2), ("stride", 2));
            string[] chain = ["input", "conv2d", "if", "sum", "average", "flatten", "affine", "cubalif", "delay", "linear", "lif", "scale", "cubali", "li", "i", "threshold", "output"];
            return new NirGraph(nodes, [.. chain.Zip(chain.Skip(1)), ("line", "conv1d"), ("conv1d", "line output")]) { Dt = 1e-3, Discretisation = NirDiscretisation.Exact };
        }
    }

    /// <summary>0, 0.1, 0.2 … in a matrix.</summary>
    public static NirArray Ramp(params int[] shape)
    {
        int size = shape.Aggregate(1, (a, b) => a * b);
        return new NirArray(shape, [.. Enumerable.Range(0, size).Select(k => (double)(float)(0.1 * (k % 7) - 0.2))]);
    }

    private static NirNode Convolution(string type, int[] weight, int outputs) => NirNode.Of(
        type, ("weight", Ramp(weight)), ("bias", Ramp(outputs)), ("stride", NirArray.Scalar(1)), ("dilation", NirArray.Scalar(1)), ("groups", NirArray.Scalar(1)));

    private static NirNode Pool(string type) => NirNode.Of(
        type, ("kernel_size", NirArray.Of(2, 2)), ("stride", NirArray.Of(2, 2)), ("padding", NirArray.Of(type == "AvgPool2d" ? 1 : 0, 0)));

    private static NirNode Neurons(string type, int[] shape, params (string Name, double Value)[] parameters)
    {
        int size = shape.Aggregate(1, (a, b) => a * b);
        return NirNode.Of(type, parameters.Select(p => (p.Name, new NirArray(shape, [.. Enumerable.Repeat(p.Value, size)]))));
    }

    private static NirNode WithNumbers(NirNode node, params (string Name, double Value)[] numbers) =>
        node with { Parameters = node.Parameters.Where(p => numbers.All(n => n.Name != p.Key)).Concat(numbers.Select(n => KeyValuePair.Create(n.Name, NirArray.Scalar(n.Value)))).ToDictionary() };
}
