using System.Linq;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Passes;

/// <summary>
/// Chooses by one comparison after the other in place of their conjunction, and as late as it can. A vector unit holds comparisons in mask registers that steer
/// any operation for nothing; a conjunction asked for in several places goes through vectors. A state that refractoriness holds is then its old value or all of
/// its arithmetic, without a zero slope in between. The same but for the sign of zero.
/// </summary>
internal static class NestChoices
{
    // A conjunction that steers more choices than these is cheaper as one condition than as two choices each.
    private const int Choices = 3;

    public static StepProgram Apply(StepProgram program)
    {
        int[] choices = new int[program.Operations.Length], uses = new int[program.Operations.Length];
        foreach (Operation operation in program.Operations)
        {
            foreach (Value operand in operation.Operands) uses[operand.Index]++;
            if (operation.Function == Functions.Select) choices[operation.Operands[0].Index]++;
        }

        return program.RewriteAndPrune((b, operation, operands) =>
        {
            if (operation.Function == Functions.Add || operation.Function == Functions.Subtract || operation.Function == Functions.Multiply)
            {
                // A choice that is asked for again stays where it is: it would be made twice.
                return operation.Operands.All(o => uses[o.Index] == 1 || program[o].Function != Functions.Select) ? ChooseLast(b, operation.Function, operands[0], operands[1]) : null;
            }

            if (operation.Function == Functions.And) return Excluded(b, operands[0], operands[1]);
            return operation.Function == Functions.Select && choices[operation.Operands[0].Index] <= Choices ? Nest(b, operands) : null;
        });
    }

    // f(c ? a : x, y) is c ? f(a, y) : f(x, y) where f(a, y) costs nothing.
    private static Value? ChooseLast(ProgramBuilder b, Function f, Value left, Value right)
    {
        (Value Condition, Value Then, Value Else)? first = Choice(b, left), second = Choice(b, right);
        if (first is { } x && second is { } y && x.Condition == y.Condition && Free(b, f, x.Then, y.Then) is { } both) return b.Choose(x.Condition, both, b.Apply(f, x.Else, y.Else));
        if (first is { } chosen && Free(b, f, chosen.Then, right) is { } then) return b.Choose(chosen.Condition, then, b.Apply(f, chosen.Else, right));
        if (second is { } other && Free(b, f, left, other.Then) is { } rest) return b.Choose(other.Condition, rest, b.Apply(f, left, other.Else));
        return null;
    }

    private static (Value Condition, Value Then, Value Else)? Choice(ProgramBuilder b, Value value) =>
        b[value] is { } operation && operation.Function == Functions.Select ? (operation.Operands[0], operation.Operands[1], operation.Operands[2]) : null;

    private static Value? Free(ProgramBuilder b, Function f, Value left, Value right) =>
        f == Functions.Multiply ? (IsZero(b, left) ? left : IsZero(b, right) ? right : null)
        : f == Functions.Add && IsZero(b, left) ? right
        : IsZero(b, right) ? left
        : null;

    private static bool IsZero(ProgramBuilder b, Value value) => b[value] is { IsConstant: true, Constant: 0 };

    // p and not c: where p is asked, c does not hold.
    private static Value? Excluded(ProgramBuilder b, Value left, Value right) =>
        Excluder(b, right) is { } condition ? b.Apply(Functions.And, Given(b, left, condition, false), right)
        : Excluder(b, left) is { } other ? b.Apply(Functions.And, left, Given(b, right, other, false))
        : null;

    private static Value? Nest(ProgramBuilder b, Value[] operands)
    {
        Operation both = b[operands[0]];
        if (both.Function != Functions.And) return null;
        (Value rest, Value not) = Excluder(b, both.Operands[1]) is not null ? (both.Operands[0], both.Operands[1]) : (both.Operands[1], both.Operands[0]);
        if (Excluder(b, not) is not { } condition) return null;
        Value inner = b.Choose(rest, Given(b, operands[1], condition, false), Given(b, operands[2], condition, false));
        return b.Choose(condition, Given(b, operands[2], condition, true), inner);
    }

    // The comparison that a value is the contrary of.
    private static Value? Excluder(ProgramBuilder b, Value value) =>
        b[value] is { } not && not.Function == Functions.Not && b[not.Operands[0]] is { Function: not null } of && of.Operands.All(o => b[o].Type == TermType.Real) ? not.Operands[0] : null;

    // What a value comes to where a condition is known to hold or not.
    private static Value Given(ProgramBuilder b, Value value, Value condition, bool holds)
    {
        Operation operation = b[value];
        if (operation.Function == Functions.Select && operation.Operands[0] == condition) return operation.Operands[holds ? 1 : 2];

        // a > b tells which side of a - b >= 0 counts.
        if (operation.Function == Functions.AtLeast && IsZero(b, operation.Operands[1]) && b[condition].Function == Functions.Greater
            && b[operation.Operands[0]] is { } difference && difference.Function == Functions.Subtract && difference.Operands.SequenceEqual(b[condition].Operands))
        {
            return operation.Operands[holds ? 0 : 1];
        }

        if (operation.Type != TermType.Bool || operation.Function is null) return value;
        Value[] operands = [.. operation.Operands.Select(o => Given(b, o, condition, holds))];
        return operands.SequenceEqual(operation.Operands) ? value : b.Apply(operation.Function, operands);
    }
}
