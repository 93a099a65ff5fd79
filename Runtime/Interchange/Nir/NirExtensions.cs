using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NeuronDsl.Data;
using NeuronDsl.Training;

namespace NeuronDsl.Interchange;

/// <summary>Export to NIR.</summary>
public static class NirExtensions
{
    private const double Milliseconds = 1000;

    /// <summary>A neuron as a node with one value of each parameter.</summary>
    /// <param name="description">The neuron: <c>Name.Description</c>, or <c>neuron.Describe()</c> for its own parameters.</param>
    /// <exception cref="NotSupportedException">NIR cannot express the neuron: the message names the nearest primitive and how it differs.</exception>
    public static NirNode ToNir(this NeuronDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        DescribedNeuron neuron = new(description);
        return NirPrimitiveMatch.NodeOf(neuron, 1, (name, _) => Decimal((float)neuron.Values[name], neuron.IsSingle, neuron.Values[name]));
    }

    /// <summary>
    /// A trained network as a graph: its connections, its neurons with the parameters they have learned, and the time step and discretisation they were
    /// trained with.
    /// </summary>
    /// <param name="network">Linear layers and layers of neurons that NIR can express.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in NIR, or layers differ in time step or solver: the message names the
    /// layer.</exception>
    public static NirGraph ToNir(this Sequential<float> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<NirNode> nodes = [NirNode.Input(Lengths(network.InputShape))];
        double? dt = null;
        NirDiscretisation discretisation = NirDiscretisation.Unstated;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer<float> layer = network.Layers[i];
            string where = $"Layer {i} ({layer.Name})";
            switch (layer)
            {
                case Linear<float> linear:
                    nodes.Add(Connection(linear));
                    break;
                case NeuronLayer<float> neurons:
                    nodes.Add(Neurons(where, neurons));
                    (double step, NirDiscretisation rule) = (Decimal(neurons.Dt) / Milliseconds, Rule(where, neurons));
                    if (dt is { } before && (before != step || discretisation != rule))
                        throw new NotSupportedException($"{where} has another time step or solver than the neurons before it; a NIR file has one for all.");
                    (dt, discretisation) = (step, rule);
                    break;
                default:
                    throw new NotSupportedException($"{where} has no counterpart in NIR.");
            }
        }

        nodes.Add(NirNode.Output(Lengths(network.OutputShape)));
        NirGraph chain = NirGraph.Chain(nodes);
        return new NirGraph(chain.Nodes, chain.Edges) { Dt = dt, Discretisation = discretisation };
    }

    private static NirNode Connection(Linear<float> linear)
    {
        int inputs = linear.Weight.Shape[0], outputs = linear.Weight.Shape[1];
        double[] weight = new double[inputs * outputs];
        for (int input = 0; input < inputs; input++)
        {
            for (int output = 0; output < outputs; output++) weight[(output * inputs) + input] = linear.Weight.Row(input)[output];
        }

        NirArray matrix = new([outputs, inputs], weight);
        if (linear.Bias is null) return NirNode.Linear(matrix);
        double[] bias = new double[outputs];
        for (int output = 0; output < outputs; output++) bias[output] = linear.Bias.Row(0)[output];
        return NirNode.Affine(matrix, NirArray.Of(bias));
    }

    private static NirNode Neurons(string where, NeuronLayer<float> layer)
    {
        if (layer.Substeps > 1) throw new NotSupportedException($"{where} takes {layer.Substeps} steps within one; NIR has no such thing.");
        DescribedNeuron neuron = new(layer.Description);
        return NirPrimitiveMatch.NodeOf(neuron, layer.OutputShape.Size, (name, i) => Decimal(layer.ParameterOf(name, i)));
    }

    private static NirDiscretisation Rule(string where, NeuronLayer<float> layer) => layer.Solver switch
    {
        Solver.Exact => NirDiscretisation.Exact,
        Solver.Euler => NirDiscretisation.Euler,
        _ => throw new NotSupportedException($"{where} is solved by {layer.Solver}; a NIR file says exact or euler."),
    };

    private static int[] Lengths(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(k => shape[k])];

    // The decimal number that a person wrote, not its neighbour in single precision: 2.5e-3 s, not 2.50000004e-3.
    private static double Decimal(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Decimal(float value, bool single, double exact) => single ? Decimal(value) : exact;
}
