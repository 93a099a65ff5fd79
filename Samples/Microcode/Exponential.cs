using System;
using NeuronDsl.Microcode;

namespace MicrocodeSample;

/// <summary>The exponential of a 16-bit word alone, for every word there is.</summary>
internal static class Exponential
{
    // All words from -4 to 4 with 13 bits behind the point; the results, up to 54.6, have 9.
    private const string Source = """
        [Neuron]
        public partial class Exponential
        {
            [State] public float y = 1;
            [Input, Range(-4, 3.9999)] public float x;
            [Update(nameof(y))] float Next => MathF.Exp(x);
            [Spike] bool Fires => y >= 10;
        }
        """;

    /// <summary>The program.</summary>
    public static FixedProgram Program { get; } = Catalogue.Compile(Source, "Exponential", "None", 16, maxError: 1e-4).Program;

    /// <summary>How far a program's results are from the exponential in double precision, in units of their last place.</summary>
    public static (int Inputs, double Worst, double Mean) Measure(FixedProgram program)
    {
        FixedEvaluator evaluator = new(program);
        FixedVariable x = program.Inputs[0], y = program.States[0];
        int inputs = 0;
        double worst = 0, sum = 0;
        for (long raw = x.Range.Low; raw <= x.Range.High; raw++)
        {
            evaluator.Inputs[0][0] = (int)raw;
            evaluator.Step();
            double off = Math.Abs(y.Type.ToDouble(evaluator.States[0][0]) - Math.Exp(x.Type.ToDouble(raw))) / y.Type.Ulp;
            worst = Math.Max(worst, off);
            sum += off;
            inputs++;
        }

        return (inputs, worst, sum / inputs);
    }
}
