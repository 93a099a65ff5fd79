using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Program;

/// <summary>What is computed only where the rare side of a choice is taken.</summary>
internal static class RareSides
{
    /// <summary>For each operation the rare choice that alone needs it, the innermost one; -1 where it is always needed.</summary>
    public static int[] Owners(StepProgram program)
    {
        int count = program.Operations.Length;
        int[] owner = new int[count];
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            owner[i] = -1;
            any |= program.Operations[i].Function == Functions.SelectRarely;
        }

        if (!any) return owner;
        bool[] isResult = new bool[count];
        foreach (Result result in program.Results) isResult[result.Value.Index] = true;
        List<(int User, int Position)>[] users = [.. Enumerable.Range(0, count).Select(_ => new List<(int, int)>(2))];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < program.Operations[i].Operands.Length; k++) users[program.Operations[i].Operands[k].Index].Add((i, k));
        }

        bool[] rare = new bool[count];
        for (int choice = 0; choice < count; choice++)
        {
            if (program.Operations[choice].Function != Functions.SelectRarely) continue;
            Array.Clear(rare, 0, choice);
            for (int i = choice - 1; i >= 0; i--)
            {
                if (isResult[i] || users[i].Count == 0 || !IsOnlyFor(users[i], choice)) continue;
                rare[i] = true;
                if (owner[i] < 0) owner[i] = choice;
            }
        }

        return owner;

        bool IsOnlyFor(List<(int User, int Position)> of, int choice)
        {
            foreach ((int user, int position) in of)
            {
                if (!rare[user] && (user != choice || position != 1)) return false;
            }

            return true;
        }
    }
}
