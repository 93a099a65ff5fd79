using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>
/// Chooses formats: from the finest that bounds allow, moves that save instructions or errors are taken one value at a time, until none is left. An instruction
/// is worth a bit of the states' accuracy; where a budget is given, it is kept first.
/// </summary>
internal sealed class FormatSearch(Setting setting, double budget)
{
    private const int Sweeps = 6;

    // A worst case beyond this part of a state's bounds, as in the last step of an upstroke, tells nothing about other steps.
    private const double Useless = 1.0 / 128;

    // What a bit is worth where no bound tells what it does.
    private const double Dear = 8;

    // Beyond this nothing is known of a step.
    private const double Hopeless = 1.0 / 8;

    /// <summary>Whether the bound of a state's error tells something of a step.</summary>
    public static bool IsOfUse(Setting setting, Symbol state, Interval error) => error.Magnitude < Hopeless * setting.Bounds[state].Width;

    /// <summary>As <see cref="Run"/>; null where no formats have room.</summary>
    public (Formats Formats, FixedLowering Step, double Value)? TryRun(Formats? before)
    {
        try
        {
            return Run(before);
        }
        catch (NotInFixedPointException)
        {
            return null;
        }
    }

    /// <summary>The formats, the step written in them, and its value: the less, the better.</summary>
    /// <param name="before">The formats found for slightly other bounds, where there are such.</param>
    public (Formats Formats, FixedLowering Step, double Value) Run(Formats? before = null)
    {
        Formats best = before is not null && Judge(before) is not null ? before : Feasible();
        (double value, FixedLowering step) = Judge(best)!.Value;
        foreach (KeyValuePair<Symbol, Interval> error in step.Errors)
        {
            if (error.Key.Kind == SymbolKind.State && !setting.Saturates && !IsOfUse(setting, error.Key, error.Value)) throw new NotInFixedPointException($"{error.Key.Name} with the error of a step", null);
        }

        StepProgram program = setting.Program;
        List<int>[] users = [.. program.Operations.Select(_ => new List<int>())];
        for (int i = 0; i < users.Length; i++) foreach (Value o in program.Operations[i].Operands) users[o.Index].Add(i);
        foreach (Result result in program.Results)
        {
            int load = setting.LoadOf(result.Target);
            if (load >= 0) (users[load], users[result.Value.Index]) = ([.. users[load], result.Value.Index], [.. users[result.Value.Index], load]);
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool moved = false;
            for (int i = 0; i < users.Length; i++)
            {
                Operation operation = program.Operations[i];
                if (operation.Type == TermType.Bool || operation.IsConstant || best.IsWhole[i]) continue;
                foreach (int fraction in Candidates(i, best, users[i]))
                {
                    Formats other = best.Copy();
                    other.Fractions[i] = fraction;
                    moved |= Take(other);
                }

                if (operation.Function != Functions.Multiply || setting.Bits == 16) continue;
                Formats exact = best.Copy();
                exact.Exact[i] = !exact.Exact[i];
                moved |= Take(exact);
            }

            if (!moved) break;
        }

        return (best, step, value);

        bool Take(Formats other)
        {
            if (Judge(other) is not { } found || found.Value >= value - 1e-9) return false;
            (best, value, step) = (other, found.Value, found.Step);
            return true;
        }
    }

    // Formats of the neighbours, and those at which products need no shift.
    private IEnumerable<int> Candidates(int i, Formats formats, List<int> users)
    {
        Operation operation = setting.Program.Operations[i];
        int own = formats.Fractions[i], free = setting.Bits == 32 ? 32 : 15;
        HashSet<int> found = [formats.Most[i], own - 1, own + 1];
        int[] operands = [.. operation.Operands.Where(o => !setting.Program[o].IsConstant && setting.Program[o].Type == TermType.Real).Select(o => formats.Fractions[o.Index])];
        foreach (int f in operands) found.Add(f);
        if (operation.Function == Functions.Multiply && operands.Length == 2) found.Add(operands[0] + operands[1] - free);
        foreach (int user in users)
        {
            found.Add(formats.Fractions[user]);
            Operation sum = setting.Program.Operations[user];
            if (sum.Function == Functions.Multiply && sum.Operands.FirstOrDefault(o => setting.Program[o].IsConstant) is var c && setting.Program[c].IsConstant && setting.Program[c].Constant != 0)
            {
                found.Add(formats.Fractions[user] + (int)Math.Round(Math.Log(Math.Abs(setting.Program[c].Constant), 2)));
            }

            foreach (Value o in sum.Operands) if (!setting.Program[o].IsConstant && setting.Program[o].Type == TermType.Real) found.Add(formats.Fractions[o.Index]);
        }

        return found.Where(f => f != own && f <= formats.Most[i] && f > -30).OrderByDescending(f => f);
    }

    /// <summary>The finest formats in which all values have room.</summary>
    private Formats Feasible()
    {
        Formats formats = new(setting);
        for (int attempt = 0; attempt < 64 * formats.Fractions.Length; attempt++)
        {
            try
            {
                new FixedLowering(setting, formats).Run();
                return formats;
            }
            catch (NoRoomException e)
            {
                Operation operation = setting.Program.Operations[e.Value];
                int i = e.Value;

                // A product of coarse factors is no finer than they are; a sum holds its terms.
                if (formats.Fractions[i] < -40) throw new NotInFixedPointException($"the range of {operation.Name ?? operation.Function?.Name ?? "a value"}", operation.Note);
                formats.Fractions[i]--;
                formats.Most[i] = Math.Min(formats.Most[i], formats.Fractions[i] + (operation.Function == Functions.Multiply ? 40 : 0));
                formats.Most[i] = Math.Max(formats.Most[i], formats.Fractions[i]);
            }
        }

        throw new NotInFixedPointException("the range of values", null);
    }

    private (double Value, FixedLowering Step)? Judge(Formats formats)
    {
        FixedLowering step = new(setting, formats);
        try
        {
            step.Run();
        }
        catch (NoRoomException)
        {
            return null;
        }

        double value = 0;
        bool saysNothing = false;
        foreach (KeyValuePair<Symbol, Interval> error in step.Errors)
        {
            if (error.Key.Kind != SymbolKind.State) continue;
            double relative = error.Value.Magnitude / Math.Max(1e-30, setting.Bounds[error.Key].Width);
            double bits = Math.Log(Math.Max(relative, 1e-15), 2);
            saysNothing |= relative > Useless;
            value += budget > 0 ? (0.05 * bits) + (1000 * Math.Max(0, bits - Math.Log(budget, 2))) : bits;
        }

        // Then a bit of any value is worth as much as an instruction: what is coarse is seen away from the worst case only.
        if (saysNothing) for (int i = 0; i < formats.Fractions.Length; i++) value += (setting.Saturates ? Dear : 1) * Math.Max(0, formats.Most[i] - formats.Fractions[i]);
        return (value + Cost(step.Operations), step);
    }

    /// <summary>About how many instructions an operation takes: one of 32-bit scalars, or of 16-bit lanes.</summary>
    private double Cost(IReadOnlyCollection<FixedOperation> operations)
    {
        HashSet<(int, int)> places = [];
        double cost = 0;
        foreach (FixedOperation o in operations)
        {
            bool wide = setting.Bits == 32;
            cost += o.Opcode switch
            {
                FixedOpcode.Constant or FixedOpcode.Relabel => 0,
                FixedOpcode.Multiply => wide ? (o.Shift is 0 or 32 ? 1 : o.Shift > 32 ? 2 : 5) : o.Shift <= 15 ? 1 : 2,
                FixedOpcode.Interpolate => (places.Add((o.Operands[0], o.Shift)) ? 4 : 0) + (wide ? 4 : 5),
                FixedOpcode.ShiftRightBy => o.Rounding == FixedRounding.Floor ? 1 : 5,
                FixedOpcode.Minimum or FixedOpcode.Maximum or FixedOpcode.Select => wide ? 3 : 2,
                _ => 1,
            };
        }

        return cost;
    }
}
