using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>Who uses the values of a program: what passes ask, and its printers in every dialect, found once.</summary>
internal sealed class ProgramUses
{
    private readonly StepProgram _program;
    private int[]? _rareOwner;

    public ProgramUses(StepProgram program)
    {
        _program = program;
        int n = program.Operations.Length;
        Count = new int[n];
        LastUser = new int[n];
        IsCombined = new bool[n];
        for (int i = 0; i < n; i++)
        {
            LastUser[i] = -1;
            Operation operation = program.Operations[i];
            foreach (Value operand in operation.Operands)
            {
                Count[operand.Index]++;
                IsCombined[operand.Index] |= operation.Type == TermType.Bool;
                LastUser[operand.Index] = i;
            }
        }

        foreach (Result result in program.Results) Count[result.Value.Index]++;
    }

    /// <summary>How often each value is used, by operations and results.</summary>
    public int[] Count { get; }

    /// <summary>The last operation that uses it; -1 where none does.</summary>
    public int[] LastUser { get; }

    /// <summary>Whether it is part of a truth value.</summary>
    public bool[] IsCombined { get; }

    /// <summary>The rare choice that alone needs it; -1 where it is always needed.</summary>
    public int[] RareOwner => _rareOwner ??= RareSides.Owners(_program);
}
