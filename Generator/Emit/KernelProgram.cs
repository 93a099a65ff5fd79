using NeuronDsl.Generator.Passes;

namespace NeuronDsl.Generator.Emit;

/// <summary>What the kernels of a population are written from, for one solver.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Name">Its name in methods.</param>
/// <param name="Hoisted">The step, before it is cut.</param>
/// <param name="Spikes">The step in parts, with the bits that it leaves.</param>
internal sealed record KernelProgram(Solver Solver, string Name, HoistedProgram Hoisted, SpikeBits Spikes)
{
    /// <summary>Cuts a step where that pays.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="name">Its name in methods.</param>
    /// <param name="hoisted">The step.</param>
    /// <param name="splits">Whether long steps may be cut into parts.</param>
    public static KernelProgram Of(Solver solver, string name, HoistedProgram hoisted, bool splits) => new(solver, name, hoisted, SpikeBits.Apply(hoisted.Body, splits));
}
