using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NeuronDsl.Interchange;

/// <summary>
/// Prints one neuron as a script for Brian2. Brian2's own solvers step the differential equations where it has them; the states of a map, and those of
/// Rush and Larsen's method, are assigned in two steps around them: next values from the old states, then the states.
/// </summary>
internal sealed class Brian2Script
{
    private readonly NeuronDescription _description;
    private readonly ExportOptions _options;
    private readonly DescribedNeuron _neuron;
    private readonly ExportedNames _names;
    private readonly Brian2Notation _notation;
    private readonly Solver _solver;
    private readonly double _dt;
    private readonly int _refractorySteps;
    private readonly StringBuilder _text = new();
    private readonly List<(string State, string Next, string Name)> _assigned = [];
    private readonly Dictionary<string, string> _series = [], _arrivals = [];

    public Brian2Script(NeuronDescription description, ExportOptions options)
    {
        (_description, _options) = (description, options);
        _neuron = new DescribedNeuron(description);
        options.Check(_neuron);
        _solver = _neuron.Choose(options.Solver);
        _dt = _neuron.ChooseStep(options.Dt);
        _refractorySteps = _neuron.RefractorySteps(_dt);
        _names = new ExportedNames(Brian2Names.IsRefused, _neuron);

        // A draw over a step is N(0, 1) / sqrt(dt) with dt in ms, which is Brian2's xi with its second counted in ms.
        bool one = _neuron.Noises.Count() == 1;
        Dictionary<string, string> noises = _neuron.Noises.ToDictionary(n => n.Name, n => one ? "(xi*ms**0.5)" : $"(xi_{n.Name.TrimStart('_')}*ms**0.5)");
        _notation = new Brian2Notation(_names, _neuron.IsSingle, noises);
        foreach ((string state, Term next) in Assigned()) _assigned.Add((state, _notation.Write(next), _names.Fresh($"{_names[state]}_next")));
    }

    private bool UsesChoice =>
        _description.Statements.Any(s => Term.Parse(s.Expression).Functions.Contains(Brian2Notation.Choice)) || _assigned.Any(a => IsHeld(a.State));

    private bool IsHeld(string state) => _refractorySteps > 0 && _neuron.Holds(state);

    private bool HasDrift => _neuron.Derivatives.Count > 0 && _solver != Solver.RushLarsen;

    public string Write()
    {
        WriteHead();
        WriteSolver();
        WriteChoice();
        WriteSeries();
        WriteEquations();
        WriteGroup();
        WriteValues();
        WriteSteps();
        WriteRun();
        return _text.ToString();
    }

    private void Line(string line = "") => _text.Append(line).Append('\n');

    private void WriteHead()
    {
        Line($"# {_neuron.Name}{(_description.Summary.Length > 0 ? ": " + _description.Summary : "")}");
        Line("# Written by NeuronDsl for Brian2. Numbers are in the units named beside them, time is in ms.");
        Line("#");
        Line("# One step from t to t + dt, in this order: inputs and arrivals are added; states advance with inputs held; the spike condition is read on the");
        Line(_neuron.CountsCrossings
            ? "# new state, and a spike is its upward crossing; the output is read. Brian2 stamps a spike with the start of its step."
            : "# new state; the output is read; the reset runs, its right-hand sides on the values before it. Brian2 stamps a spike with the start of its step.");
        if (_neuron.Refractory is { } period)
            Line($"# Refractoriness lasts round({period}/dt) steps, the spike's own counted: held states neither move nor take what arrives, and nothing fires.");
        Line("from brian2 import *");
        Line();
        Line($"defaultclock.dt = {Plain(_dt)}*ms");
        Line();
    }

    private void WriteSolver()
    {
        if (_solver == Solver.Heun)
        {
            Line("# Heun's explicit trapezoid; Brian2's own 'heun' is another method, for noise.");
            Line("explicit_trapezoid = ExplicitStateUpdater('''");
            Line("k_1 = dt*f(x,t)");
            Line("k_2 = dt*f(x+k_1,t+dt)");
            Line("x_new = x+(k_1+k_2)/2''')");
            Line();
        }
        else if (_solver == Solver.EulerMaruyama)
        {
            Line("euler_maruyama = ExplicitStateUpdater('x_new = x + dt*f(x,t) + g(x,t)*dW', stochastic='multiplicative')");
            Line();
        }
    }

    private void WriteChoice()
    {
        if (!UsesChoice) return;
        Line("# a where the condition holds, else b; the side not chosen may be infinite.");
        Line("@implementation('cpp', 'double select(bool c, double a, double b) { return c ? a : b; }')");
        Line("@implementation('cython', 'cdef double select(bint c, double a, double b):\\n    return a if c else b')");
        Line("@check_units(c=bool, a=1, b=1, result=1)");
        Line("def select(c, a, b):");
        Line("    return where(c, a, b)");
        Line();
    }

    private void WriteSeries()
    {
        foreach ((string input, IReadOnlyList<double> values) in _options.Inputs.Where(i => i.Value.Count > 1))
            Series(_series, input, values, $"{_names[input]}_values", "the value of each step; the last one stays");
        foreach ((string state, IReadOnlyList<double> values) in _options.Arrivals)
            Series(_arrivals, state, [.. values, 0], $"{_names[state]}_arrivals", "what arrives in each step");
        if (_series.Count + _arrivals.Count > 0) Line();

        void Series(Dictionary<string, string> known, string name, IReadOnlyList<double> values, string wanted, string comment)
        {
            known[name] = _names.Fresh(wanted);
            Line($"{known[name]} = TimedArray([{string.Join(", ", values.Select(_notation.Number))}], dt=defaultclock.dt)  # {comment}");
        }
    }

    private void WriteEquations()
    {
        Line("equations = '''");
        foreach (MemberDescription state in _neuron.States)
        {
            Term? slope = HasDrift ? _neuron.Derivatives.FirstOrDefault(d => d.State == state.Name).Slope : null;
            string name = _names[state.Name];
            string flags = slope is not null && IsHeld(state.Name) ? " (unless refractory)" : "";
            Line(slope is null ? $"{name} : 1{Comment(state)}" : $"d{name}/dt = ({_notation.Write(slope)})/ms : 1{flags}{Comment(state)}");
        }

        foreach ((string helper, Term value) in _neuron.Helpers) Line($"{_names[helper]} = {_notation.Write(value)} : {(_neuron.IsTruth(value) ? "boolean" : "1")}");
        if (_neuron.Output is { } output) Line($"{_names[output.Name]} = {_notation.Write(output.Value)} : 1  # the output");
        foreach (MemberDescription parameter in _neuron.Parameters) Line($"{_names[parameter.Name]} : 1 (shared, constant){Comment(parameter)}");
        foreach (MemberDescription input in _neuron.Inputs)
        {
            Line(_series.TryGetValue(input.Name, out string? series)
                ? $"{_names[input.Name]} = {series}(t) : 1 (constant over dt){Comment(input)}"
                : $"{_names[input.Name]} : 1 (constant){Comment(input)}");
        }

        foreach ((_, _, string next) in _assigned) Line($"{next} : 1");
        if (_neuron.CountsCrossings) Line("above : boolean  # whether the condition held at the end of the step before");
        Line("'''");
        Line();
    }

    private void WriteGroup()
    {
        List<string> arguments = ["1", "equations"];
        if (HasDrift) arguments.Add($"method={Method()}");
        if (_neuron.Condition is { } condition)
        {
            string text = _notation.Write(condition);
            arguments.Add($"threshold='{(_neuron.CountsCrossings ? $"({text}) and not above" : text)}'");
            if (!_neuron.CountsCrossings) arguments.Add($"reset='''{Reset()}'''");
            if (_refractorySteps > 0)
                arguments.Add($"refractory=round({_notation.Number(_neuron.Values[_neuron.Refractory!])}/{Plain(_dt)})*defaultclock.dt");
        }

        List<string> own = [.. _series.Values, .. _arrivals.Values];
        if (UsesChoice) own.Add("select");
        if (own.Count > 0) arguments.Add($"namespace={{{string.Join(", ", own.Select(n => $"'{n}': {n}"))}}}");
        Line($"neurons = NeuronGroup({string.Join(",\n                      ", arguments)})");
    }

    private string Method() => _solver switch
    {
        Solver.Euler => "'euler'",
        Solver.Heun => "explicit_trapezoid",
        Solver.RungeKutta4 => "'rk4'",
        Solver.ExponentialEuler => "'exponential_euler'",
        Solver.EulerMaruyama => "euler_maruyama",

        // Brian2's exact solver divides by the matrix, which is zero where slopes depend on no state; Euler's step is exact then.
        Solver.Exact => IsDriftConstant ? "'euler'" : "'exact'",
        _ => throw new NotSupportedException($"Brian2 has no counterpart of the solver {_solver}."),
    };

    private bool IsDriftConstant => !_neuron.Derivatives.Any(d => _neuron.Inline(d.Slope).Names.Any(n => _neuron.Derivatives.Any(s => s.State == n)));

    // Brian2 assigns one after the other: a value that an earlier line would change is taken beforehand.
    private string Reset()
    {
        List<string> before = [], after = [];
        HashSet<string> changed = [];
        foreach ((string state, Term value) in _neuron.Resets)
        {
            string name = _names[state], text = _notation.Write(value);
            if (_neuron.Inline(value).Names.Any(changed.Contains))
            {
                string kept = $"{name}_reset";
                before.Add($"{kept} = {text}");
                text = kept;
            }

            after.Add($"{name} = {text}");
            changed.Add(state);
        }

        return string.Join("\n", before.Concat(after));
    }

    private void WriteValues()
    {
        foreach (MemberDescription parameter in _neuron.Parameters) Line($"neurons.{_names[parameter.Name]} = {Value(parameter.Name)}");
        foreach (MemberDescription input in _neuron.Inputs.Where(i => !_series.ContainsKey(i.Name)))
        {
            string value = _options.Inputs.TryGetValue(input.Name, out IReadOnlyList<double>? given) ? _notation.Number(given[0]) : Value(input.Name);
            Line($"neurons.{_names[input.Name]} = {value}");
        }

        foreach (MemberDescription state in _neuron.States) Line($"neurons.{_names[state.Name]} = {Value(state.Name)}");
        if (_neuron.CountsCrossings) Line($"neurons.above = '{_notation.Write(_neuron.Condition!)}'");

        string Value(string name) => _notation.Number(_neuron.Values[name]);
    }

    private void WriteSteps()
    {
        foreach ((string state, string series) in _arrivals) Line($"neurons.run_regularly('{_names[state]} += {series}(t)', when='start')");
        if (_assigned.Count > 0)
        {
            Line($"neurons.run_regularly('''{string.Join("\n", _assigned.Select(a => $"{a.Name} = {a.Next}"))}''', when='groups', order=-1)");
            IEnumerable<string> moves = _assigned.Select(a => $"{_names[a.State]} = {(IsHeld(a.State) ? $"select(not_refractory, {a.Name}, {_names[a.State]})" : a.Name)}");
            Line($"neurons.run_regularly('''{string.Join("\n", moves)}''', when='groups', order=1)");
        }

        if (_neuron.CountsCrossings) Line($"neurons.run_regularly('above = {_notation.Write(_neuron.Condition!)}', when='end')");
    }

    private void WriteRun()
    {
        List<string> parts = ["neurons"];
        if (_neuron.Condition is not null)
        {
            Line("spikes = SpikeMonitor(neurons)");
            parts.Add("spikes");
        }

        if (_neuron.Output is { } output)
        {
            Line($"output = StateMonitor(neurons, '{_names[output.Name]}', record=True, when='before_resets')");
            parts.Add("output");
        }

        Line($"network = Network({string.Join(", ", parts)})");
        Line();
        Line("if __name__ == '__main__':");
        Line($"    network.run({Plain(_options.Duration)}*ms)");
        if (_neuron.Condition is not null) Line("    print('spikes at (ms):', *(spikes.t/ms))");
        string[] states = [.. _neuron.States.Select(s => _names[s.Name])];
        Line($"    print({string.Join(", ", states.Select(s => $"'{s} =', neurons.{s}[0]"))})");
    }

    private IEnumerable<(string State, Term Next)> Assigned()
    {
        foreach ((string state, Term next) in _neuron.Updates) yield return (state, next);
        if (_solver != Solver.RushLarsen) yield break;
        IReadOnlySet<string> watched = _neuron.StatesOfCondition;
        foreach ((string state, Term slope) in _neuron.Derivatives)
        {
            // x + dt phi(a dt) f(x). The slope is linear in the state: its difference over a unit distance is a.
            Term dt = new Number(_dt), x = new Name(state), f = _neuron.Inline(slope);
            Term step = new Call("Multiply", [dt, f]);
            if (!watched.Contains(state))
            {
                Term moved = f.Substitute(n => n == state ? new Call("Add", [x, new Number(1)]) : null);
                Term z = new Call("Multiply", [new Call("Subtract", [moved, f]), dt]);
                step = new Call("Multiply", [step, new Call("ExpRel", [z])]);
            }

            yield return (state, new Call("Add", [x, step]));
        }
    }

    private static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Comment(MemberDescription member)
    {
        string comment = string.Join(", ", new[] { member.Unit, member.Summary }.Where(t => t.Length > 0)).Replace('\n', ' ');
        return comment.Length == 0 ? "" : $"  # {comment}";
    }
}
