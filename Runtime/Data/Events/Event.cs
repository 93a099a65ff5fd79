namespace NeuronDsl.Data;

/// <summary>A change of brightness that a pixel of an event camera saw.</summary>
/// <param name="Time">Microseconds.</param>
/// <param name="X">The column, from the left.</param>
/// <param name="Y">The row, from the top.</param>
/// <param name="On">Whether it became brighter.</param>
public readonly record struct Event(long Time, short X, short Y, bool On);
