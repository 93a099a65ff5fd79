using System;
using System.Globalization;

namespace NeuronDsl.Generator;

/// <summary>Puts the invariant culture in place while it lives: no number in a model or in emitted text depends on the machine's settings.</summary>
internal readonly struct InvariantCulture : IDisposable
{
    private readonly CultureInfo _before;

    private InvariantCulture(CultureInfo before) => _before = before;

    // An analyzer must not read the culture; setting it aside is the opposite.
#pragma warning disable RS1035
    public static InvariantCulture Enter()
    {
        InvariantCulture scope = new(CultureInfo.CurrentCulture);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return scope;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
#pragma warning restore RS1035
}
