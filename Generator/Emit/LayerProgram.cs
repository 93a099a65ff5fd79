using NeuronDsl.Generator.Passes;

namespace NeuronDsl.Generator.Emit;

/// <summary>What the kernels of a layer are written from, for one solver.</summary>
/// <param name="Solver">The solver's name in methods.</param>
/// <param name="Hoisted">The step with its adjoint, before it is cut; its preamble serves all three parts.</param>
/// <param name="Taped">The step, the step with its tape, and the way back.</param>
internal sealed record LayerProgram(string Solver, HoistedProgram Hoisted, TapedProgram Taped)
{
    /// <summary>Cuts a step with its adjoint.</summary>
    public static LayerProgram Of(string solver, HoistedProgram hoisted) => new(solver, hoisted, Tape.Apply(hoisted.Body));
}
