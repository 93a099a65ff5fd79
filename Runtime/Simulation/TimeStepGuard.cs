using System;
using System.Numerics;

namespace NeuronDsl.Simulation;

/// <summary>The check every step begins with.</summary>
public static class TimeStepGuard
{
    /// <summary>Refuses a time step that is not a positive finite number.</summary>
    /// <param name="dt">The time step.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is zero, negative, infinite or NaN.</exception>
    public static void Check<T>(T dt)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!(dt > T.Zero && T.IsFinite(dt))) throw new ArgumentOutOfRangeException(nameof(dt), dt, "The time step must be positive and finite.");
    }
}
