using NeuronDsl.Generator.Model;

namespace NeuronDsl.Generator.Passes.Elementary;

/// <summary>What differs between float and double programs: coefficients, thresholds. A float's digits are those of the nearest float.</summary>
internal sealed record ByPrecision<T>(T Single, T Double)
{
    public T this[Precision precision] => precision == Precision.Single ? Single : Double;
}
