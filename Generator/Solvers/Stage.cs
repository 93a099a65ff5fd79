using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Program;

namespace NeuronDsl.Generator.Solvers;

/// <summary>One stage of a Runge-Kutta method: a point and the slopes there.</summary>
internal sealed class Stage
{
    private readonly TimeStep _step;

    private Stage(TimeStep step, Point point)
    {
        _step = step;
        Slopes = step.DifferentialStates.ToDictionary(s => s.Name, s => step.Slope(s, point));
    }

    public Dictionary<string, Value> Slopes { get; }

    /// <summary>The stage at the old state.</summary>
    public static Stage First(TimeStep step) => new(step, step.Old);

    /// <summary>The stage at the old state moved along these slopes for a time h. States without a derivative stay.</summary>
    public Stage Next(Value h, string label)
    {
        ProgramBuilder b = _step.Builder;
        Dictionary<string, Value> moved = [];
        foreach (KeyValuePair<string, Value> slope in Slopes)
        {
            b.Note = $"stage {label}";
            moved[slope.Key] = b.Named(slope.Key + label, _step.AtStage(slope.Key, b.Add(_step.Old.State(slope.Key), b.Multiply(h, slope.Value))));
        }

        return new Stage(_step, new Point(b, _step.Model, name => moved.TryGetValue(name, out Value value) ? value : _step.Old.State(name), label));
    }
}
