using System;
using System.Collections.Generic;

namespace NeuronDsl.Generator.Symbolics;

/// <summary>
/// While it lives, equal applications that this thread builds are one object: what equations, helpers and derivatives of a neuron have in common is there once, and
/// comparing it is comparing references. It lives as long as one neuron is read: a table for good would keep every expression that an editor has ever seen.
/// </summary>
internal sealed class Interning : IDisposable
{
    [ThreadStatic]
    private static Interning? _current;

    private readonly Interning? _outer = _current;
    private readonly Dictionary<Apply, Apply> _known = [];

    private Interning()
    {
    }

    public static Interning Enter() => _current = new Interning();

    /// <summary>The application itself, or the one like it that is known.</summary>
    public static Apply Of(Apply apply)
    {
        if (_current is not { } current) return apply;
        if (current._known.TryGetValue(apply, out Apply? known)) return known;
        current._known.Add(apply, apply);
        return apply;
    }

    public void Dispose() => _current = _outer;
}
