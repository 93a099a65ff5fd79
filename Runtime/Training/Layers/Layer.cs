using System;
using System.Collections.Generic;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>
/// One stage of a network, from a signal [steps, batch, input] to a signal [steps, batch, output]. A network first calls
/// <see cref="Connect"/> once, then for each batch <see cref="Forward"/> and, when training, <see cref="Backward"/> on the same batch.
/// A layer appears once in a network.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Layer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signal<T>? _output, _inputGradient;
    private Shape? _inputShape;

    /// <summary>What the layer is called in summaries and messages.</summary>
    public virtual string Name
    {
        get
        {
            string name = GetType().Name;
            int arity = name.IndexOf('`', StringComparison.Ordinal);
            return arity < 0 ? name : name[..arity];
        }
    }

    /// <summary>The input that the layer was declared for; null if it takes what it is given.</summary>
    public virtual Shape? DeclaredInput => null;

    /// <summary>The shape of one sample at one step of the input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a network yet.</exception>
    public Shape InputShape => _inputShape ?? throw NotConnected();

    /// <summary>The shape of one sample at one step of the output.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a network yet.</exception>
    public Shape OutputShape => Output.Shape;

    /// <summary>Whether <see cref="Backward"/> must return a gradient; the network clears it for its first layer.</summary>
    public virtual bool NeedsInputGradient { get; set; } = true;

    /// <summary>At most this many threads; results are the same bits for any number.</summary>
    public virtual int Threads { get; set; } = 1;

    /// <summary>
    /// Whether a batch begins with the states in which the one before ended; no gradient flows across. With windows of some steps this is
    /// truncated back-propagation, with batches of one step the single-step mode. Off at first: every batch begins with the initial states.
    /// </summary>
    public virtual bool CarriesState { get; set; }

    /// <summary>
    /// Which draw of its randomness the next pass of training takes; counts up by itself, and what is made of layers gives each its own. A
    /// trainer sets it before each batch, so that what is random follows from its seed and the place in training alone.
    /// </summary>
    public virtual ulong Draw { get; set; }

    /// <summary>The layers that this one is made of; empty for a plain layer.</summary>
    public virtual IReadOnlyList<Layer<T>> Inner => [];

    /// <summary>What the layer keeps between batches, in a fixed order; empty by default.</summary>
    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>Spikes of the last forward pass, over all samples and steps.</summary>
    public virtual long SpikeCount => _output is { Batch: > 0 } ? _output.SpikeCount : 0;

    /// <summary>What the layer adds to the loss of the last pass of training; the mean over the batch.</summary>
    public virtual double Penalty => 0;

    /// <summary>How the layer did its last forward pass, for the summary; null if there is nothing to say.</summary>
    public virtual string? Note => null;

    /// <summary>Whether the layer knows its shapes.</summary>
    protected bool IsConnected => _inputShape is not null;

    /// <summary>The layer's own output signal, for <see cref="Forward"/> to prepare, write and return.</summary>
    protected internal Signal<T> Output => _output ?? throw NotConnected();

    /// <summary>The layer's own gradient signal of the input's shape, for <see cref="Backward"/> to prepare, write and return.</summary>
    protected Signal<T> InputGradient => _inputGradient ?? throw NotConnected();

    /// <summary>Tells the layer the shape it will be given. Called once, by the network.</summary>
    /// <returns>The shape it gives.</returns>
    /// <exception cref="ShapeException">The layer cannot take that shape; the message prints both.</exception>
    /// <exception cref="InvalidOperationException">The layer is already part of a network.</exception>
    public virtual Shape Connect(Shape input)
    {
        if (_inputShape is not null) throw new InvalidOperationException($"The {Name} layer is already part of a network.");
        if (DeclaredInput is { } declared && !declared.Accepts(input))
            throw new ShapeException($"{Name} takes {declared} features, but is given {input}.");
        var output = InferOutput(input);
        _inputShape = input;
        _output = new Signal<T>(output);
        _inputGradient = new Signal<T>(input);
        return output;
    }

    /// <summary>Gives the parameters their initial values; the same seed gives the same values. Nothing by default.</summary>
    public virtual void Initialize(ulong seed)
    {
    }

    /// <summary>Forgets the states of the last batch, for a layer that <see cref="CarriesState"/>.</summary>
    public virtual void ResetState()
    {
    }

    /// <summary>Carries a batch through the layer.</summary>
    /// <param name="input">[steps, batch, InputShape]; stays as it is until <see cref="Backward"/> of the same batch has returned.</param>
    /// <param name="training">
    /// Whether layers that act only in training act. <see cref="Backward"/> may follow either way: without training it gives the gradient of the
    /// network as it is used, which an attack on it needs.
    /// </param>
    /// <returns>[steps, batch, OutputShape], the layer's own; valid until the next call.</returns>
    public abstract Signal<T> Forward(Signal<T> input, bool training);

    /// <summary>
    /// Carries the gradient of the loss back through the last batch and overwrites the gradients of the parameters.
    /// </summary>
    /// <param name="outputGradient">
    /// With respect to the stored output, see <see cref="Signal{T}"/>: for a constant output the sum over the steps, stored once;
    /// else [steps, batch, OutputShape], stored once when every step is the same.
    /// </param>
    /// <returns>With respect to the stored input, likewise; null if not <see cref="NeedsInputGradient"/>.</returns>
    public abstract Signal<T>? Backward(Signal<T> outputGradient);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The shape of the output for an input shape that <see cref="DeclaredInput"/> accepts.</summary>
    /// <exception cref="ShapeException">The layer cannot take that shape.</exception>
    protected abstract Shape InferOutput(Shape input);

    /// <summary>Releases signals and parameters.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _output?.Dispose();
        _inputGradient?.Dispose();
        foreach (var parameter in Parameters) parameter.Dispose();
    }

    private InvalidOperationException NotConnected() => new(
        $"The {Name} layer is not part of a network yet, or of one that does not know its input: name it, as in new Sequential(new Shape(1, 28, 28), ...).");
}
