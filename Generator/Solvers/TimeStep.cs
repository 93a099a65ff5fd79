using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Solvers;

/// <summary>
/// What one time step means, for every solver and every target alike: arrivals are added; states advance with inputs held; the spike
/// condition is read on the new state; the output is read; the reset runs; refractoriness counts down. The solver says only how the
/// differential equations advance.
/// </summary>
internal sealed class TimeStep
{
    public static readonly Symbol Dt = new(SymbolKind.Dt, "dt");
    public static readonly Symbol Remaining = new(SymbolKind.Remaining, "remaining");
    public static readonly Symbol Above = new(SymbolKind.Above, "above", TermType.Bool);
    public static readonly Symbol Fired = new(SymbolKind.Fired, "fired", TermType.Bool);
    public static readonly Symbol Output = new(SymbolKind.Output, "output");

    private readonly IReadOnlyDictionary<string, (double Low, double High)>? _stages;
    private readonly HashSet<string> _clamped;
    private readonly Value? _held, _deaf;

    private TimeStep(NeuronModel model, IReadOnlyDictionary<string, (double Low, double High)>? stages)
    {
        (Model, _stages) = (model, stages);
        Builder = new ProgramBuilder(model.Precision);
        _clamped = model.Refractory is null || model.Reset is null ? [] : [.. model.Reset.Assignments.Where(a => a.Clamps).Select(a => a.State)];
        if (model.Refractory is not null && model.Spike is not null)
        {
            // What arrives between the last held step and the first free one still falls into the period: Brian2's rule.
            Builder.Note = "refractory: the states that the reset assigns are held, and one step longer drop what arrives";
            _held = Builder.Named("held", Builder.Apply(Functions.Greater, Builder.Load(Remaining), Builder.Constant(1)));
            _deaf = Builder.Named("deaf", Builder.Apply(Functions.Greater, Builder.Load(Remaining), Builder.Constant(0)));
        }

        Dictionary<string, Value> old = [];
        foreach (StateModel state in model.States) old.Add(state.Name, AddArrivals(state));
        Old = new Point(Builder, model, name => old[name], "");
    }

    public NeuronModel Model { get; }

    public ProgramBuilder Builder { get; }

    /// <summary>The old state, arrivals added.</summary>
    public Point Old { get; }

    public IEnumerable<StateModel> DifferentialStates => Model.States.Where(s => s.Equation.Kind == EquationKind.Derivative);

    /// <summary>The program of one step of the neuron by the solver.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="stages">Bounds that states are held within at the solver's inner stages, which may stray far from where steps end; none for real numbers.</param>
    public static StepProgram Compile(NeuronModel model, Solver solver, IReadOnlyDictionary<string, (double Low, double High)>? stages = null) =>
        new TimeStep(model, stages).Run(solver);

    /// <summary>A state at an inner stage, within the bounds that it is held in.</summary>
    public Value AtStage(string state, Value value) => _stages is not null && _stages.TryGetValue(state, out (double Low, double High) bounds)
        ? Builder.Apply(Functions.AtLeast, Builder.Apply(Functions.AtMost, value, Builder.Constant(bounds.High)), Builder.Constant(bounds.Low))
        : value;

    /// <summary>Whether refractoriness holds the state: the value to ask, or null where it never does.</summary>
    public Value? Held(string state) => _clamped.Contains(state) ? _held : null;

    /// <summary>The state's derivative at a point; zero while the state is held.</summary>
    public Value Slope(StateModel state, Point point)
    {
        string stage = point.Label.Length == 0 ? "" : $"  at stage {point.Label}";
        Value slope = point.Evaluate(state.Equation, $"d{state.Name}/dt = {state.Equation.Text}{stage}");
        slope = Held(state.Name) is { } held ? Builder.Choose(held, Builder.Constant(0), slope) : slope;
        return Builder.Named($"d{state.Name}{point.Label}", slope);
    }

    private StepProgram Run(Solver solver)
    {
        Dictionary<string, Value> next = [];
        foreach (StateModel state in Model.States.Where(s => s.Equation.Kind == EquationKind.Update))
        {
            Value value = Old.Evaluate(state.Equation, $"{state.Name} <- {state.Equation.Text}");
            next[state.Name] = Held(state.Name) is { } held ? Builder.Choose(held, Old.State(state.Name), value) : value;
        }

        if (Model.HasDerivatives)
        {
            foreach (KeyValuePair<string, Value> advanced in SolverTable.Of(solver)(this)) next[advanced.Key] = advanced.Value;
        }

        Point now = new(Builder, Model, name => next[name], "");
        Value? fired = Fire(now);
        if (Model.Output is { } output)
        {
            Builder.Note = $"{output.Name} = {output.Text}";
            Builder.SetResult(Output, Builder.Named("output", now.Evaluate(output.Expression)));
        }

        Reset(now, next, fired);
        foreach (StateModel state in Model.States)
        {
            Builder.SetResult(new Symbol(SymbolKind.State, state.Name), Builder.Named($"{state.Name}Next", next[state.Name]));
        }

        return Builder.Build();
    }

    private Value AddArrivals(StateModel state)
    {
        Value old = Builder.Load(new Symbol(SymbolKind.State, state.Name));
        if (!state.Receives) return old;
        Builder.Note = $"arrivals at {state.Name}";
        Value arrival = Builder.Load(new Symbol(SymbolKind.Arrival, state.Name));
        Value accepted = _clamped.Contains(state.Name) && _deaf is { } deaf ? Builder.Choose(deaf, Builder.Constant(0), arrival) : arrival;
        return Builder.Add(old, accepted);
    }

    private Value? Fire(Point now)
    {
        if (Model.Spike is null) return null;
        Value condition = now.Condition();
        Value fired = condition;
        Builder.Note = "whether the neuron fires";
        if (_held is { } held) fired = Builder.Apply(Functions.And, fired, Builder.Apply(Functions.Not, held));
        if (Model.CountsCrossings)
        {
            // The flag of the next step is this step's condition as a plain fact: no gradient passes from step to step through it.
            Builder.Note = "upward crossings count: the condition now, and not at the end of the previous step";
            fired = Builder.Apply(Functions.And, fired, Builder.Apply(Functions.Not, Builder.Load(Above)));
            Builder.SetResult(Above, Builder.Apply(Functions.Detach, condition));
        }

        fired = Builder.Named("fired", fired);
        Builder.SetResult(Fired, fired);
        return fired;
    }

    private void Reset(Point now, Dictionary<string, Value> next, Value? fired)
    {
        if (fired is not { } spike) return;
        if (Model.Reset is { } reset)
        {
            Builder.Note = $"{reset.Method}: {reset.Text}";
            Value resets = reset.Detach ? Builder.Apply(Functions.Detach, spike) : spike;
            List<(string State, Value Value)> values = [.. reset.Assignments.Select(a => (a.State, now.Evaluate(a.Value)))];
            foreach ((string state, Value value) in values) next[state] = Builder.Choose(resets, value, next[state]);
        }

        if (Model.Refractory is not { } period) return;
        Builder.Note = $"refractory for round({period} / dt) steps, the spike's own counted";
        Value steps = Builder.Apply(Functions.Round, Builder.Divide(Builder.Load(new Symbol(SymbolKind.Parameter, period)), Builder.Load(Dt)));
        Value countdown = Builder.Apply(Functions.AtLeast, Builder.Subtract(Builder.Load(Remaining), Builder.Constant(1)), Builder.Constant(0));
        Builder.SetResult(Remaining, Builder.Choose(Builder.Apply(Functions.Detach, spike), steps, countdown));
    }
}
