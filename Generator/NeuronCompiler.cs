using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
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
    public static IEnumerable<(string HintName, SourceText Text)> Compile(NeuronModel model) => Compile(model, PassesFor(model));

    /// <summary>The same with some of the passes only.</summary>
    public static IEnumerable<(string HintName, SourceText Text)> Compile(NeuronModel model, OptionalPasses passes)
    {
        yield return ($"{model.Type.HintName}.g.cs", new NeuronEmitter(model).Emit());
        Solver[] solvers = model.Solvers.Count == 0 ? [Solver.None] : [.. model.Solvers];
        bool splits = passes.HasFlag(OptionalPasses.Split);
        KernelProgram[] kernels = model.Targets.HasFlag(Target.Simulation) ? [.. solvers.Select(s => KernelProgram.Of(s, MethodName(s), Forward(model, s, passes), splits))] : [];
        yield return ($"{model.Type.HintName}.Description.g.cs", DescriptionEmitter.Emit(model, kernels));
        if (kernels.Length > 0)
        {
            yield return ($"{model.Type.HintName}.Population.g.cs", PopulationEmitter.Emit(model, kernels));
        }

        if (model.Targets.HasFlag(Target.Training)) yield return ($"{model.Type.HintName}.Layer.g.cs", CompileLayer(model, passes));
        if (model.Targets.HasFlag(Target.Eligibility))
        {
            yield return ($"{model.Type.HintName}.Eligibility.g.cs", EligibilityEmitter.Emit(model, [.. TrainingSolvers(model).Select(s => (MethodName(s), Eligibility(model, s, passes)))]));
        }
    }

    private static SourceText CompileLayer(NeuronModel model, OptionalPasses passes) =>
        LayerEmitter.Emit(model, [.. TrainingSolvers(model).Select(s => LayerProgram.Of(MethodName(s), Adjoint(model, s, passes)))]);

    private static Solver[] TrainingSolvers(NeuronModel model) => model.TrainingSolvers.Count == 0 ? [Solver.None] : [.. model.TrainingSolvers];

    // The step with the recursion of its synapses' traces, by whose they are, made ready for printing.
    private static EligibilityPrograms Eligibility(NeuronModel model, Solver solver, OptionalPasses passes)
    {
        TracePrograms programs = SeparateTraces.Apply(EraseSurrogates.Apply(Linearize.Apply(Meaning(model, solver), model)));
        return new EligibilityPrograms(Lower(programs.Post, passes), Lower(programs.Pre, passes), Lower(programs.Synapse, passes), Lower(TransposeTraces.Apply(programs), passes));
    }

    /// <summary>The step as every target starts from it: what it means, before anything is rearranged.</summary>
    public static StepProgram Meaning(NeuronModel model, Solver solver) => TimeStep.Compile(model, solver);

    /// <summary>The step made ready for printing.</summary>
    public static HoistedProgram Forward(NeuronModel model, Solver solver) => Forward(model, solver, PassesFor(model));

    /// <summary>The same with some of the passes only.</summary>
    public static HoistedProgram Forward(NeuronModel model, Solver solver, OptionalPasses passes)
    {
        StepProgram program = EraseSurrogates.Apply(Meaning(model, solver));
        return Lower(passes.HasFlag(OptionalPasses.NestChoices) ? NestChoices.Apply(program) : program, passes);
    }

    /// <summary>The step with its adjoint, made ready for printing.</summary>
    public static HoistedProgram Adjoint(NeuronModel model, Solver solver) => Adjoint(model, solver, PassesFor(model));

    private static HoistedProgram Adjoint(NeuronModel model, Solver solver, OptionalPasses passes) =>
        Lower(EraseSurrogates.Apply(Differentiate.Apply(Meaning(model, solver), model)), passes);

    private static OptionalPasses PassesFor(NeuronModel model) => model.Reassociate ? OptionalPasses.All : OptionalPasses.All & ~OptionalPasses.Reassociating;

    private static HoistedProgram Lower(StepProgram program, OptionalPasses passes)
    {
        Run(OptionalPasses.ReduceStrength, ReduceStrength.Apply);
        Run(OptionalPasses.ShareExponentials, ShareExponentials.Apply);
        Run(OptionalPasses.ReduceStrength, ReduceStrength.Apply);
        Run(OptionalPasses.ChangeBase, ChangeBase.Apply);
        Run(OptionalPasses.OrderSums, OrderSums.Apply);
        Run(OptionalPasses.SquarePowers, SquarePowers.Apply);
        HoistedProgram hoisted = Hoist.Apply(program);
        program = ExpandFunctions.Apply(hoisted.Body);
        Run(OptionalPasses.Contract, Contract.Apply);
        return hoisted with { Body = program };

        void Run(OptionalPasses pass, Func<StepProgram, StepProgram> apply) => program = passes.HasFlag(pass) ? apply(program) : program;
    }

    /// <summary>The solver's name in emitted methods; a map's step has no solver.</summary>
    private static string MethodName(Solver solver) => solver == Solver.None ? "Map" : solver.ToString();
}
