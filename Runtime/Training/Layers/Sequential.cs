using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// Layers one after the other. Shapes are inferred and checked when it is made; parameters are named by the layer's place, e.g. <c>0.weight</c>,
/// and initialised with seed 0.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public class Sequential<T> : CompositeLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Shape? _declaredInput;
    private bool _connectedItself, _needsInputGradient = true;
    private int _batch;

    /// <summary>A network whose first layer declares what it takes.</summary>
    /// <exception cref="ShapeException">The layers do not fit; the message prints the shapes of the network.</exception>
    public Sequential(params Layer<T>[] layers)
        : this(null, layers)
    {
    }

    /// <summary>A network for a given input.</summary>
    /// <param name="input">The shape of one sample at one step; null to take what the first layer declares or, inside another network, is
    /// given.</param>
    /// <param name="layers">The layers, each appearing once.</param>
    /// <exception cref="ShapeException">The layers do not fit; the message prints the shapes of the network.</exception>
    public Sequential(Shape? input, params Layer<T>[] layers)
        : base(layers)
    {
        _declaredInput = input ?? Layers[0].DeclaredInput;
        Threads = Environment.ProcessorCount;
        if (_declaredInput is null) return;
        Connect(_declaredInput);
        _connectedItself = true;
        NeedsInputGradient = false;
        Initialize(0);
    }

    /// <summary>The layers, from the input to the output.</summary>
    public IReadOnlyList<Layer<T>> Layers => Inner;

    /// <inheritdoc/>
    public override string Name => "Sequential";

    /// <inheritdoc/>
    public override Shape? DeclaredInput => _declaredInput;

    /// <summary>Learnable numbers.</summary>
    public long ParameterCount => Parameters.Where(parameter => parameter.IsLearnable).Sum(parameter => (long)parameter.Shape.Size);

    /// <summary>False for a network that knows its input; an outer network sets it, and so does who attacks it.</summary>
    public override bool NeedsInputGradient
    {
        get => _needsInputGradient;
        set => Layers[0].NeedsInputGradient = _needsInputGradient = value;
    }

    /// <summary>Spikes of all layers in the last forward pass, for one sample over all steps.</summary>
    public double SpikesPerSample => _batch == 0 ? 0 : (double)SpikeCount / _batch;

    /// <inheritdoc/>
    public override Shape Connect(Shape input)
    {
        // A network that knows its input connected itself when it was made, and may become part of another once.
        if (!_connectedItself) return base.Connect(input);
        _connectedItself = false;
        if (!InputShape.Accepts(input)) throw new ShapeException($"{Name} takes {InputShape} features, but is given {input}.");
        NeedsInputGradient = true;
        return OutputShape;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is not of the network's input shape.</exception>
    public override Signal<T> Forward(Signal<T> input, bool training)
    {
        if (!InputShape.Accepts(input.Shape)) throw new ShapeException($"The network takes {InputShape} features, but is given {input}.");
        _batch = input.Batch;
        var signal = input;
        for (int i = 0; i < Layers.Count; i++) signal = Layers[i].Forward(signal, training);
        return signal;
    }

    /// <inheritdoc/>
    public override Signal<T>? Backward(Signal<T> outputGradient)
    {
        var gradient = outputGradient;
        for (int i = Layers.Count - 1; i > 0; i--)
            gradient = Layers[i].Backward(gradient) ?? throw new InvalidOperationException($"Layer {i} ({Layers[i].Name}) returned no gradient.");
        return Layers[0].Backward(gradient);
    }

    /// <summary>A table of the layers: shapes, parameters, and after a forward pass the spikes of a sample and how the work was done.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        Row("", "layer", "output", "parameters", "spikes/sample", "");
        for (int i = 0; i < Layers.Count; i++)
        {
            var layer = Layers[i];
            long parameters = layer.Parameters.Where(parameter => parameter.IsLearnable).Sum(parameter => (long)parameter.Shape.Size);
            string spikes = layer.SpikeCount == 0 ? "" : ((double)layer.SpikeCount / _batch).ToString("F1", CultureInfo.InvariantCulture);
            Row(i.ToString(CultureInfo.InvariantCulture), layer.Name, layer.OutputShape.ToString(), Thousands(parameters), spikes, layer.Note ?? "");
        }

        return text.Append(CultureInfo.InvariantCulture, $"input {InputShape}, {Thousands(ParameterCount)} learnable parameters").ToString();

        static string Thousands(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        void Row(string index, string layer, string output, string parameters, string spikes, string note) =>
            text.Append($"{index,2} {layer,-18} {output,12} {parameters,12} {spikes,14}  {note}".TrimEnd()).Append('\n');
    }

    /// <summary>Saves the parameters. The old file stays whole until the new one is.</summary>
    public void Save(string path) => Checkpoint.Save(path, this);

    /// <summary>Loads the parameters that <see cref="Save"/>, or a trainer, saved.</summary>
    /// <exception cref="InvalidDataException">The file is foreign, truncated or damaged, or does not fit; nothing is changed then.</exception>
    public void Load(string path) => Checkpoint.Load(path, this);

    /// <inheritdoc/>
    protected override Shape InferOutput(Shape input)
    {
        var path = new StringBuilder(input.ToString());
        var shape = input;
        for (int i = 0; i < Layers.Count; i++)
        {
            path.Append(CultureInfo.InvariantCulture, $" -> {Layers[i].Name}");
            try
            {
                shape = Layers[i].Connect(shape);
            }
            catch (ShapeException mismatch)
            {
                throw new ShapeException($"Layer {i} does not fit: {mismatch.Message} The network so far: {path}.");
            }

            path.Append(CultureInfo.InvariantCulture, $" -> {shape}");
        }

        return shape;
    }
}
