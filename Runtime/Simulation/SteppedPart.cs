using System.Collections.Generic;

namespace NeuronDsl.Simulation;

/// <summary>What one part of a population did in a call: how many spikes, and which if they are recorded.</summary>
internal readonly record struct SteppedPart(long Count, List<Spike>? Spikes);
