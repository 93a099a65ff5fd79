namespace NeuronDsl.Reports;

/// <summary>How a heat map turns values into colours.</summary>
public enum ColorScale
{
    /// <summary>Diverging where the values have both signs, else sequential.</summary>
    Automatic,

    /// <summary>From dark blue to yellow, equally spaced to the eye: viridis (Smith and van der Walt, 2015).</summary>
    Sequential,

    /// <summary>From blue over white to orange, with 0 white and the ends at equal distances from it: for signed weights.</summary>
    Diverging,
}
