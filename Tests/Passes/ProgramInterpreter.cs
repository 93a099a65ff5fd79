using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Passes;

/// <summary>Runs a program of any operations for one neuron, in double precision, by the function table.</summary>
internal static class ProgramInterpreter
{
    /// <summary>The results by target, given the value of every symbol that the program loads.</summary>
    public static Dictionary<Symbol, double> Interpret(this StepProgram program, Func<Symbol, double> valueOf)
    {
        double[] values = new double[program.Operations.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Operation operation = program.Operations[i];
            values[i] = operation.Symbol is { } symbol ? valueOf(symbol)
                : operation.Function is { } function ? function.Evaluate([.. operation.Operands.Select(o => values[o.Index])])
                : operation.Constant;
        }

        return program.Results.ToDictionary(r => r.Target, r => values[r.Value.Index]);
    }

    /// <summary>The preamble, then the body with the uniforms that the preamble leaves.</summary>
    public static Dictionary<Symbol, double> Interpret(this HoistedProgram program, Func<Symbol, double> valueOf)
    {
        Dictionary<Symbol, double> uniforms = program.Preamble.Interpret(valueOf);
        return program.Body.Interpret(s => s.Kind == SymbolKind.Uniform ? uniforms[s] : valueOf(s));
    }
}
