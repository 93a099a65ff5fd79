using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;

namespace NeuronDsl.Training;

/// <summary>
/// The network of an <see cref="OnlineNetwork{T}"/>, with the weights it has when this is made, learning by backpropagation through time: what online learning is to be
/// compared with. Takes the same inputs and targets and gives the same outputs; memory grows with the sequence.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class UnrolledNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OnlineNetwork<T> _twin;
    private readonly Sequential<T>[] _layers;
    private readonly Linear<T>[] _readouts;
    private readonly Parameter<T>?[] _recurrent;
    private readonly Signal<T> _input;
    private readonly Signal<T>[] _gradients;
    private readonly LeakyReadout<T> _memory;
    private readonly Signal<T> _sums, _errors;
    private readonly int _inputs, _outputs;

    /// <summary>Unrolls a network.</summary>
    /// <param name="network">The network, of one set of options.</param>
    /// <param name="neurons">Trainable layers of the same neurons, sizes and parameters; owned by this network from here on.</param>
    /// <exception cref="ArgumentException">There are not as many layers, or their sizes differ.</exception>
    public UnrolledNetwork(OnlineNetwork<T> network, params NeuronLayer<T>[] neurons)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(neurons);
        if (neurons.Length != network.Layers.Count) throw new ArgumentException($"The network has {network.Layers.Count} layers, but {neurons.Length} were given.", nameof(neurons));
        (_twin, _inputs, _outputs) = (network, network.Layers[0].Feed, network.Bias.RowLength);
        _layers = new Sequential<T>[neurons.Length];
        _readouts = new Linear<T>[neurons.Length];
        _recurrent = new Parameter<T>?[neurons.Length];
        _gradients = new Signal<T>[neurons.Length];
        for (int k = 0; k < neurons.Length; k++)
        {
            OnlineLayer<T> layer = network.Layers[k];
            if (neurons[k].DeclaredInput?.Size != layer.Neurons.Size) throw new ArgumentException($"Layer {k} has {layer.Neurons.Size} neurons, but {neurons[k].DeclaredInput} were given.", nameof(neurons));
            Linear<T> feed = new(layer.Feed, layer.Neurons.Size, bias: false);
            Layer<T> own = neurons[k];
            if (layer.Weight.RowCount > layer.FirstRecurrentRow)
            {
                Recurrent<T> recurrent = new(neurons[k]);
                (own, _recurrent[k]) = (recurrent, recurrent.Weight);
            }

            _layers[k] = new Sequential<T>(layer.Feed, feed, own) { NeedsInputGradient = k > 0 };
            Copy(layer.Weight, 0, feed.Weight);
            if (_recurrent[k] is { } weight) Copy(layer.Weight, layer.FirstRecurrentRow, weight);
            _readouts[k] = new Linear<T>(layer.Neurons.Size, _outputs, bias: k == 0);
            _readouts[k].Connect(layer.Neurons.Size);
            Copy(layer.Readout, 0, _readouts[k].Weight);
            _gradients[k] = new Signal<T>(layer.Neurons.Size);
        }

        network.Bias.Row(0).CopyTo(_readouts[0].Bias!.Row(0));
        _memory = new LeakyReadout<T>(_outputs, network.Options.Kappa);
        _memory.Connect(_outputs);
        Threads = 1;
        (_input, _sums, _errors) = (new Signal<T>(_inputs), new Signal<T>(_outputs), new Signal<T>(_outputs));

        static void Copy(Parameter<T> from, int first, Parameter<T> to)
        {
            for (int row = 0; row < to.RowCount; row++) from.Row(first + row).CopyTo(to.Row(row));
        }
    }

    /// <summary>All that learns.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => [.. _layers.SelectMany(l => l.Parameters), .. _readouts.SelectMany(r => r.Parameters)];

    /// <summary>The weights from what comes before into a layer, [feed, neurons].</summary>
    public Parameter<T> FeedWeight(int layer) => _layers[layer].Parameters[0];

    /// <summary>The weights within a layer, [neurons, neurons]; null where it is not recurrent.</summary>
    public Parameter<T>? RecurrentWeight(int layer) => _recurrent[layer];

    /// <summary>At most this many threads; results are the same bits for any number.</summary>
    public int Threads
    {
        set
        {
            foreach (Layer<T> layer in _layers.Concat<Layer<T>>(_readouts)) layer.Threads = value;
        }
    }

    /// <summary>Runs a batch and leaves the gradient of its mean loss in the parameters.</summary>
    /// <param name="inputs">[steps, samples, inputs].</param>
    /// <param name="targets">What the readout shall say.</param>
    /// <exception cref="ArgumentException">The inputs are not as many as the targets' steps and samples ask for or not finite, or a label is past the outputs.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public OnlineResult Learn(ReadOnlySpan<T> inputs, OnlineTargets<T> targets)
    {
        OnlineResult result = Forward(inputs, targets);
        TensorPrimitives.Multiply(_errors.Values, T.One / T.CreateChecked(targets.Frames), _errors.Values);
        Signal<T> gradient = _memory.Backward(_errors)!;
        for (int k = 0; k < _layers.Length; k++)
        {
            Signal<T> back = _readouts[k].Backward(gradient)!;
            _gradients[k].PrepareValues(targets.Steps, targets.Samples);
            back.Values.CopyTo(_gradients[k].Values);
        }

        for (int k = _layers.Length - 1; k >= 0; k--)
        {
            Signal<T>? before = _layers[k].Backward(_gradients[k]);
            if (k > 0) TensorPrimitives.Add(_gradients[k - 1].Values, before!.Values, _gradients[k - 1].Values);
            if (_recurrent[k] is { } weight) _twin.Layers[k].MaskRecurrent(weight);
        }

        return result;
    }

    /// <summary>Runs a batch without learning.</summary>
    /// <inheritdoc cref="Learn"/>
    public OnlineResult Evaluate(ReadOnlySpan<T> inputs, OnlineTargets<T> targets) => Forward(inputs, targets);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Layer<T> layer in _layers.Concat<Layer<T>>(_readouts)) layer.Dispose();
        foreach (Signal<T> signal in _gradients) signal.Dispose();
        _memory.Dispose();
        _input.Dispose();
        _sums.Dispose();
        _errors.Dispose();
    }

    private OnlineResult Forward(ReadOnlySpan<T> inputs, OnlineTargets<T> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (int steps, int samples) = (targets.Steps, targets.Samples);
        targets.CheckInputs(inputs, _inputs);
        _input.PrepareValues(steps, samples);
        for (int t = 0; t < steps; t++)
        {
            for (int sample = 0; sample < samples; sample++) inputs.Slice(((t * samples) + sample) * _inputs, _inputs).CopyTo(_input.Row(t, sample));
        }

        _sums.PrepareValues(steps, samples);
        Signal<T> signal = _input;
        double sent = 0, neurons = 0;
        for (int k = 0; k < _layers.Length; k++)
        {
            signal = _layers[k].Forward(signal, training: true);
            Signal<T> readout = _readouts[k].Forward(signal, training: true);
            if (k == 0) readout.Values.CopyTo(_sums.Values);
            else TensorPrimitives.Add(_sums.Values, readout.Values, _sums.Values);
            sent += signal.SpikeCount;
            neurons += signal.Features;
        }

        Signal<T> outputs = _memory.Forward(_sums, training: true);
        _errors.PrepareValues(steps, samples);
        double loss = 0;
        int right = 0;
        for (int t = 0; t < steps; t++)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                loss += targets.LossOf(t, sample, outputs.Row(t, sample), _errors.Row(t, sample));
                right += targets.IsRight(t, sample, outputs.Row(t, sample)) == true ? 1 : 0;
            }
        }

        return new OnlineResult(loss / targets.Frames, right, targets.Frames, sent / (neurons * steps * samples));
    }
}
