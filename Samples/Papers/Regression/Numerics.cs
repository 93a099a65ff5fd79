using System;
using System.Linq;
using NeuronDsl;
using NeuronDsl.Simulation;
using PapersSample.Reproduction;

namespace PapersSample.Regression;

/// <summary>Whether the solvers do what they are named for, and how much input makes each membrane fire.</summary>
internal static class Numerics
{
    private const double Duration = 16, Subthreshold = 0.3;

    public static Part Part { get; } = new("numerics", "Solvers: order of convergence, rest, rheobase", Run);

    private static void Run(PaperRun run)
    {
        Listing table = new("membrane", "Euler: order", "Runge-Kutta: order", "drift at rest in 1 s (mV)", "least drive for firing without end");
        bool euler = true, rungeKutta = true, rest = true, rheobase = true;
        double worstDrift = 0;
        foreach (Membrane membrane in Membrane.All)
        {
            // The linear membrane is so smooth that Runge-Kutta is exact to the last digits unless the step is long.
            double coarse = membrane == Membrane.Lif ? 2 : membrane == Membrane.Hh ? 0.0625 : 0.5;
            double first = Order(membrane, Solver.Euler, coarse / 4), fourth = Order(membrane, Solver.RungeKutta4, coarse);
            double drift = Drift(membrane), threshold = LeastDrive(membrane, run.Choose(500, 1000, 1000));
            euler &= Math.Abs(first - 1) < 0.1;
            rungeKutta &= Math.Abs(fourth - 4) < 0.3;
            rest &= drift < 1e-6;
            rheobase &= Math.Abs(threshold - 1) < 0.03;
            worstDrift = Math.Max(worstDrift, drift);
            table.Row(membrane.Name, $"{first:0.00}", $"{fourth:0.00}", $"{drift:0.0E+0}", $"{threshold:0.000}");
        }

        run.Show(table, "Order: of the largest error of all states over a subthreshold response, against Runge-Kutta with a 64th of the step.");
        run.Control("Euler converges with order 1.0 ± 0.1 and Runge-Kutta with order 4.0 ± 0.3 on every membrane", $"see the table", euler, rungeKutta);
        run.Control("a membrane at rest stays there: less than 1e-6 mV in 1 s", $"at most {worstDrift:0.0E+0} mV", rest);
        run.Control("a drive of 1 is the rheobase of every membrane", $"see the table", rheobase);
    }

    private static double Order(Membrane membrane, Solver solver, double dt)
    {
        double[] reference = Trajectory(membrane, Solver.RungeKutta4, dt / 64, every: 64);
        return Math.Log2(Error(Trajectory(membrane, solver, dt, every: 1)) / Error(Trajectory(membrane, solver, dt / 2, every: 2)));

        double Error(double[] trajectory) => trajectory.Zip(reference, (value, exact) => Math.Abs(value - exact)).Max();
    }

    // [samples, states]: the response to a step of current that does not reach the threshold.
    private static double[] Trajectory(Membrane membrane, Solver solver, double dt, int every)
    {
        using Population<double> neuron = membrane.Simulate(1, solver);
        neuron.Input("Drive")[0] = Subthreshold;
        int samples = (int)Math.Round(Duration / (dt * every));
        double[] values = new double[samples * membrane.States.Count];
        for (int k = 0; k < values.Length;)
        {
            neuron.Step(dt, every);
            foreach (string state in membrane.States) values[k++] = neuron.State(state)[0];
        }

        return values;
    }

    private static double Drift(Membrane membrane)
    {
        using Population<double> neuron = membrane.Simulate(1, Solver.RungeKutta4);
        double before = neuron.State(membrane.States[0])[0];
        neuron.Step(0.05, 20_000);
        return Math.Abs(neuron.State(membrane.States[0])[0] - before);
    }

    // Two hundred drives at once; firing without end is firing in the last quarter.
    private static double LeastDrive(Membrane membrane, double duration)
    {
        const int Drives = 201;
        const double Dt = 0.05;
        using Population<double> neurons = membrane.Simulate(Drives, Solver.RungeKutta4);
        for (int i = 0; i < Drives; i++) neurons.Input("Drive")[i] = 0.5 + (0.005 * i);
        SpikeList spikes = new();
        int steps = (int)(duration / Dt);
        neurons.Step(Dt, steps, spikes);
        return 0.5 + (0.005 * spikes.Where(spike => spike.Step > steps * 3 / 4).Select(spike => spike.Neuron).DefaultIfEmpty(Drives).Min());
    }
}
