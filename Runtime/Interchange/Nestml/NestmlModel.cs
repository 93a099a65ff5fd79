using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuronDsl.Interchange;

/// <summary>Prints one neuron as a model in NESTML.</summary>
internal sealed partial class NestmlModel
{
    private readonly NeuronDescription _description;
    private readonly DescribedNeuron _neuron;
    private readonly ExportedNames _names;
    private readonly NestmlNotation _notation;
    private readonly StringBuilder _text = new();

    public NestmlModel(NeuronDescription description)
    {
        _description = description;
        _neuron = new DescribedNeuron(description);
        if (_neuron.Derivatives.Count == 0 || _neuron.Updates.Count > 0)
            throw new NotSupportedException($"{description.Name} is a map in discrete time; NESTML describes differential equations.");
        _names = new ExportedNames(NestmlNames.IsRefused, _neuron);
        _notation = new NestmlNotation(_names, _neuron.IsSingle);
    }

    private bool IsRefractory => _neuron.Refractory is not null && _neuron.Condition is not null;

    public string Write()
    {
        WriteHead();
        WriteState();
        WriteEquations();
        WriteParameters();
        WriteInput();
        if (_neuron.Condition is not null) Block("output", ["spike"]);
        WriteUpdate();
        WriteCondition();
        return _text.ToString();
    }

    private void WriteHead()
    {
        string summary = _description.Summary.Length > 0 ? $": {_description.Summary}" : "";
        _text.Append($"# {_neuron.Name}{summary}\n#\n");
        _text.Append("# Written by NeuronDsl. Every number is a real in the unit beside it, time is in ms.");
        if (_description.Solvers.Count > 0) _text.Append($" Its own solver is {_description.Solvers[0]}.");
        _text.Append("\n# One step: arrivals are added; states advance; the spike condition is read on the new state; the reset runs.\n");
        if (IsRefractory) _text.Append("# Refractoriness is counted in steps, the spike's own among them: held states neither move nor take what arrives.\n");
        _text.Append($"model {SnakeCase(_neuron.Name)}_neuron:\n");
    }

    private void WriteState()
    {
        List<string> lines = [.. _neuron.States.Select(s => $"{_names[s.Name]} real = {Value(s.Name)}{Comment(s)}")];
        lines.AddRange(_neuron.Noises.Select(n => $"{_names[n.Name]} real = 0.0  # white noise: a draw for each step"));
        if (IsRefractory) lines.Add("held_for integer = 0  # steps that the refractory period goes on for");
        if (_neuron.CountsCrossings) lines.Add($"above boolean = {_notation.Write(_neuron.Inline(_neuron.Condition!))}  # whether the condition held at the end of the step before");
        Block("state", lines);
    }

    private void WriteEquations()
    {
        List<string> lines = [];
        foreach ((string helper, Term value) in _neuron.Helpers) lines.Add($"inline {_names[helper]} {(_neuron.IsTruth(value) ? "boolean" : "real")} = {_notation.Write(value)}");
        if (_neuron.Output is { } output) lines.Add($"recordable inline {_names[output.Name]} real = {_notation.Write(output.Value)}  # the output");
        foreach ((string state, Term slope) in _neuron.Derivatives) lines.Add($"{_names[state]}' = ({_notation.Write(slope)}) / ms");
        Block("equations", lines);
    }

    private void WriteParameters()
    {
        Block("parameters", _neuron.Parameters.Select(p => $"{_names[p.Name]} real = {Value(p.Name)}{Comment(p)}"));
        List<string> internals = [];
        if (IsRefractory) internals.Add($"held_steps integer = steps({_names[_neuron.Refractory!]} * ms)");
        if (_neuron.Noises.Any()) internals.Add("draw_scale real = (ms / resolution())**0.5  # white noise over a step has the deviation 1 / sqrt(dt)");
        Block("internals", internals);
    }

    private void WriteInput() => Block(
        "input",
        _neuron.Receiving.Select(r => $"{PortOf(r)} <- spike  # arrives at {_names[r.Name]}")
            .Concat(_neuron.Inputs.Select(i => $"{_names[i.Name]} real <- continuous{Comment(i)}")));

    private void WriteUpdate()
    {
        List<string> lines = [];
        if (_neuron.CountsCrossings) lines.Add($"above = {_notation.Write(_neuron.Condition!)}");
        foreach (MemberDescription receiving in _neuron.Receiving)
        {
            string arrival = $"{_names[receiving.Name]} += {PortOf(receiving)} * s";
            if (IsRefractory && _neuron.Holds(receiving.Name)) lines.AddRange(["if held_for <= 0:", "    " + arrival]);
            else lines.Add(arrival);
        }

        foreach (MemberDescription noise in _neuron.Noises) lines.Add($"{_names[noise.Name]} = random_normal(0.0, 1.0) * draw_scale");
        if (!IsRefractory)
        {
            lines.Add("integrate_odes()");
        }
        else
        {
            lines.AddRange(["if held_for > 0:", "    held_for -= 1"]);
            string[] free = [.. _neuron.Derivatives.Where(d => !_neuron.Holds(d.State)).Select(d => _names[d.State])];
            if (free.Length == _neuron.Derivatives.Count) lines.Add("integrate_odes()");
            else if (free.Length == 0) lines.AddRange(["if held_for <= 0:", "    integrate_odes()"]);
            else lines.AddRange(["if held_for > 0:", $"    integrate_odes({string.Join(", ", free)})", "else:", "    integrate_odes()"]);
        }

        Block("update", lines);
    }

    private void WriteCondition()
    {
        if (_neuron.Condition is not { } condition) return;
        List<string> terms = [$"({_notation.Write(condition)})"];
        if (IsRefractory) terms.Add("held_for <= 0");
        if (_neuron.CountsCrossings) terms.Add("not above");
        List<string> before = [], after = [];
        HashSet<string> changed = [];
        foreach ((string state, Term value) in _neuron.Resets)
        {
            // Assignments run one after the other: a value that an earlier one would change is taken beforehand.
            string text = _notation.Write(value);
            if (_neuron.Inline(value).Names.Any(changed.Contains))
            {
                string kept = _names.Fresh($"{_names[state]}_reset");
                before.Add($"{kept} real = {text}");
                text = kept;
            }

            after.Add($"{_names[state]} = {text}");
            changed.Add(state);
        }

        if (IsRefractory) after.Add("held_for = held_steps");
        Block($"onCondition({string.Join(" and ", terms)})", [.. before, .. after, "emit_spike()"]);
    }

    private void Block(string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0) return;
        _text.Append(_text[^2] == ':' ? "" : "\n").Append($"    {heading}:\n");
        foreach (string line in all) _text.Append($"        {line}\n");
    }

    private string Value(string name) => _notation.Number(_neuron.Values[name]);

    private string PortOf(MemberDescription receiving) => $"{_names[receiving.Name]}_spikes";

    private static string Comment(MemberDescription member)
    {
        string comment = string.Join(", ", new[] { member.Unit, member.Summary }.Where(t => t.Length > 0)).Replace('\n', ' ');
        return comment.Length == 0 ? "" : $"  # {comment}";
    }

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLower(CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
