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
        int count = program.Operations.Length;
        Value[] forward = new Value[count];
        for (int i = 0; i < count; i++)
        {
            Operation operation = program.Operations[i];
            b.Note = operation.Note;
            forward[i] = b.Copy(operation, [.. operation.Operands.Select(o => forward[o.Index])]);
            if (operation.Name is not null) b.Named(operation.Name, forward[i]);
        }

        Value?[] adjoint = new Value?[count];
        Seed(program, b, adjoint);
        List<(Symbol Target, Value Value)> results = [];
        HashSet<string> learnable = [.. model.Parameters.Where(p => p.Learnable).Select(p => p.Name)];
        for (int i = count - 1; i >= 0; i--)
        {
            if (adjoint[i] is not { } gradient) continue;
            Operation operation = program.Operations[i];
            if (operation.Symbol is { } symbol)
            {
                if (Target(symbol, learnable) is { } target) results.Add((target, b.Named($"{symbol.Name}Gradient", gradient)));
            }
            else if (operation.Function is { Partials: not null } function)
            {
                b.Note = operation.Note is null ? null : $"adjoint of {operation.Note}";
                Value[] operands = [.. operation.Operands.Select(o => forward[o.Index])];
                Value[] partials = Partials(b, function, operands, forward[i]);
                for (int k = 0; k < operands.Length; k++)
                {
                    Value part = b.Multiply(gradient, partials[k]);
                    if (b[part] is { IsConstant: true, Constant: 0 }) continue;
                    int operand = operation.Operands[k].Index;
                    adjoint[operand] = adjoint[operand] is { } sum ? b.Add(sum, part) : part;
                }
            }
        }

        foreach (Result result in program.Results) b.SetResult(result.Target, forward[result.Value.Index]);

        // What nothing depends on has a zero gradient; every target is present, so that printers need no special case.
        foreach (Symbol target in Targets(program, model, learnable))
        {
            Value value = results.Where(r => r.Target.Equals(target)).Select(r => (Value?)r.Value).FirstOrDefault() ?? b.Constant(0);
            b.SetResult(target, value);
        }

        return Prune.Apply(b.Build());
    }

    private static void Seed(StepProgram program, ProgramBuilder b, Value?[] adjoint)
    {
        b.Note = "adjoints of what the step leaves";
        bool graded = program.Find(SymbolKind.Output) is not null;
        foreach (Result result in program.Results)
        {
            Value? seed = result.Target.Kind switch
            {
                SymbolKind.State => b.Load(new Symbol(SymbolKind.StateGradient, result.Target.Name)),
                SymbolKind.Output => b.Load(SentGradient),
                SymbolKind.Fired when !graded => b.Load(SentGradient),
                _ => null,
            };
            if (seed is not { } value) continue;
            int at = result.Value.Index;
            adjoint[at] = adjoint[at] is { } sum ? b.Add(sum, value) : value;
        }
    }

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
