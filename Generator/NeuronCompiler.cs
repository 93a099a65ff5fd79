using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Emit;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;

namespace NeuronDsl.Generator;

/// <summary>The table of contents of the compiler: for each target the solver, then the passes, then the printer.</summary>
internal static class NeuronCompiler
{
    /// <summary>The files to add for a neuron: the scalar neuron always, a population and a layer where they are asked for.</summary>
    public static IEnumerable<(string HintName, string Text)> Compile(NeuronModel model)
    {
        yield return ($"{model.Type.HintName}.g.cs", new NeuronEmitter(model).Emit());
        Solver[] solvers = model.Solvers.Count == 0 ? [Solver.None] : [.. model.Solvers];
        (Solver Solver, HoistedProgram Program)[] kernels = model.Targets.HasFlag(Target.Simulation) ? [.. solvers.Select(s => (s, Forward(model, s)))] : [];
        yield return ($"{model.Type.HintName}.Description.g.cs", DescriptionEmitter.Emit(model, kernels));
        if (kernels.Length > 0)
        {
            yield return ($"{model.Type.HintName}.Population.g.cs", PopulationEmitter.Emit(model, [.. kernels.Select(k => (MethodName(k.Solver), k.Program))]));
        }

        if (model.Targets.HasFlag(Target.Training)) yield return ($"{model.Type.HintName}.Layer.g.cs", CompileLayer(model));
        if (model.Targets.HasFlag(Target.Eligibility))
        {
            yield return ($"{model.Type.HintName}.Eligibility.g.cs", EligibilityEmitter.Emit(model, [.. TrainingSolvers(model).Select(s => (MethodName(s), Eligibility(model, s)))]));
        }
    }

    private static string CompileLayer(NeuronModel model) =>
        LayerEmitter.Emit(model, [.. TrainingSolvers(model).Select(s => LayerProgram.Of(MethodName(s), Adjoint(model, s)))]);

    private static Solver[] TrainingSolvers(NeuronModel model) => model.TrainingSolvers.Count == 0 ? [Solver.None] : [.. model.TrainingSolvers];

    /// <summary>The step with the recursion of its synapses' traces, by whose they are, made ready for printing.</summary>
    public static EligibilityPrograms Eligibility(NeuronModel model, Solver solver)
    {
        TracePrograms programs = SeparateTraces.Apply(EraseSurrogates.Apply(Linearize.Apply(Meaning(model, solver), model)));
        return new EligibilityPrograms(Lower(programs.Post), Lower(programs.Pre), Lower(programs.Synapse));
    }

    /// <summary>The step as every target starts from it: what it means, before anything is rearranged.</summary>
    public static StepProgram Meaning(NeuronModel model, Solver solver) => TimeStep.Compile(model, solver);

    /// <summary>The step made ready for printing.</summary>
    public static HoistedProgram Forward(NeuronModel model, Solver solver) => Lower(EraseSurrogates.Apply(Meaning(model, solver)));

    /// <summary>The step with its adjoint, made ready for printing.</summary>
    public static HoistedProgram Adjoint(NeuronModel model, Solver solver) =>
        Lower(EraseSurrogates.Apply(Differentiate.Apply(Meaning(model, solver), model)));

    private static HoistedProgram Lower(StepProgram program)
    {
        HoistedProgram hoisted = Hoist.Apply(OrderSums.Apply(ChangeBase.Apply(ReduceStrength.Apply(ShareExponentials.Apply(ReduceStrength.Apply(program))))));
        return hoisted with { Body = Contract.Apply(ExpandFunctions.Apply(hoisted.Body)) };
    }

    /// <summary>The solver's name in emitted methods; a map's step has no solver.</summary>
    private static string MethodName(Solver solver) => solver == Solver.None ? "Map" : solver.ToString();
}
