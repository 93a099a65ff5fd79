using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Reverse-mode differentiation of a whole time step: from the adjoints of the new states and of what is sent to the adjoints of old
/// states, inputs, arrivals and learnable parameters. Exact for the discretised step, spike by its surrogate; not for the differential
/// equation. The step itself stays part of the program: what it leaves, and what the adjoint needs of its arithmetic.
/// </summary>
internal static class Differentiate
{
    public static StepProgram Apply(StepProgram program, NeuronModel model)
    {
        ProgramBuilder b = new(program.Precision);
        Value[] forward = Copy(b, program);
        HashSet<string> learnable = [.. model.Parameters.Where(p => p.Learnable).Select(p => p.Name)];
        bool graded = program.Find(SymbolKind.Output) is not null;
        Dictionary<Symbol, Value> gradients = Backward(b, program, forward, r => Seed(r, graded), s => Target(s, learnable));
        foreach (Result result in program.Results) b.SetResult(result.Target, forward[result.Value.Index]);

        // What nothing depends on has a zero gradient; every target is present, so that printers need no special case.
        foreach (Symbol target in Targets(program, model, learnable))
        {
            b.SetResult(target, gradients.TryGetValue(target, out Value value) ? value : b.Constant(0));
        }

        return Prune.Apply(b.Build());
    }

    /// <summary>A program's operations, put into a builder.</summary>
    public static Value[] Copy(ProgramBuilder b, StepProgram program)
    {
        Value[] forward = new Value[program.Operations.Length];
        for (int i = 0; i < forward.Length; i++)
        {
            Operation operation = program.Operations[i];
            b.Note = operation.Note;
            forward[i] = b.Copy(operation, [.. operation.Operands.Select(o => forward[o.Index])]);
            if (operation.Name is not null) b.Named(operation.Name, forward[i]);
        }

        return forward;
    }

    /// <summary>Goes back through a program: from the adjoints of its results to those of what it loads.</summary>
    /// <param name="b">Where the adjoint's operations go.</param>
    /// <param name="program">The program.</param>
    /// <param name="forward">Its values, as <see cref="Copy"/> put them there.</param>
    /// <param name="seed">What holds the adjoint of a result; null where nothing depends on it.</param>
    /// <param name="target">What to call the adjoint of what is loaded; null where nobody asks for it.</param>
    public static Dictionary<Symbol, Value> Backward(ProgramBuilder b, StepProgram program, Value[] forward, Func<Result, Symbol?> seed, Func<Symbol, Symbol?> target)
    {
        Value?[] adjoint = new Value?[forward.Length];
        b.Note = "adjoints of what the step leaves";
        foreach (Result result in program.Results)
        {
            if (seed(result) is { } symbol) Add(result.Value.Index, b.Load(symbol));
        }

        Dictionary<Symbol, Value> gradients = [];
        for (int i = forward.Length - 1; i >= 0; i--)
        {
            if (adjoint[i] is not { } gradient) continue;
            Operation operation = program.Operations[i];
            if (operation.Symbol is { } symbol)
            {
                if (target(symbol) is { } found) gradients[found] = b.Named($"{symbol.Name}Gradient", gradient);
            }
            else if (operation.Function is { Partials: not null } function)
            {
                b.Note = operation.Note is null ? null : $"adjoint of {operation.Note}";
                Value[] operands = [.. operation.Operands.Select(o => forward[o.Index])];
                Value[] partials = Partials(b, function, operands, forward[i]);
                for (int k = 0; k < operands.Length; k++)
                {
                    Value part = b.Multiply(gradient, partials[k]);
                    if (b[part] is not { IsConstant: true, Constant: 0 }) Add(operation.Operands[k].Index, part);
                }
            }
        }

        return gradients;

        void Add(int at, Value part) => adjoint[at] = adjoint[at] is { } sum ? b.Add(sum, part) : part;
    }

    private static Symbol? Seed(Result result, bool graded) => result.Target.Kind switch
    {
        SymbolKind.State => new Symbol(SymbolKind.StateGradient, result.Target.Name),
        SymbolKind.Output => SentGradient,
        SymbolKind.Fired when !graded => SentGradient,
        _ => null,
    };

    /// <summary>Adjoint of what the neuron sends.</summary>
    public static readonly Symbol SentGradient = new(SymbolKind.SentGradient, "sent");

    private static Symbol? Target(Symbol symbol, HashSet<string> learnable) => symbol.Kind switch
    {
        SymbolKind.State => new Symbol(SymbolKind.StateGradient, symbol.Name),
        SymbolKind.Input => new Symbol(SymbolKind.InputGradient, symbol.Name),
        SymbolKind.Arrival => new Symbol(SymbolKind.ArrivalGradient, symbol.Name),
        SymbolKind.Parameter when learnable.Contains(symbol.Name) => new Symbol(SymbolKind.ParameterGradient, symbol.Name),
        _ => null,
    };

    private static IEnumerable<Symbol> Targets(StepProgram program, NeuronModel model, HashSet<string> learnable) =>
        model.States.Select(s => new Symbol(SymbolKind.StateGradient, s.Name))
            .Concat(model.Inputs.Select(i => new Symbol(SymbolKind.InputGradient, i.Name)))
            .Concat(model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.ArrivalGradient, s.Name)))
            .Concat(model.Parameters.Where(p => learnable.Contains(p.Name)).Select(p => new Symbol(SymbolKind.ParameterGradient, p.Name)));

    /// <summary>The partial derivatives of an operation. The rule of the function table is over expressions; here its arguments are stand-ins for the values at hand.</summary>
    public static Value[] Partials(ProgramBuilder b, Function function, Value[] operands, Value result)
    {
        Expression[] arguments = [.. operands.Select((o, i) => b[o] is { IsConstant: true } c
            ? new Constant(c.Constant, c.Type)
            : (Expression)new Symbol(SymbolKind.Argument, i.ToString(System.Globalization.CultureInfo.InvariantCulture), b[o].Type))];
        Symbol self = new(SymbolKind.Argument, "y", function.Result);
        Expression[] partials = function.Partials!(arguments, self);
        return [.. partials.Select(p => b.Evaluate(p, s => s.Equals(self) ? result : operands[int.Parse(s.Name, System.Globalization.CultureInfo.InvariantCulture)]))];
    }
}
