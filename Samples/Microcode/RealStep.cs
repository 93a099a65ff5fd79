using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.FixedPoint;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>
/// The step that a fixed-point program stands for, in double precision, operation by operation as the equations have it: no table, no format, no bound
/// of the analysis goes into it but those that the solver's inner stages are held to. Neurons go through the operations together. For use by one thread.
/// </summary>
internal sealed class RealStep
{
    private readonly (RealKernel Run, double[][] Operands, double[] Result)[] _operations;
    private readonly (double[] Value, double[] Slot)[] _loads, _stores;
    private readonly double[]? _fired;

    /// <summary>The step of a neuron that a program was made of.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="program">Its program.</param>
    /// <param name="neurons">How many neurons there are.</param>
    public RealStep(NeuronModel model, FixedProgram program, int neurons)
    {
        Dictionary<string, (double Low, double High)> stages = program.States.Where(v => v.Stages is not null)
            .ToDictionary(v => v.Name, v => (v.Type.ToDouble(v.Stages!.Value.Low), v.Type.ToDouble(v.Stages.Value.High)));
        NeuronDsl.Generator.Solver solver = Enum.TryParse(program.Solver, out NeuronDsl.Generator.Solver named) ? named : NeuronDsl.Generator.Solver.None;
        StepProgram step = Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(model, solver, stages)), model);
        States = [.. program.States.Select(_ => new double[neurons])];
        Inputs = [.. program.Inputs.Select(_ => new double[neurons])];
        double[][] values = [.. step.Operations.Select(o => Enumerable.Repeat(o.IsConstant ? o.Constant : 0, neurons).ToArray())];
        _operations = [.. step.Operations.Select((o, i) => (o, i)).Where(x => x.o.Function is not null)
            .Select(x => (RealKernels.Of(x.o.Function!), x.o.Operands.Select(v => values[v.Index]).ToArray(), values[x.i]))];
        List<(double[], double[])> loads = [], stores = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (step.Operations[i].Symbol is not { } symbol) continue;
            if (Slot(program.States, symbol) is >= 0 and var state) loads.Add((values[i], States[state]));
            if (Slot(program.Inputs, symbol) is >= 0 and var input) loads.Add((values[i], Inputs[input]));
        }

        foreach (Result result in step.Results)
        {
            if (result.Target.Kind == SymbolKind.Fired) _fired = values[result.Value.Index];
            if (Slot(program.States, result.Target) is >= 0 and var slot) stores.Add((values[result.Value.Index], States[slot]));
        }

        (_loads, _stores) = ([.. loads], [.. stores]);
    }

    /// <summary>The states in the program's order, [state][neuron], which a step moves.</summary>
    public double[][] States { get; }

    /// <summary>The inputs in the program's order, [input][neuron].</summary>
    public double[][] Inputs { get; }

    /// <summary>Whether a neuron fired in the last step.</summary>
    public bool Fired(int neuron) => _fired is not null && _fired[neuron] != 0;

    /// <summary>One step of the first neurons.</summary>
    public void Run(int count)
    {
        foreach ((double[] value, double[] slot) in _loads) Array.Copy(slot, value, count);
        foreach ((RealKernel run, double[][] operands, double[] result) in _operations) run(operands, result, count);
        foreach ((double[] value, double[] slot) in _stores) Array.Copy(value, slot, count);
    }

    private static int Slot(IReadOnlyList<FixedVariable> variables, Symbol symbol)
    {
        for (int i = 0; i < variables.Count; i++) if (variables[i].Name == symbol.Name && variables[i].Role.ToString() == symbol.Kind.ToString()) return i;
        return -1;
    }
}
