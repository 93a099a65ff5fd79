namespace NeuronDsl.Data;

/// <summary>Samples to learn from, and held-out samples to test on.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Test">Held out.</param>
public sealed record DataSplit(Dataset Training, Dataset Test);
