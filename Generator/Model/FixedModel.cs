namespace NeuronDsl.Generator.Model;

/// <summary>A fixed-point form that is asked for: what <c>[Fixed]</c> says.</summary>
/// <param name="Bits">The width of words, 16 or 32.</param>
/// <param name="MaxError">The budget of a step's error relative to the width of each state's bounds; 0 where none is given.</param>
/// <param name="TableCells">The most cells of a table.</param>
/// <param name="Solvers">The solvers, empty for a map.</param>
internal sealed record FixedModel(int Bits, double MaxError, int TableCells, EquatableArray<Solver> Solvers);
