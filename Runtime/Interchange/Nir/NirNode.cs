using System.Collections.Generic;

namespace NeuronDsl.Interchange;

/// <summary>One node of a NIR graph: a primitive with its parameters, named as the specification names them, times in seconds.</summary>
/// <param name="Type">The primitive: <c>LIF</c>, <c>Affine</c>, …</param>
public sealed record NirNode(string Type)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyDictionary<string, NirArray> Parameters { get; init; } = new Dictionary<string, NirArray>();

    /// <summary>Parameters that are words, such as a padding <c>same</c>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>What a writer adds of its own. NeuronDsl reads <c>reset</c> (<c>subtract</c>: a spike takes the threshold off the potential).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>A parameter.</summary>
    public NirArray this[string name] => Parameters[name];

    /// <summary>Where signals come in.</summary>
    public static NirNode Input(params IReadOnlyList<int> shape) => Shaped("Input", shape);

    /// <summary>Where signals go out.</summary>
    public static NirNode Output(params IReadOnlyList<int> shape) => Shaped("Output", shape);

    /// <summary>y = W x + b.</summary>
    /// <param name="weight">W, [outputs, inputs].</param>
    /// <param name="bias">b, [outputs].</param>
    public static NirNode Affine(NirArray weight, NirArray bias) => Of("Affine", ("weight", weight), ("bias", bias));

    /// <summary>y = W x.</summary>
    /// <param name="weight">W, [outputs, inputs].</param>
    public static NirNode Linear(NirArray weight) => Of("Linear", ("weight", weight));

    /// <summary>tau v' = v_leak - v + r x; above v_threshold a spike and v = v_reset.</summary>
    public static NirNode Lif(NirArray tau, NirArray r, NirArray vLeak, NirArray vThreshold, NirArray vReset) =>
        Of("LIF", ("tau", tau), ("r", r), ("v_leak", vLeak), ("v_threshold", vThreshold), ("v_reset", vReset));

    /// <summary>y(t) = x(t - delay), in seconds.</summary>
    public static NirNode Delay(NirArray delay) => Of("Delay", ("delay", delay));

    internal static NirNode Of(string type, params IEnumerable<(string Name, NirArray Value)> parameters)
    {
        Dictionary<string, NirArray> values = [];
        foreach ((string name, NirArray value) in parameters) values.Add(name, value);
        return new NirNode(type) { Parameters = values };
    }

    private static NirNode Shaped(string type, IReadOnlyList<int> shape)
    {
        double[] lengths = new double[shape.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = shape[i];
        return Of(type, ("shape", NirArray.Of(lengths)));
    }
}
