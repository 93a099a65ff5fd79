using System;
using System.Reflection;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Generator;

namespace NeuronDsl.Tests.Simulation.Networks;

/// <summary>Neurons whose answer to a spike is plain to see, in double precision.</summary>
internal static class TestNeurons
{
    private const string Source = """
        using NeuronDsl;

        [Neuron(Solvers = Solver.Euler, Targets = Target.Simulation)]
        public partial class DeltaLif
        {
            [Parameter] public double Tau = 20, Threshold = 20, Floor = 10;
            [Refractory] public double TRef = 2;
            [State, Receives] public double V;
            [Input] public double Mu;
            [Derivative(nameof(V))] double DV => (Mu - V) / Tau;
            [Spike] bool Fires => V >= Threshold;
            [Reset] void Reset() => V = Floor;
        }

        /// <summary>Fires in every step in which its input is on.</summary>
        [Neuron(Targets = Target.Simulation)]
        public partial class Relay
        {
            [State] public double v;
            [Input] public double X;
            [Update(nameof(v))] double Next => X;
            [Spike] bool Fires => v >= 0.5;
            [Reset] void Reset() => v = 0;
        }

        /// <summary>Adds up what arrives, and shows the input of the last step.</summary>
        [Neuron(Targets = Target.Simulation)]
        public partial class Listener
        {
            [State, Receives] public double A;
            [State, Receives] public double B;
            [State] public double Heard;
            [Input] public double X;
            [Update(nameof(A))] double NextA => A;
            [Update(nameof(B))] double NextB => B;
            [Update(nameof(Heard))] double NextHeard => X;
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => GeneratorHarness.Compile(Source));

    public static Population<double> DeltaLif(int count) => Make("DeltaLif", count, Solver.Euler);

    public static Population<double> Relay(int count) => Make("Relay", count, Solver.None);

    public static Population<double> Listener(int count) => Make("Listener", count, Solver.None);

    /// <summary>Takes one step in which exactly these relays fire.</summary>
    public static void Fire(this Network network, Population<double> relays, params int[] neurons)
    {
        relays.Input("X").Clear();
        foreach (int neuron in neurons) relays.Input("X")[neuron] = 1;
        network.Run(network.Dt);
        relays.Input("X").Clear();
    }

    private static Population<double> Make(string name, int count, Solver solver) =>
        (Population<double>)Activator.CreateInstance(Compiled.Value.GetType($"{name}+Population")!, count, null, solver)!;
}
