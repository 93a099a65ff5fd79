using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Microcode;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Passes;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Ranges;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.FixedPoint;

/// <summary>What stands in the way of a fixed-point form, or is to be known of it: the id of a diagnostic, the member it is about, its arguments.</summary>
internal sealed record Fault(string Id, string Member, EquatableArray<string> Arguments);

/// <summary>
/// From a neuron to its fixed-point programs: bounds that a step keeps, proven; functions of one value made tables; formats chosen; the step written in them
/// with the proven bound of its error.
/// </summary>
internal static class Quantiser
{
    // Proven bounds so much wider than what occurs cost words more than they can spare.
    private static double TooWide(int bits) => bits == 16 ? 4 : 64;

    // What of an error budget a table's interpolation may take; roundings need theirs.
    private const double TableShare = 0.25;

    private static readonly HashSet<Function> Supported =
    [
        Functions.Add, Functions.Subtract, Functions.Multiply, Functions.Negate, Functions.Min, Functions.Max, Functions.AtLeast, Functions.AtMost, Functions.Relu,
        Functions.Abs, Functions.Heaviside, Functions.Select, Functions.SelectRarely,
    ];

    /// <summary>The program of one form and solver; null where there are faults that forbid one.</summary>
    public static FixedProgram? Compile(NeuronModel model, Solver solver, FixedModel form, List<Fault> faults)
    {
        if (!IsKnown(model, faults)) return null;
        string method = solver == Solver.None ? "map" : solver.ToString();

        // Inner stages can stray so far that nothing useful is proven of them: held where trial runs are, they do what they did there. What is
        // proven of errors can grow so much from stage to stage that words have no room for it: then they saturate, and how far a step is off is not proven.
        NotInFixedPointException? obstacle = null;
        foreach ((bool holds, bool saturates) in HasStages(solver) ? new[] { (false, false), (true, false), (false, true), (true, true) } : [(false, false), (false, true)])
        {
            try
            {
                return Compile(model, solver, method, form, faults, holds, saturates);
            }
            catch (NotInFixedPointException e)
            {
                obstacle = e;
            }
        }

        string member = model.States.FirstOrDefault(s => obstacle!.Equation?.Contains(s.Equation.Text) == true)?.Equation.Property
            ?? model.Helpers.FirstOrDefault(h => obstacle!.Equation?.Contains(h.Text) == true)?.Name ?? model.States[0].Equation.Property;
        faults.Add(new("NDSL0062", member, new[] { obstacle!.Message, member, form.Bits.ToString(), method, "narrow the bounds, take another solver or wider words" }));
        return null;
    }

    private static bool HasStages(Solver solver) => solver is Solver.RungeKutta4 or Solver.Heun;

    private static FixedProgram? Compile(NeuronModel model, Solver solver, string method, FixedModel form, List<Fault> faults, bool holds, bool saturates)
    {
        // The proof is about the equations as they stand; what is written is equal to them in real arithmetic.
        StepProgram meaning = Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(model, solver)), model);
        Symbol[] states = [.. Stored(meaning)];
        Symbol[] inputs = [.. model.Inputs.Select(i => new Symbol(SymbolKind.Input, i.Name)), .. model.States.Where(s => s.Receives).Select(s => new Symbol(SymbolKind.Arrival, s.Name))];
        Dictionary<Symbol, double> initial = states.ToDictionary(s => s, s => s.Kind == SymbolKind.State ? model.States.First(x => x.Name == s.Name).Default : 0);
        foreach (Symbol input in inputs) initial[input] = input.Kind == SymbolKind.Input ? model.Inputs.First(i => i.Name == input.Name).Default : 0;
        Dictionary<Symbol, Interval> given = inputs.ToDictionary(i => i, i => RangeOf(model, i));
        foreach (Symbol input in inputs) initial[input] = Math.Min(Math.Max(initial[input], given[input].Low), given[input].High);

        Dictionary<Symbol, double> errors = [];
        Bounds bounds = new(model, meaning, states, initial, given);
        IReadOnlyDictionary<string, (double Low, double High)>? stages = holds ? bounds.Stages() : null;
        if (holds) bounds = new(model, Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(model, solver, stages)), model), states, initial, given);
        StepProgram step = Tabulate.Apply(OrderSums.Apply(Bind.Apply(EraseSurrogates.Apply(TimeStep.Compile(CollectGates.Apply(model), solver, stages)), model)));

        // Ways to write the same step, and the formats that each had for other bounds.
        StepProgram[] all = Distribute.TryApply(step) is { } distributed ? [step, distributed] : [step];
        List<(StepProgram Step, Formats? Formats)> ways = [];
        int chosen = 0;
        HashSet<Symbol> clamped = [];
        for (int attempt = 0; ; attempt++)
        {
            bounds.Find(errors, TooWide(form.Bits));
            // Which way is better is asked again where states are clamped that were not; formats are those of before otherwise.
            if (attempt > 0 && clamped.SetEquals(bounds.Clamped)) ways = [ways[chosen]];
            else ways = [.. all.Select(s => (s, (Formats?)null))];
            clamped = [.. bounds.Clamped];
            Written? best = null;
            NotInFixedPointException? obstacle = null;
            for (int way = 0; way < ways.Count; way++)
            {
                try
                {
                    Written written = Lower(model, ways[way].Step, states, inputs, initial, bounds, form, strays: !holds && HasStages(solver), saturates, ways[way].Formats);
                    ways[way] = (ways[way].Step, written.Formats);
                    if (best is null || written.Value < best.Value) (best, chosen) = (written, way);
                }
                catch (NotInFixedPointException e)
                {
                    obstacle ??= e;
                }
            }

            (Setting setting, _, FixedLowering lowering, _) = best ?? throw obstacle!;

            // The bounds were proven for some error: if the step's is greater, they are looked for again.
            bool more = false;
            foreach (KeyValuePair<Symbol, Interval> error in lowering.Errors)
            {
                if (error.Key.Kind != SymbolKind.State || bounds.Clamped.Contains(error.Key)) continue;
                errors.TryGetValue(error.Key, out double assumed);
                if (error.Value.Magnitude <= assumed) continue;
                errors[error.Key] = error.Value.Magnitude * 1.5;
                more = true;
            }

            if (more && attempt < 5) continue;
            if (more) throw new NotInFixedPointException("the error of a step", null);
            return Finish(model, method, solver, form, setting, lowering, bounds, stages, faults);
        }
    }

    /// <summary>A step in formats; the less its value, the better.</summary>
    private sealed record Written(Setting Setting, Formats Formats, FixedLowering Step, double Value);

    private static Written Lower(
        NeuronModel model, StepProgram step, Symbol[] states, Symbol[] inputs, Dictionary<Symbol, double> initial, Bounds bounds, FixedModel form, bool strays,
        bool saturates, Formats? formats)
    {
        step = Cap.Apply(step, Hull(step, bounds), form.Bits);
        Interval[] ranges = Hull(step, bounds);
        Dictionary<int, Interval> kept = [];
        foreach (Result result in step.Results.Where(r => states.Contains(r.Target) && !bounds.Clamped.Contains(r.Target) && r.Target.Type == TermType.Real))
        {
            ranges[result.Value.Index] = ranges[result.Value.Index].Intersect(bounds.Of[result.Target]);
            kept[result.Value.Index] = bounds.Of[result.Target];
        }

        foreach (Operation operation in step.Operations) CheckSupported(operation);
        double widest = states.Where(s => s.Kind == SymbolKind.State).Max(s => bounds.Of[s].Width);
        for (int i = 0; i < ranges.Length; i++)
        {
            Operation operation = step.Operations[i];
            if (strays && operation.Function is { } f && Tabulation.Find(f) is not null && ranges[operation.Operands[0].Index].Width > 1.25 * widest) throw new NotInFixedPointException($"a stage of {operation.Name}", operation.Note);
            if (operation.Type == TermType.Real && !ranges[i].IsBounded) throw new NotInFixedPointException($"the range of {operation.Name ?? operation.Function?.Name}", operation.Note);
        }

        Dictionary<Symbol, double[]> gains = step.Results.Where(r => r.Target.Kind == SymbolKind.State).ToDictionary(r => r.Target, r => Gains.Of(step, ranges, r.Value));
        Setting plain = With(halves: false);
        Setting setting = With(halves: true);
        (Formats Formats, FixedLowering Step, double Value)? halved = setting.Tables.Halves ? new FormatSearch(setting, form.MaxError).TryRun(formats) : null;
        var best = halved is null ? new FormatSearch(plain, form.MaxError).Run(formats) : new FormatSearch(plain, form.MaxError).TryRun(formats) ?? halved.Value;
        if (halved is { } other && other.Value <= best.Value) best = other;
        else setting = plain;
        return new(setting, best.Formats, best.Step, best.Value);

        Setting With(bool halves)
        {
            TableBuilder tables = new(form.TableCells, halves);
            int[] looked = [.. Enumerable.Range(0, step.Operations.Length).Where(i => step.Operations[i].Function is { } f && Tabulation.Find(f) is not null)];
            Tabulation Function(int i) => Tabulation.Find(step.Operations[i].Function!)!;
            foreach (IGrouping<Tabulation, int> uses in looked.GroupBy(Function))
            {
                Interval domain = uses.Select(i => ranges[step.Operations[i].Operands[0].Index]).Aggregate((a, b) => a.Hull(b));
                double fine = uses.Max(i => ranges[i].Magnitude) * (form.MaxError > 0 ? form.MaxError * TableShare : Math.Pow(2, 4 - form.Bits));
                bool given = uses.All(i => step[step.Operations[i].Operands[0]].Symbol is not null);
                tables.Lay(uses.Key, given ? domain : domain.Inflate(Math.Pow(2, 4 - form.Bits) * Math.Max(domain.Width, domain.Magnitude)), fine);
            }

            // Twice: a function of two values passes the cells of one on to the other.
            IGrouping<int, int>[] together = [.. looked.GroupBy(i => step.Operations[i].Operands[0].Index)];
            foreach (IGrouping<int, int> uses in together.Concat(together)) tables.Unite([.. uses.Select(Function).Distinct()]);
            return new Setting
            {
                Program = step, Ranges = ranges, Kept = kept, Bounds = bounds.Of, Initial = initial, Clamped = bounds.Clamped, States = states, Inputs = inputs, Bits = form.Bits, Tables = tables,
                Saturates = saturates, Gains = gains,
            };
        }
    }

    private static Interval[] Hull(StepProgram step, Bounds bounds)
    {
        InvariantBox box = new(step, new Dictionary<Symbol, double>());
        return box.Hull([.. box.Variables.Select(v => bounds.Of[v])]);
    }

    private static FixedProgram? Finish(
        NeuronModel model, string method, Solver solver, FixedModel form, Setting setting, FixedLowering lowering, Bounds bounds,
        IReadOnlyDictionary<string, (double Low, double High)>? stages, List<Fault> faults)
    {
        bool forbidden = false;
        foreach (Symbol state in setting.States.Where(s => s.Kind == SymbolKind.State))
        {
            StateModel declared = model.States.First(s => s.Name == state.Name);
            double relative = lowering.Errors[state].Magnitude / setting.Bounds[state].Width;
            if (form.MaxError > 0 && relative > form.MaxError)
            {
                forbidden = true;
                if (setting.Program.Operations.Select(o => o.Function is { } f ? Tabulation.Find(f) : null).FirstOrDefault(x => x is not null && setting.Tables.Wanted(x) > 0) is { } table)
                {
                    int wanted = setting.Tables.Wanted(table);
                    faults.Add(new("NDSL0065", declared.Equation.Property, new[] { table.Function.Name, wanted.ToString(), form.TableCells.ToString() }));
                    continue;
                }

                faults.Add(new("NDSL0064", declared.Equation.Property, new[] { state.Name, relative.ToString("G3"), method, form.Bits.ToString(), form.MaxError.ToString("G3") }));
            }

            if (SaysNothing(state, lowering.Errors[state])) faults.Add(new("NDSL0066", state.Name, new[] { state.Name, method, form.Bits.ToString() }));
            if (bounds.Clamped.Contains(state) && bounds.Tried.Contains(state))
            {
                Interval at = setting.Bounds[state];
                faults.Add(new("NDSL0063", state.Name, new[] { state.Name, $"{at.Low:G5} and {at.High:G5}", method, form.Bits.ToString() }));
            }
        }

        if (forbidden) return null;
        FixedProgram program = new()
        {
            Name = model.Type.Name.TrimStart('@'),
            Solver = solver == Solver.None ? "" : method,
            Dt = model.Dt,
            Bits = form.Bits,
            Streams = lowering.Operations.Any(o => o.Draws) ? 1 : 0,
            Tables = [.. lowering.Tables],
            Operations = lowering.Operations,
            States = [.. setting.States.Select(Variable)],
            Inputs = [.. setting.Inputs.Select(Variable)],
        };
        FixedVerifier.Check(program);
        return program;

        bool SaysNothing(Symbol symbol, Interval error) => setting.Saturates && symbol.Kind == SymbolKind.State && !FormatSearch.IsOfUse(setting, symbol, error);

        FixedVariable Variable(Symbol symbol)
        {
            FixedType type = lowering.TypeOf(symbol);
            (long low, long high) = lowering.RawBounds(symbol);
            bool input = symbol.Kind is SymbolKind.Input or SymbolKind.Arrival;
            return new FixedVariable
            {
                Name = symbol.Name,
                Role = symbol.Kind switch
                {
                    SymbolKind.Remaining => FixedRole.Remaining,
                    SymbolKind.Above => FixedRole.Above,
                    SymbolKind.Input => FixedRole.Input,
                    SymbolKind.Arrival => FixedRole.Arrival,
                    _ => FixedRole.State,
                },
                Type = type,
                Initial = Math.Min(Math.Max(type.FromDouble(setting.Initial[symbol]), low), high),
                Range = new(low, high, !bounds.Clamped.Contains(symbol)),
                Stages = stages is not null && symbol.Kind == SymbolKind.State && stages.TryGetValue(symbol.Name, out var held) ? Stage(type, held) : null,
                StepError = !lowering.Errors.TryGetValue(symbol, out Interval error) ? 0 : SaysNothing(symbol, error) ? double.PositiveInfinity : error.Magnitude,
                Unit = model.States.Cast<MemberModel>().Concat(model.Inputs).FirstOrDefault(m => m.Name == symbol.Name)?.Unit ?? "",
            };
        }
    }

    private static FixedRange Stage(FixedType type, (double Low, double High) held)
    {
        double scale = Math.Pow(2, type.Fraction);
        return new((long)(held.Low * scale), (long)(held.High * scale), false);
    }

    private static void CheckSupported(Operation operation)
    {
        if (operation.Function is not { } f || operation.Type == TermType.Bool || Tabulation.Find(f) is not null) return;
        if (!Supported.Contains(f)) throw new NotInFixedPointException(f.Name, operation.Note);
    }

    /// <summary>What a step leaves for the next: states in the model's order, then the refractory count and the flag of crossings.</summary>
    private static IEnumerable<Symbol> Stored(StepProgram program) =>
        program.Results.Select(r => r.Target).Where(t => t.Kind is SymbolKind.State or SymbolKind.Remaining or SymbolKind.Above).OrderBy(t => t.Kind == SymbolKind.State ? 0 : 1);

    private static Interval RangeOf(NeuronModel model, Symbol input)
    {
        if (input.Kind == SymbolKind.Input) return Of(model.Inputs.First(i => i.Name == input.Name).Range!.Value);
        // What arrives at once takes a current from zero to its bounds, and a potential at most from one of its bounds to the other.
        Interval state = Of(model.States.First(s => s.Name == input.Name).Range!.Value);
        return state.Contains(0) ? state : new(-state.Width, state.Width);
    }

    private static Interval Of((double Low, double High) range) => new(range.Low, range.High);

    /// <summary>Whether the numbers that are built in, and the bounds that all others follow from, are known.</summary>
    private static bool IsKnown(NeuronModel model, List<Fault> faults)
    {
        int before = faults.Count;
        foreach (MemberModel input in model.Inputs.Where(i => i.Range is null)) Report(input.Name, "the bounds", $"add [Range(lowest, highest)] to the input '{input.Name}'");
        foreach (StateModel state in model.States.Where(s => s.Receives && s.Range is null)) Report(state.Name, "the bounds", $"add [Range(lowest, highest)] to '{state.Name}', which bounds what arrives, too");
        foreach (MemberModel member in model.Parameters.Cast<MemberModel>().Concat(model.States).Where(m => double.IsNaN(m.Default) || double.IsInfinity(m.Default)))
        {
            Report(member.Name, "the value", "give it an initialiser that the build can compute");
        }

        if (model.HasDerivatives && model.Dt == 0) Report(model.States[0].Name, "the time step", "declare it: [Neuron(Dt = 0.1)]");
        foreach (MemberModel noise in model.Noises) faults.Add(new("NDSL0062", noise.Name, new[] { "Noise", noise.Name, "any number", "every solver", "leave [Fixed] out" }));
        return faults.Count == before;

        void Report(string member, string what, string advice) => faults.Add(new("NDSL0061", member, new[] { what, member, advice }));
    }
}
