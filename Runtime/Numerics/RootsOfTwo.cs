using System;

namespace NeuronDsl.Numerics;

/// <summary>The sixteen roots 2^(j/16), which leave an exponential's polynomial a sixteenth of its range. Rounded to the nearest.</summary>
internal static class RootsOfTwo
{
    /// <summary>2^(j/16) for j from 0 to 15.</summary>
    public static ReadOnlySpan<double> Values =>
    [
        1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916, 1.189207115002721, 1.241857812073484, 1.2968395546510096, 1.3542555469368927,
        1.4142135623730951, 1.4768261459394993, 1.5422108254079407, 1.6104903319492543, 1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474,
    ];

    /// <summary>The root that the low four bits of a number's mantissa count.</summary>
    public static double Of(double sixteenths) => Values[(int)BitConverter.DoubleToInt64Bits(sixteenths) & 15];
}
