using System;
using System.Collections.Generic;
using System.Linq;

namespace NeuronDsl.Generator.Emit;

/// <summary>Writes overrides that differ from solver to solver: the first is the default, and one alone needs no choice.</summary>
internal static class SolverDispatch
{
    /// <summary>A method that hands over to the solver's own.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="signature">Type, name and parameters.</param>
    /// <param name="solvers">The solvers, the default first.</param>
    /// <param name="call">The statement for a solver.</param>
    public static void WriteMethod(SourceWriter writer, string signature, IEnumerable<string> solvers, Func<string, string> call)
    {
        string[] all = [.. solvers];
        writer.Gap().Line("/// <inheritdoc/>");
        using (writer.Block($"protected override {signature}"))
        {
            if (all.Length == 1)
            {
                writer.Line(call(all[0]));
                return;
            }

            using (writer.Block("switch (Solver)"))
            {
                foreach (string solver in all.Skip(1)) writer.Line($"case global::NeuronDsl.Solver.{solver}: {call(solver)} break;");
                writer.Line($"default: {call(all[0])} break;");
            }
        }
    }

    /// <summary>A property or a method with a value for each solver.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="signature">Type, name and parameters.</param>
    /// <param name="values">The solvers, the default first, and their values.</param>
    public static void WriteValue(SourceWriter writer, string signature, IEnumerable<(string Solver, string Value)> values)
    {
        (string Solver, string Value)[] all = [.. values];
        writer.Gap().Line("/// <inheritdoc/>");
        using (writer.Block($"protected override {signature} => Solver switch", "};"))
        {
            foreach ((string solver, string value) in all.Skip(1)) writer.Line($"global::NeuronDsl.Solver.{solver} => {value},");
            writer.Line($"_ => {all[0].Value},");
        }
    }
}
