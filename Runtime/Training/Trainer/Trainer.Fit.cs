using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>Training from beginning to end: evaluation after every epoch, history, checkpoints, early stopping.</summary>
public partial class Trainer<T>
{
    private readonly List<EpochRecord> _history = [];

    /// <summary>What <see cref="Fit"/> kept of each epoch; saved with a checkpoint.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>Trains and evaluates until so many epochs are done, or training is no longer worth it.</summary>
    /// <param name="training">What to learn.</param>
    /// <param name="heldOut">What to evaluate on after every epoch; null for nothing.</param>
    /// <param name="options">How far, and what to keep.</param>
    /// <param name="cancellation">Stops between two batches, after writing the checkpoint.</param>
    /// <returns>The evaluation of the network as it is in the end; null without held-out samples.</returns>
    /// <exception cref="TrainingDivergedException">A number is not finite; the checkpoint is that of the last epoch that was good.</exception>
    /// <exception cref="InvalidDataException">The checkpoint does not fit.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public Evaluation? Fit(Dataset training, Dataset? heldOut, FitOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (heldOut is null && (options.EarlyStopping ?? (object?)options.BestNetwork) is not null)
            throw new ArgumentException("Early stopping and the best network need held-out samples to judge by.", nameof(heldOut));
        if (options.Checkpoint is { } existing && File.Exists(existing)) Resume(existing);
        try
        {
            while (State.Epoch < options.Epochs && !(options.EarlyStopping?.StopsAfter(_history) ?? false))
                RunEpoch(training, heldOut, options, cancellation);
        }
        catch (OperationCanceledException) when (options.Checkpoint is not null)
        {
            Save(options.Checkpoint);
            throw;
        }
        catch (TrainingDivergedException divergence) when (options.Checkpoint is not null && File.Exists(options.Checkpoint))
        {
            throw new TrainingDivergedException($"{divergence.Message} The last good checkpoint is {options.Checkpoint}.");
        }

        if (options.BestNetwork is { } best && File.Exists(best)) Network.Load(best);
        return heldOut is null ? null : Evaluate(heldOut, cancellation);
    }

    private void RunEpoch(Dataset training, Dataset? heldOut, FitOptions options, CancellationToken cancellation)
    {
        var progress = options.Progress is null ? null : new Relay(options.Progress, options.Epochs);
        Train(training, State.Epoch + 1, progress, cancellation);

        // An epoch and its record belong together: between the two nothing stops.
        var evaluation = heldOut is null ? null : Evaluate(heldOut, CancellationToken.None);
        _history.Add(Record(evaluation));
        if (options.BestNetwork is not null && new EarlyStopping(1) { OnAccuracy = heldOut!.Classes > 0 }.Best(_history) == _history.Count - 1)
            Network.Save(options.BestNetwork);
        if (options.Checkpoint is not null) Save(options.Checkpoint);
    }

    private EpochRecord Record(Evaluation? evaluation) => new()
    {
        Epoch = State.Epoch,
        LearningRate = Optimizer.LearningRate * Optimizer.RateFactor,
        Loss = _lastEpoch.Loss,
        Accuracy = _lastEpoch.Accuracy,
        SpikesPerSample = _lastEpoch.SpikesPerSample,
        HeldOutLoss = evaluation?.Loss ?? double.NaN,
        HeldOutAccuracy = evaluation?.Accuracy ?? double.NaN,
        HeldOutSpikes = evaluation?.SpikesPerSample ?? double.NaN,
        Activities = [.. evaluation?.Layers.Select(layer => new EpochRecord.Reading(layer.Layer, layer.Activity, 0)) ?? []],
        Parameters = [.. NeuronParameters(Network).Select(Summarize)],
    };

    private static IEnumerable<Parameter<T>> NeuronParameters(Layer<T> layer) =>
        layer is NeuronLayer<T> or LeakyReadout<T> ? layer.Parameters : layer.Inner.SelectMany(NeuronParameters);

    private static EpochRecord.Reading Summarize(Parameter<T> parameter)
    {
        double[] values = [.. Enumerable.Range(0, parameter.RowCount).SelectMany(row => parameter.Row(row).ToArray()).Select(double.CreateTruncating)];
        double mean = values.Average();
        return new(parameter.Name, mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    /// <summary>Tells of the epochs in all, not of those up to the current one.</summary>
    private sealed class Relay(IProgress<TrainingProgress> progress, int epochs) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(value with { Epochs = epochs });
    }
}
