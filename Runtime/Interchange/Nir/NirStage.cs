using System;
using System.Linq;

namespace NeuronDsl.Interchange;

/// <summary>One node at work: what it is given in a step, and what it sends.</summary>
internal abstract class NirStage : IDisposable
{
    protected NirStage(int inputs, int outputs) => (Given, External, Output) = (new float[inputs], new float[inputs], new float[outputs]);

    /// <summary>The sum of what others sent and what came from outside.</summary>
    public float[] Given { get; }

    /// <summary>What comes from outside.</summary>
    public float[] External { get; }

    /// <summary>What is sent.</summary>
    public float[] Output { get; }

    public static NirStage Of(string name, NirNode node, int[] input, int[] output, double dt, NirDiscretisation discretisation)
    {
        int inputs = Size(input), outputs = Size(output);
        return node.Type switch
        {
            "Input" or "Output" or "Flatten" => new NirElementwise(outputs, (x, _) => x),
            "Scale" => new NirElementwise(outputs, Each(node["scale"], (x, s) => x * s)),
            "Threshold" => new NirElementwise(outputs, Each(node["threshold"], (x, s) => x > s ? 1 : 0)),
            "Affine" or "Linear" => new NirConnection(node, inputs, outputs),
            "Conv1d" or "Conv2d" => new NirConvolution(node, input),
            "SumPool2d" or "AvgPool2d" => new NirPool(node, input),
            "Delay" => new NirDelay(node["delay"], outputs, dt),
            _ => NirNeurons.Of(name, node, outputs, dt, discretisation),
        };

        static int Size(int[] shape) => shape.Aggregate(1, (a, b) => checked(a * b));

        static Func<float, int, float> Each(NirArray values, Func<float, float, float> function)
        {
            float[] factors = [.. values.Values.Select(v => (float)v)];
            return (x, i) => function(x, factors[factors.Length == 1 ? 0 : i]);
        }
    }

    /// <summary>Makes what is sent of what is given.</summary>
    public abstract void Step();

    public virtual void Dispose()
    {
    }
}

/// <summary>Each element by itself.</summary>
internal sealed class NirElementwise(int size, Func<float, int, float> function) : NirStage(size, size)
{
    public override void Step()
    {
        for (int i = 0; i < Output.Length; i++) Output[i] = function(Given[i], i);
    }
}

/// <summary>What was given some steps ago; zero before.</summary>
internal sealed class NirDelay : NirStage
{
    private readonly int[] _steps;
    private readonly float[][] _past;
    private long _step;

    public NirDelay(NirArray delay, int size, double dt)
        : base(size, size)
    {
        _steps = [.. Enumerable.Range(0, size).Select(i => (int)Math.Round(delay.Values[delay.Values.Count == 1 ? 0 : i] / dt))];
        _past = [.. Enumerable.Range(0, _steps.Max() + 1).Select(_ => new float[size])];
    }

    public override void Step()
    {
        Given.CopyTo(_past[_step % _past.Length], 0);
        for (int i = 0; i < Output.Length; i++)
        {
            // Before the first step there was nothing.
            long then = _step - _steps[i];
            Output[i] = then < 0 ? 0 : _past[then % _past.Length][i];
        }

        _step++;
    }
}
