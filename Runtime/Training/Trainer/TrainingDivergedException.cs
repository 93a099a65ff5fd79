using System;

namespace NeuronDsl.Training;

/// <summary>Training met a number that is not finite; the message names the layer and the time step where it first shows.</summary>
public sealed class TrainingDivergedException(string message) : ArithmeticException(message);
