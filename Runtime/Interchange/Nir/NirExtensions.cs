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
    /// trained with. Dropout, which does nothing after training, is left out.
    /// </summary>
    /// <param name="network">Layers of connections, convolutions, average pools, and neurons that NIR can express, recurrent ones too.</param>
    /// <exception cref="NotSupportedException">A layer has no counterpart in NIR, or layers differ in time step or solver: the message names the
    /// layer.</exception>
    public static NirGraph ToNir(this Sequential<float> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Dictionary<string, NirNode> nodes = new() { ["input"] = NirNode.Input(Lengths(network.InputShape)) };
        List<(string, string)> edges = [];
        string last = "input";
        double? dt = null;
        NirDiscretisation discretisation = NirDiscretisation.Unstated;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer<float> layer = network.Layers[i];
            string where = $"Layer {i} ({layer.Name})", name = i.ToString(CultureInfo.InvariantCulture);
            switch (layer)
            {
                case Linear<float> linear: Append(name, Connection(linear)); break;
                case Conv2d<float> convolution: Append(name, Convolution(convolution)); break;
                case AveragePool2d<float> pool: Append(name, Pool(pool)); break;
                case Flatten<float>: Append(name, NirNode.Of("Flatten", ("start_dim", NirArray.Scalar(0)), ("end_dim", NirArray.Scalar(-1)))); break;
                case Dropout<float>: break;
                case NeuronLayer<float> neurons: AppendNeurons(where, name, neurons, layer.OutputShape); break;
                case Recurrent<float> recurrent when recurrent.Inner is [NeuronLayer<float> neurons]:
                    AppendNeurons(where, name, neurons, layer.OutputShape);
                    nodes.Add($"{name}.back", NirNode.Linear(Transposed(recurrent.Weight)));
                    edges.AddRange([(name, $"{name}.back"), ($"{name}.back", name)]);
                    break;
                default: throw new NotSupportedException($"{where} has no counterpart in NIR.");
            }
        }

        Append("output", NirNode.Output(Lengths(network.OutputShape)));
        return new NirGraph(nodes, edges) { Dt = dt, Discretisation = discretisation };

        void Append(string name, NirNode node)
        {
            nodes.Add(name, node);
            edges.Add((last, name));
            last = name;
        }

        void AppendNeurons(string where, string name, NeuronLayer<float> neurons, Shape shape)
        {
            Append(name, Neurons(where, neurons, shape));
            (double step, NirDiscretisation rule) = (Decimal(neurons.Dt) / Milliseconds, Rule(where, neurons));
            if (dt is { } before && (before != step || discretisation != rule))
                throw new NotSupportedException($"{where} has another time step or solver than the neurons before it; a NIR file has one for all.");
            (dt, discretisation) = (step, rule);
        }
    }

    private static NirNode Connection(Linear<float> linear) => linear.Bias is null
        ? NirNode.Linear(Transposed(linear.Weight))
        : NirNode.Affine(Transposed(linear.Weight), Vector(linear.Bias));

    // Weights are [in, out] here, so that a spike adds a row, and [out, in] there.
    private static NirArray Transposed(Parameter<float> weight)
    {
        int inputs = weight.Shape[0], outputs = weight.Shape[1];
        double[] values = new double[inputs * outputs];
        for (int input = 0; input < inputs; input++)
        {
            ReadOnlySpan<float> row = weight.Row(input);
            for (int output = 0; output < outputs; output++) values[(output * inputs) + input] = row[output];
        }

        return new NirArray([outputs, inputs], values);
    }

    private static NirArray Vector(Parameter<float> values) => NirArray.Of([.. values.Row(0).ToArray().Select(v => (double)v)]);

    private static NirNode Convolution(Conv2d<float> layer)
    {
        (int kernel, int stride, int padding) = layer.Window;
        NirArray weight = Transposed(layer.Weight);
        int outputs = weight.Shape[0];
        return NirNode.Of(
            "Conv2d",
            ("weight", new NirArray([outputs, weight.Shape[1] / (kernel * kernel), kernel, kernel], weight.Values)),
            ("bias", layer.Bias is null ? NirArray.Of(new double[outputs]) : Vector(layer.Bias)),
            ("stride", NirArray.Of(stride, stride)), ("padding", NirArray.Of(padding, padding)), ("dilation", NirArray.Of(1, 1)), ("groups", NirArray.Scalar(1)),
            ("input_shape", NirArray.Of(layer.InputShape[1], layer.InputShape[2])));
    }

    private static NirNode Pool(AveragePool2d<float> layer) => NirNode.Of(
        "AvgPool2d",
        ("kernel_size", NirArray.Of(layer.Kernel, layer.Kernel)), ("stride", NirArray.Of(layer.Stride, layer.Stride)), ("padding", NirArray.Of(0, 0)));

    private static NirNode Neurons(string where, NeuronLayer<float> layer, Shape shape)
    {
        if (layer.Substeps > 1) throw new NotSupportedException($"{where} takes {layer.Substeps} steps within one; NIR has no such thing.");
        NirNode node = NirPrimitiveMatch.NodeOf(new DescribedNeuron(layer.Description), shape.Size, (name, i) => Decimal(layer.ParameterOf(name, i)));
        int[] lengths = Lengths(shape);
        return node with { Parameters = node.Parameters.ToDictionary(p => p.Key, p => new NirArray(lengths, p.Value.Values)) };
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
