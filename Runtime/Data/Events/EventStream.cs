using System;
using System.Collections.Generic;

namespace NeuronDsl.Data;

/// <summary>What an event camera saw: events in the order of the recording.</summary>
public sealed class EventStream
{
    private readonly Event[] _events;

    /// <summary>A stream; the events are copied.</summary>
    /// <param name="width">Columns of the camera.</param>
    /// <param name="height">Rows of the camera.</param>
    /// <param name="events">The events.</param>
    /// <exception cref="ArgumentException">An event lies outside the camera.</exception>
    public EventStream(int width, int height, IEnumerable<Event> events)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, _events) = (width, height, [.. events]);
        for (int i = 0; i < _events.Length; i++)
        {
            var e = _events[i];
            if ((uint)e.X >= (uint)width || (uint)e.Y >= (uint)height)
                throw new ArgumentException($"Event {i} is at ({e.X}, {e.Y}), outside a camera of {width}x{height}.", nameof(events));
        }
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The events.</summary>
    public ReadOnlySpan<Event> Events => _events;
}
