using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NeuronDsl.Interchange;
using NeuronDsl.Tests.Catalogue;
using NeuronDsl.Tests.Generator;

namespace NeuronDsl.Tests.Interchange;

/// <summary>All exports that the tests ask Brian2 about, run in one process the first time one is asked for: Brian2 takes seconds to begin.</summary>
public sealed class Brian2Run
{
    private const double Duration = 1000;

    // Its own step of 0.01 would take as long as all other neurons together; 0.05 is the coarsest that Euler bears.
    private static readonly Dictionary<string, double> OtherSteps = new() { ["HodgkinHuxley"] = 0.05 };

    // Under weaker drive this neuron is chaotic: a difference of 1e-13 has grown to 1 after 1,000 steps, in whichever order sums are taken.
    private static readonly Dictionary<string, double> OtherInputs = new() { ["IzhikevichEprop"] = 12 };

    private const string Jumping = """
        using NeuronDsl;

        [Neuron]
        public partial class Jumping
        {
            [Parameter] public double C = 0.1;
            [State] public double v, u;
            [Input] public double I;
            [Derivative(nameof(v))] double Dv => (I - u - v) / 10;
            [Derivative(nameof(u))] double Du => -u / 30;
            [Spike] bool Fires => v >= 1;
            [Reset]
            void Reset()
            {
                u += 0.5 * v;
                v = C;
            }
        }
        """;

    private static readonly Solver[] Solvers =
        [Solver.Euler, Solver.Heun, Solver.RungeKutta4, Solver.ExponentialEuler, Solver.RushLarsen, Solver.Exact];

    private readonly Lazy<Dictionary<string, JsonElement>> _results;
    private readonly Dictionary<string, Case> _cases = [];

    public Brian2Run()
    {
        foreach (TwinNeuron neuron in TwinNeuron.All.Where(n => n.Description.Members.All(m => m.Kind != "noise")))
        {
            IEnumerable<Solver> solvers = neuron.Description.Solvers.Count == 0 ? [Solver.None] : Solvers.Intersect(neuron.Description.Solvers);
            foreach (Solver solver in solvers) Add(new Case(neuron, $"{neuron.Name} {solver}") { Solver = solver, Inputs = InputsOf(neuron) });
        }

        AddVariants();
        _results = new(RunAll);
    }

    /// <summary>What the population does.</summary>
    internal Trace Expected(string name)
    {
        Case c = _cases[name];
        return c.Neuron.Run(c.Solver, c.Dt, c.Steps, c.Inputs, c.Arrivals, c.Values);
    }

    /// <summary>What Brian2 does.</summary>
    internal Trace Actual(string name)
    {
        JsonElement result = ResultOf(name);
        return new Trace(
            [.. result.GetProperty("spikes").EnumerateArray().Select(s => s.GetInt32())],
            _cases[name].States.ToDictionary(s => s, s => (IReadOnlyList<double>)[.. result.GetProperty("states").GetProperty(Spelled(s)).EnumerateArray().Select(v => v.GetDouble())]));
    }

    /// <summary>A state of all neurons of a script at the end.</summary>
    internal double[] Ends(string name, string state) => [.. ResultOf(name).GetProperty("ends").GetProperty(state).EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The names of the catalogue's cases: every neuron under every solver.</summary>
    internal IEnumerable<string> CatalogueCases => _cases.Keys.Where(k => !k.Contains(':'));

    private static Dictionary<string, IReadOnlyList<double>> InputsOf(TwinNeuron neuron) =>
        OtherInputs.TryGetValue(neuron.Name, out double input) ? neuron.Drive.ToDictionary(i => i.Key, _ => (IReadOnlyList<double>)[input]) : neuron.Drive;

    private static string Spelled(string state) => state == "i" ? "i_state" : state;

    private JsonElement ResultOf(string name)
    {
        JsonElement result = _results.Value[name];
        return result.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException($"{name}: {error.GetString()}") : result;
    }

    private void AddVariants()
    {
        // Inputs that change and spikes that arrive, some of them while the neuron is refractory.
        double[] steps = [.. Enumerable.Range(0, 10_000).Select(k => 1.2 + Math.Sin(k * 0.003))];
        double[] pulses = [.. Enumerable.Range(0, 10_000).Select(k => k % 7 == 0 ? 0.75 : 0)];
        TwinNeuron lif = TwinNeuron.Of("LeakyIntegrateAndFire");
        Add(new Case(lif, "series: membrane") { Solver = Solver.Exact, Inputs = new() { ["I"] = steps }, Arrivals = new() { ["V"] = pulses } });
        Add(new Case(lif, "series: Heun") { Solver = Solver.Heun, Inputs = new() { ["I"] = steps }, Arrivals = new() { ["V"] = pulses } });
        Add(new Case(lif, "series: without refractoriness") { Solver = Solver.Euler, Inputs = new() { ["I"] = steps }, Arrivals = new() { ["V"] = pulses }, Values = [("TRef", 0.0)] });

        // A step of a quarter reaches the threshold of 1 exactly: > waits for the next step.
        TwinNeuron counter = TwinNeuron.Of("IntegrateAndFire");
        Case exact = new(counter, "changed: threshold") { Solver = Solver.Euler, Inputs = new() { ["x"] = [0.25] }, Change = s => Replace(s, "'v > VThreshold'", "'v >= VThreshold'") };
        Add(exact with { Name = "unchanged: threshold", Change = null });
        Add(exact);

        // The recovery jumps by what the potential is before the reset.
        Case reset = new(new TwinNeuron(GeneratorHarness.Compile(Jumping).GetType("Jumping")!), "unchanged: reset")
        {
            Solver = Solver.RungeKutta4, Dt = 0.1, Inputs = new() { ["I"] = [2] },
        };
        Add(reset);
        Add(reset with { Name = "changed: reset", Change = s => Replace(s, "u = u + 0.5*v\nv = C", "v = C\nu = u + 0.5*v") });
        Add(new Case(lif, "changed: refractory count") { Solver = Solver.Exact, Inputs = lif.Drive, Change = s => Replace(s, "refractory=round(2/0.1)*", "refractory=(round(2/0.1)+1)*") });

        // White noise: a hundred membranes that never fire.
        TwinNeuron noisy = TwinNeuron.Of("NoisyLeakyIntegrateAndFire");
        Add(new Case(noisy, "noise: membrane")
        {
            Solver = Solver.EulerMaruyama, Inputs = new() { ["I"] = [0] }, Values = [("VThreshold", 1e6)], Duration = 100, Change = s => Replace(s, "NeuronGroup(1,", "NeuronGroup(400,"),
        });
    }

    private static string Replace(string script, string old, string changed) =>
        script.Contains(old, StringComparison.Ordinal) ? script.Replace(old, changed, StringComparison.Ordinal) : throw new InvalidOperationException($"There is no {old} to change.");

    private void Add(Case c) => _cases.Add(c.Name, c);

    private Dictionary<string, JsonElement> RunAll()
    {
        using TemporaryFolder folder = new();
        List<object> jobs = [];
        foreach (Case c in _cases.Values)
        {
            string script = folder[$"script{jobs.Count}.py"];
            ExportOptions options = new() { Solver = c.Solver, Dt = c.Dt, Duration = c.Duration, Inputs = c.Inputs, Arrivals = c.Arrivals };
            string text = c.Neuron.Describe(c.Values).ToBrian2(options);
            File.WriteAllText(script, c.Change is null ? text : c.Change(text));
            jobs.Add(new { name = c.Name, script, steps = c.Steps, states = c.States.Select(Spelled) });
        }

        File.WriteAllText(folder["jobs.json"], JsonSerializer.Serialize(jobs));
        Python.Script("run_brian2.py", folder["jobs.json"], folder["results.json"]);
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(folder["results.json"]))!;
    }

    private sealed record Case(TwinNeuron Neuron, string Name)
    {
        public Solver Solver { get; init; }

        public double Dt
        {
            get => field > 0 ? field : OtherSteps.TryGetValue(Neuron.Name, out double dt) ? dt : Drive.Of(Neuron.Name).Dt;
            init;
        }

        public double Duration { get; init; } = Brian2Run.Duration;

        public int Steps => (int)Math.Round(Duration / Dt);

        public Dictionary<string, IReadOnlyList<double>> Inputs { get; init; } = [];

        public Dictionary<string, IReadOnlyList<double>> Arrivals { get; init; } = [];

        public (string Member, double Value)[] Values { get; init; } = [];

        /// <summary>A change of the script's text: of its meaning, so that a test sees whether it matters, or of how many neurons it has.</summary>
        public Func<string, string>? Change { get; init; }

        public IEnumerable<string> States => Neuron.Description.Members.Where(m => m.Kind.EndsWith("state", StringComparison.Ordinal)).Select(m => m.Name);
    }
}
