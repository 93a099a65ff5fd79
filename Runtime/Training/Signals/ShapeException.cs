using System;

namespace NeuronDsl.Training;

/// <summary>Layers, or a network and its data, do not fit together; the message prints the shapes.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);
