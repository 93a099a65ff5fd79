namespace NeuronDsl.Training;

/// <summary>What a trainer reports after every batch. Means are over the epoch so far.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Batch">Batches done in it.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="BatchLoss">The loss of this batch.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share classified right, 0 to 1, at the time each was seen; NaN without classes.</param>
/// <param name="SpikesPerSample">Mean spikes of all layers for a sample over all steps.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Batch, int Batches, double BatchLoss, double Loss, double Accuracy, double SpikesPerSample);
