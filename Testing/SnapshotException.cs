using System;

namespace NeuronDsl.Testing;

/// <summary>Generated code is not what was accepted; the message shows the lines that differ.</summary>
/// <param name="message">What differs.</param>
public sealed class SnapshotException(string message) : Exception(message);
