namespace NeuronDsl.Simulation;

/// <summary>How far a run has come.</summary>
/// <param name="Time">The network's time, in the unit of dt.</param>
/// <param name="End">The time at which the run ends.</param>
/// <param name="Spikes">The spikes of this run so far.</param>
public readonly record struct RunProgress(double Time, double End, long Spikes);
