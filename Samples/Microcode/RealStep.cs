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
/// of the analysis goes into it but those that the solver's inner stages are held to. For use by one thread.
/// </summary>
internal sealed class RealStep
{
    private readonly (Function? Function, int[] Operands, double[] Arguments)[] _operations;
    private readonly double[] _values;
    private readonly (int Value, int Slot)[] _states, _inputs, _next;
    private readonly int _fired = -1;

    /// <summary>The step of a neuron that a program was made of.</summary>
    public RealStep(NeuronModel model, FixedProgram program)
    {
        Dictionary<string, (double Low, double High)> stages = program.States.Where(v => v.Stages is not null)
            .ToDictionary(v => v.Name, v => (v.Type.ToDouble(v.Stages!.Value.Low), v.Type.ToDouble(v.Stages.Value.High)));
        NeuronDsl.Generator.Solver solver = Enum.TryParse(program.Solver, out NeuronDsl.Generator.Solver named) ? named : NeuronDsl.Generator.Solver.None;
        StepProgram step = Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(model, solver, stages)), model);
        _values = [.. step.Operations.Select(o => o.IsConstant ? o.Constant : 0)];
        _operations = [.. step.Operations.Select(o => (o.Function, o.Operands.Select(v => v.Index).ToArray(), new double[o.Operands.Length]))];
        _states = [.. Loads(step, program.States)];
        _inputs = [.. Loads(step, program.Inputs)];
        List<(int, int)> next = [];
        foreach (Result result in step.Results)
        {
            if (result.Target.Kind == SymbolKind.Fired) _fired = result.Value.Index;
            if (Slot(program.States, result.Target) is >= 0 and var slot) next.Add((result.Value.Index, slot));
        }

        _next = [.. next];
    }

    /// <summary>One step.</summary>
    /// <param name="state">The states in the program's order, which become those after the step.</param>
    /// <param name="input">The inputs in the program's order.</param>
    /// <returns>Whether the neuron fires.</returns>
    public bool Run(double[] state, double[] input)
    {
        double[] values = _values;
        foreach ((int value, int slot) in _states) values[value] = state[slot];
        foreach ((int value, int slot) in _inputs) values[value] = input[slot];
        for (int i = 0; i < values.Length; i++)
        {
            (Function? function, int[] operands, double[] arguments) = _operations[i];
            if (function is null) continue;
            for (int k = 0; k < operands.Length; k++) arguments[k] = values[operands[k]];
            values[i] = function.Evaluate(arguments);
        }

        foreach ((int value, int slot) in _next) state[slot] = values[value];
        return _fired >= 0 && values[_fired] != 0;
    }

    private static IEnumerable<(int Value, int Slot)> Loads(StepProgram step, IReadOnlyList<FixedVariable> variables)
    {
        for (int i = 0; i < step.Operations.Length; i++)
        {
            if (step.Operations[i].Symbol is { } symbol && Slot(variables, symbol) is >= 0 and var slot) yield return (i, slot);
        }
    }

    private static int Slot(IReadOnlyList<FixedVariable> variables, Symbol symbol)
    {
        for (int i = 0; i < variables.Count; i++) if (variables[i].Name == symbol.Name && variables[i].Role.ToString() == symbol.Kind.ToString()) return i;
        return -1;
    }
}
