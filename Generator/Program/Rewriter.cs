using System;
using System.Linq;

namespace NeuronDsl.Generator.Program;

/// <summary>Copies a program operation by operation: what most passes are, with another rule for some of the operations.</summary>
internal static class Rewriter
{
    /// <summary>
    /// The program with each operation replaced by the value that <paramref name="rewrite"/> builds for it from its rewritten operands;
    /// null copies the operation. Names and notes carry over.
    /// </summary>
    public static StepProgram Rewrite(this StepProgram program, Func<ProgramBuilder, Operation, Value[], Value?> rewrite) => Rewritten(program, rewrite).Build();

    /// <summary>The same without the operations that no result needs any more.</summary>
    public static StepProgram RewriteAndPrune(this StepProgram program, Func<ProgramBuilder, Operation, Value[], Value?> rewrite) => Rewritten(program, rewrite).BuildPruned();

    private static ProgramBuilder Rewritten(StepProgram program, Func<ProgramBuilder, Operation, Value[], Value?> rewrite)
    {
        // A little more than there were: most passes add some.
        ProgramBuilder builder = new(program.Precision, program.Operations.Length + (program.Operations.Length / 4));
        Value[] map = new Value[program.Operations.Length];
        for (int i = 0; i < map.Length; i++)
        {
            Operation operation = program.Operations[i];
            Value[] operands = new Value[operation.Operands.Length];
            for (int k = 0; k < operands.Length; k++) operands[k] = map[operation.Operands[k].Index];
            builder.Note = operation.Note;
            Value value = rewrite(builder, operation, operands) ?? builder.Copy(operation, operands);
            map[i] = operation.Name is null ? value : builder.Named(operation.Name, value);
        }

        foreach (Result result in program.Results) builder.SetResult(result.Target, map[result.Value.Index]);
        return builder;
    }

    /// <summary>The same operation on other operands.</summary>
    public static Value Copy(this ProgramBuilder builder, Operation operation, Value[] operands) =>
        operation.Symbol is not null ? builder.Load(operation.Symbol)
        : operation.Function is not null ? builder.Apply(operation.Function, operands)
        : builder.Constant(operation.Constant, operation.Type);
}
