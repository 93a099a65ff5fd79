using System;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>A value has no room in its format: which one, so that another format can be tried.</summary>
internal sealed class NoRoomException(int value) : Exception
{
    /// <summary>The value's index in the step program.</summary>
    public int Value { get; } = value;
}
