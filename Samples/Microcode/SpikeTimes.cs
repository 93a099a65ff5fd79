using System;
using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>When fixed-point neurons fire, beside the same scheme in double precision with the same raw inputs.</summary>
/// <param name="Mean">The mean distance of spikes with the same number, in the unit of time.</param>
/// <param name="Lost">How many spikes more or less there are.</param>
/// <param name="Spikes">How many spikes both have.</param>
internal sealed record SpikeTimes(double Mean, int Lost, int Spikes)
{
    /// <summary>Two steps of half a millisecond for v, then u with the new v, clamped at the peak: Izhikevich's own scheme, with u told of the peak and not of the overshoot.</summary>
    public const string Halves = """
        [Neuron(Dt = 1)]
        public partial class Halves
        {
            [State] public float v = -65f;
            [State, Range(-20, 44)] public float u = -13f;
            [Input, Range(0, 24)] public float I;
            float Half => MathF.Min(v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + I), 30);
            [Update(nameof(v))] float NextV => MathF.Min(Half + 0.5f * (0.04f * Half * Half + 5 * Half + 140 - u + I), 30);
            [Update(nameof(u))] float NextU => u + 0.02f * (0.2f * NextV - u);
            [Spike] bool Fires => v >= 30;
            [Reset] void Reset() { v = -65; u += 8; }
        }
        """;

    /// <summary>Izhikevich's neuron with inputs from 4 to 20 for 1 s.</summary>
    public static SpikeTimes Izhikevich(int bits)
    {
        (FixedProgram program, NeuronModel model) = Catalogue.Compile(Halves, "Halves", "None", bits);
        return Compare(model, program, [.. Enumerable.Range(4, 17).Select(i => (double)i)], steps: 1000, dt: 1);
    }

    /// <summary>The squid axon by forward Euler with inputs from 7 to 15 for 300 ms.</summary>
    public static SpikeTimes HodgkinHuxley(int bits)
    {
        (_, FixedProgram program, NeuronModel? model) = Catalogue.Find("HodgkinHuxley", "Euler", bits);
        return Compare(model!, program, [.. Enumerable.Range(7, 9).Select(i => (double)i)], steps: 30_000, dt: 0.01);
    }

    /// <summary>Runs both.</summary>
    /// <param name="model">The neuron.</param>
    /// <param name="program">Its program.</param>
    /// <param name="inputs">The first input, constant over a run.</param>
    /// <param name="steps">How long.</param>
    /// <param name="dt">The time step.</param>
    public static SpikeTimes Compare(NeuronModel model, FixedProgram program, double[] inputs, int steps, double dt)
    {
        FixedEvaluator evaluator = new(program, inputs.Length);
        RealStep real = new(model, program, inputs.Length);
        List<int>[] exact = [.. inputs.Select(_ => new List<int>())], found = [.. inputs.Select(_ => new List<int>())];
        for (int n = 0; n < inputs.Length; n++) evaluator.Inputs[0][n] = (int)program.Inputs[0].Type.FromDouble(inputs[n]);
        for (int i = 0; i < program.Inputs.Length; i++) for (int n = 0; n < inputs.Length; n++) real.Inputs[i][n] = program.Inputs[i].Type.ToDouble(evaluator.Inputs[i][n]);
        for (int s = 0; s < program.States.Length; s++) Array.Fill(real.States[s], program.States[s].Type.ToDouble(program.States[s].Initial));
        for (int step = 0; step < steps; step++)
        {
            evaluator.Step();
            real.Run(inputs.Length);
            for (int n = 0; n < inputs.Length; n++)
            {
                if (evaluator.Spikes[n]) found[n].Add(step);
                if (real.Fired(n)) exact[n].Add(step);
            }
        }

        int spikes = exact.Zip(found, (a, b) => Math.Min(a.Count, b.Count)).Sum();
        double apart = exact.Zip(found, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y) * dt).Sum()).Sum();
        return new(apart / spikes, exact.Zip(found, (a, b) => Math.Abs(a.Count - b.Count)).Sum(), spikes);
    }
}
