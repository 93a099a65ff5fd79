using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace NeuronDsl.Tests.Gradients;

/// <summary>Neurons that show what the catalogue does not: each feature of the language that has a gradient, in double precision.</summary>
internal static class FeatureNeurons
{
    public static string Source { get; } = Written + string.Join("\n", Enum.GetNames<Surrogate>().Select(WithSurrogate));

    public static string[] Names { get; } = [.. Regex.Matches(Source, @"partial class (\w+)").Select(m => m.Groups[1].Value)];

    private static string WithSurrogate(string surrogate) => $$"""
        [Neuron(Targets = Target.Training)]
        public partial class With{{surrogate}}
        {
            [Parameter(Learnable = true)] public double Threshold = 1;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double NextV => 0.8 * v + x;
            [Spike(Surrogate.{{surrogate}})] bool Fires => v >= Threshold;
            [Reset] void Reset() => v -= Threshold;
        }
        """;

    private const string Written = """
        [Neuron(Targets = Target.Training)]
        public partial class HardReset
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Threshold = 1, Floor = -0.3;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x;
            [Spike] bool Fires => v >= Threshold;
            [Reset] void Reset() => v = Floor;
        }

        [Neuron(Targets = Target.Training)]
        public partial class HardResetDetached
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Threshold = 1, Floor = -0.3;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x;
            [Spike] bool Fires => v >= Threshold;
            [Reset(Detach = true)] void Reset() => v = Floor;
        }

        [Neuron(Targets = Target.Training)]
        public partial class SoftReset
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Threshold = 1;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x;
            [Spike] bool Fires => v >= Threshold;
            [Reset] void Reset() => v -= Threshold;
        }

        [Neuron(Targets = Target.Training)]
        public partial class SoftResetDetached
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Threshold = 1;
            [State] public double v;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x;
            [Spike] bool Fires => v >= Threshold;
            [Reset(Detach = true)] void Reset() => v -= Threshold;
        }

        [Neuron(Targets = Target.Training)]
        public partial class ConditionalReset
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Threshold = 1, Jump = 0.4;
            [Refractory] public double TRef = 3;
            [State] public double v, u;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x - 0.1 * u;
            [Update(nameof(u))] double NextU => 0.9 * u + 0.05 * v * v;
            [Spike] bool Fires => v >= Threshold;

            [Reset]
            void Reset()
            {
                if (u > 0.2)
                {
                    v = u * Jump;
                    u *= 0.5;
                }
                else
                {
                    v -= Threshold;
                    u += Jump;
                }
            }
        }

        [Neuron(Targets = Target.Training)]
        public partial class GradedOutput
        {
            [Parameter(Learnable = true)] public double Decay = 0.8, Gain = 1.5;
            [State] public double v, trace;
            [Input] public double x;
            [Update(nameof(v))] double NextV => Decay * v + x;
            [Update(nameof(trace))] double NextTrace => 0.7 * trace + (Fires ? Gain : 0);
            [Spike(Surrogate.Sigmoid, 3)] bool Fires => v >= 1;
            [Output] double Y => (Fires ? Gain * v * x : 0.1 * v) + trace;
            [Reset] void Reset() => v = 0;
        }

        [Neuron(
            Targets = Target.Training, Dt = 0.2,
            Solvers = Solver.RungeKutta4 | Solver.Euler | Solver.Heun | Solver.ExponentialEuler | Solver.RushLarsen)]
        public partial class ManyPorts
        {
            [Parameter(Learnable = true)] public double Tau = 2, Threshold = 1, Rest = 0.1;
            [Refractory] public double TRef = 0.6;
            [State, Receives] public double v = 0.2, g = 0.3;
            [State] public double w = 0.1;
            [Input] public double x = 0.1, y = 0.2;
            [Derivative(nameof(v))] double Dv => (Rest - v + Tau * x - g * (v - 2) - y * (1 + w)) / Tau;
            [Derivative(nameof(g))] double Dg => -g / 3;
            [Derivative(nameof(w))] double Dw => Math.Tanh(v) - w * (1 + Math.Sin(y));
            [Spike(Surrogate.Gaussian, 1.5)] bool Fires => v >= Threshold;
            [Reset] void Reset() { v = Rest; w += 0.2; }
        }

        [Neuron(Targets = Target.Training, Solvers = Solver.Exact | Solver.ExponentialEuler, Dt = 0.5)]
        public partial class CoupledLinear
        {
            [Parameter(Learnable = true)] public double TauM = 4, TauS = 2, Coupling = 0.7, Threshold = 1;
            [Refractory, Parameter(Learnable = true)] public double TRef = 1.5;
            [State] public double v = 0.1, w = 0.05;
            [State, Receives] public double i = 0.2;
            [Input] public double x = 0.1;
            [Derivative(nameof(v))] double Dv => (-v - Coupling * w + i + x) / TauM;
            [Derivative(nameof(w))] double Dw => (Coupling * v - w) / 3;
            [Derivative(nameof(i))] double Di => -i / TauS;
            [Spike] bool Fires => v >= Threshold;
            [Reset] void Reset() { v = 0; w += 0.1; }
        }

        [Neuron(
            Targets = Target.Training, Dt = 0.5,
            Solvers = Solver.Exact | Solver.ExponentialEuler | Solver.Euler | Solver.Heun | Solver.RungeKutta4 | Solver.RushLarsen)]
        public partial class SingleLinear
        {
            [Parameter(Learnable = true)] public double Tau = 4, Threshold = 1;
            [State, Receives] public double v = 0.1;
            [Input] public double x = 0.1;
            [Derivative(nameof(v))] double Dv => (x - v) / Tau;
            [Spike] bool Fires => v > Threshold;
            [Reset] void Reset() => v -= Threshold;
        }

        [Neuron(Targets = Target.Training, Solvers = Solver.EulerMaruyama, Dt = 0.5)]
        public partial class Noisy
        {
            [Parameter(Learnable = true)] public double Tau = 4, Sigma = 0.3;
            [State] public double v = 0.1, w = 0.2;
            [Input] public double x = 0.1;
            [Noise] public double Xi, Eta;
            [Derivative(nameof(v))] double Dv => (x - v) / Tau + Sigma * (1 + w * w) * Xi;
            [Derivative(nameof(w))] double Dw => -w + Sigma * v * Eta;
            [Spike] bool Fires => v >= 1;
            [Reset] void Reset() => v = 0;
        }

        [Neuron(Targets = Target.Training)]
        public partial class CompoundCrossing
        {
            [Parameter(Learnable = true)] public double Threshold = 1, Width = 2;
            [State] public double v = 0.2, u = 0.1;
            [Input] public double x;
            [Update(nameof(v))] double NextV => 0.7 * v + x;
            [Update(nameof(u))] double NextU => 0.5 * u + 0.1 * v;
            [Spike(nameof(Smooth))] bool Fires => v >= Threshold && u < 4;
            [Margin] double Above => (v - Threshold) / Width;
            static double Smooth(double m) => m < 0 ? m / (1 - m) : m / Math.Sqrt(1 + m * m);
        }

        [Neuron(Targets = Target.Training)]
        public partial class Logic
        {
            [Parameter(Learnable = true)] public double Threshold = 1, Gain = 0.5;
            [State] public double v = 0.2, u = 0.1;
            [Input] public double x;
            [Update(nameof(v))] double NextV => 0.8 * v + x - (Fires && u > 0.1 ? Gain : 0) + (!Fires || x > 0 ? 0.1 * u : v);
            [Update(nameof(u))] double NextU => Fires == Fires && !(Fires && Fires) ? 0.6 * u + 0.1 * v : Gain * u;
            [Spike(Surrogate.SuperSpike, 4)] bool Fires => v >= Threshold;
            [Reset] void Reset() => v = Gain * u;
        }

        [Neuron(Targets = Target.Training)]
        public partial class Elementary
        {
            [Parameter(Learnable = true)] public double A = 0.7, B = 1.3;
            [State] public double v = 0.2, u = 0.4;
            [Input] public double x = 0.1;
            [Update(nameof(v))] double NextV => 0.3 * v + x + 0.1 * (Math.Sin(A * u) + Math.Cos(u) + Math.Tan(0.3 * u)
                + Math.Sinh(0.2 * u) + Math.Cosh(A * v) + Math.Tanh(u * v));
            [Update(nameof(u))] double NextU => 0.1 * (Math.Sqrt(1 + u * u) + Math.Cbrt(u - 2) + Math.Log(2 + v * v)
                + Math.Pow(1.5 + u * u, A) + Math.Pow(B, v) + Math.Pow(v, 3)
                + Math.Atan(B * u) + Math.Abs(u - 0.3) + Math.Min(u, v) + Math.Max(A * u, v) + Math.Clamp(u, -0.5, 0.25)
                + Neural.Relu(v - 0.1) + Neural.Heaviside(u) * u + Neural.Sigmoid(A * v) + Neural.ExpRel(-B * Math.Abs(u)) + Neural.Linoid(v, B));
            [Spike] bool Fires => v >= B;
            [Reset] void Reset() => v -= B;
        }

        """;
}
