using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>
/// Writes the scalar neuron: <c>Step</c> in the user's own compiled expressions. It moves the states and asks the user's properties again,
/// sharing no arithmetic with the other targets, and is therefore the reference that they are tested against.
/// </summary>
internal sealed class NeuronEmitter(NeuronModel model)
{
    private readonly SourceWriter _writer = TypeShell.Open($"{model.Type.Name}: one neuron, one step.");
    private readonly string _type = CSharp.TypeName(model.Precision);

    private readonly List<StateModel> _differential = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Derivative)];
    private readonly List<StateModel> _maps = [.. model.States.Where(s => s.Equation.Kind == EquationKind.Update)];
    private readonly HashSet<string> _clamped = model.Refractory is null || model.Reset is null ? [] : [.. model.Reset.Assignments.Where(a => a.Clamps).Select(a => a.State)];

    public SourceText Emit()
    {
        using (_writer.Reopen(model.Type, $" : global::NeuronDsl.INeuron<{_type}>"))
        {
            WriteFields();
            WriteInitialize();
            WriteStep();
            foreach (Solver solver in model.Solvers) WriteAdvance(solver);
        }

        return _writer.Text();
    }

    private string Zero => CSharp.Literal(0, model.Precision);

    private void WriteFields()
    {
        _writer.Line("/// <summary>What this neuron consists of, by name.</summary>");
        using (_writer.Block("public static global::NeuronDsl.Simulation.NeuronLayout NeuronLayout { get; } = new()", "};"))
        {
            _writer.Line($"Name = {CSharp.Literal(model.Type.Name.TrimStart('@'))},");
            _writer.Line($"States = {Names(model.States)},");
            _writer.Line($"Parameters = {Names(model.Parameters)},");
            _writer.Line($"Learnable = {Names(model.Parameters.Where(p => p.Learnable))},");
            _writer.Line($"Inputs = {Names(model.Inputs)},");
            _writer.Line($"Receiving = {Names(model.States.Where(s => s.Receives))},");
            _writer.Line($"Noises = {Names(model.Noises)},");
            _writer.Line($"IsRefractory = {Truth(model.Refractory is not null)},");
            _writer.Line($"CountsCrossings = {Truth(model.CountsCrossings)},");
            _writer.Line($"Spikes = {Truth(model.Spike is not null)},");
            _writer.Line($"HasOutput = {Truth(model.Output is not null)},");
            _writer.Line($"Solvers = {Solvers(model.Solvers)},");
            _writer.Line($"TrainingSolvers = {Solvers(model.TrainingSolvers)},");
            _writer.Line("Describe = static () => Description!,");
        }

        _writer.Gap().Line($"private global::NeuronDsl.Simulation.ScalarStep<{_type}> __step;");
        foreach (StateModel state in model.States.Where(s => s.Receives))
        {
            _writer.Gap().Line($"/// <summary>What arrives at {state.Name}: added at the start of the next step, then cleared.</summary>");
            _writer.Line($"public {_type} {state.Name}Arrival;");
        }

        if (model.Output is not null)
        {
            _writer.Gap().Line("/// <summary>The graded output of the last step, read before its reset.</summary>");
            _writer.Line($"public {_type} LastOutput {{ get; private set; }}");
        }

        if (model.Noises.Count > 0)
        {
            _writer.Gap().Line("/// <summary>Where this neuron's noise comes from: equal places draw equal numbers.</summary>");
            _writer.Line("/// <param name=\"seed\">The seed.</param>");
            _writer.Line("/// <param name=\"neuron\">The place in a population.</param>");
            _writer.Line(TypeShell.NotUserCode);
            _writer.Line("public void SeedNoise(ulong seed, int neuron = 0) => this.__step.SeedNoise(seed, neuron);");
        }
    }

    private void WriteInitialize()
    {
        _writer.Gap().Line("/// <summary>Gives the states their initial values and forgets refractoriness; the first <c>Step</c> does so by itself.</summary>");
        _writer.Line(TypeShell.NotUserCode);
        using (_writer.Block("public void Initialize()"))
        {
            foreach (StateModel state in model.States.Where(s => s.InitialProperty is not null)) _writer.Line($"{This(state.Name)} = {This(state.InitialProperty!)};");
            _writer.Line("this.__step.Begin();");
            if (model.CountsCrossings) _writer.Line($"this.__step.Above = {This(model.Spike!.Property)};");
        }
    }

    private void WriteStep()
    {
        string first = model.Solvers.Count == 0 ? "None" : model.Solvers[0].ToString();
        _writer.Gap().Line("/// <summary>Advances the neuron by one step: arrivals, equations, spike, output, reset, refractoriness, in this order.</summary>");
        _writer.Line("/// <remarks>");
        _writer.Line("/// <code>");
        foreach (string equation in DescriptionEmitter.Equations(model)) _writer.Line($"/// {CSharp.Xml(equation)}".TrimEnd());
        _writer.Line("/// </code>");
        foreach (MemberModel member in model.States.Concat<MemberModel>(model.Parameters).Concat(model.Inputs).Where(m => m.Unit is not null || m.Summary is not null))
        {
            _writer.Line($"/// <para><c>{CSharp.Xml(member.Name)}</c>{PopulationEmitter.Details(member)}</para>");
        }

        _writer.Line("/// </remarks>");
        _writer.Line("/// <param name=\"dt\">The time step, in the neuron's unit of time.</param>");
        _writer.Line($"/// <param name=\"solver\">{(model.Solvers.Count == 0 ? "None: the neuron is a map in discrete time." : $"The solver, one of {string.Join(", ", model.Solvers)}.")}</param>");
        _writer.Line("/// <returns>Whether it fired.</returns>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The time step is not positive.</exception>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">The neuron does not declare the solver, or an input or an arrival is NaN.</exception>");
        _writer.Line(TypeShell.NotUserCode);
        using (_writer.Block($"public bool Step({_type} dt, global::NeuronDsl.Solver solver = global::NeuronDsl.Solver.{first})"))
        {
            _writer.Line("global::NeuronDsl.Simulation.TimeStepGuard.Check(dt);");
            if (model.Solvers.Count == 0) _writer.Line("NeuronLayout.Choose(solver);");
            else _writer.Line("solver = NeuronLayout.Choose(solver);");
            foreach (MemberModel input in model.Inputs) _writer.Line($"global::NeuronDsl.Simulation.InputGuard.Check({This(input.Name)}, {CSharp.Literal(model.Type.Name)}, {CSharp.Literal(input.Name)});");
            foreach (StateModel state in model.States.Where(s => s.Receives))
            {
                _writer.Line($"global::NeuronDsl.Simulation.InputGuard.CheckArrival({This(state.Name + "Arrival")}, {CSharp.Literal(model.Type.Name)}, {CSharp.Literal(state.Name)});");
            }

            _writer.Line("if (!this.__step.Started) Initialize();");
            string held = model.Refractory is null ? "false" : "held";
            if (model.Refractory is not null) _writer.Line("bool held = this.__step.Remaining > 1, deaf = this.__step.Remaining > 0;");
            foreach (StateModel state in model.States.Where(s => s.Receives))
            {
                string arrival = This(state.Name + "Arrival");
                _writer.Line($"{(_clamped.Contains(state.Name) ? "if (!deaf) " : "")}{This(state.Name)} += {arrival};");
                _writer.Line($"{arrival} = {Zero};");
            }

            for (int k = 0; k < model.Noises.Count; k++)
            {
                _writer.Line($"{This(model.Noises[k].Name)} = ({_type})(this.__step.Noise({k.ToString(CultureInfo.InvariantCulture)}) / global::System.Math.Sqrt(dt));");
            }

            // Maps read the old states, as derivatives do.
            foreach (StateModel state in _maps) _writer.Line($"{_type} {Local(state.Name, "Next")} = {Held(state.Name, This(state.Name), This(state.Equation.Property))};");
            WriteSolverSwitch(held);
            foreach (StateModel state in _maps) _writer.Line($"{This(state.Name)} = {Local(state.Name, "Next")};");
            WriteSpike(held);
        }
    }

    private void WriteSolverSwitch(string held)
    {
        if (model.Solvers.Count == 0) return;
        if (model.Solvers.Count == 1)
        {
            _writer.Line($"Advance{model.Solvers[0]}(dt, {held});");
            return;
        }

        using (_writer.Block("switch (solver)"))
        {
            foreach (Solver solver in model.Solvers.Skip(1)) _writer.Line($"case global::NeuronDsl.Solver.{solver}: Advance{solver}(dt, {held}); break;");
            _writer.Line($"default: Advance{model.Solvers[0]}(dt, {held}); break;");
        }
    }

    private void WriteSpike(string held)
    {
        _writer.Line("this.__step.Index++;");
        if (model.Output is not null && model.Spike is null) _writer.Line($"LastOutput = {This(model.Output.Name)};");
        if (model.Spike is null)
        {
            _writer.Line("return false;");
            return;
        }

        _writer.Line($"bool condition = {This(model.Spike.Property)};");
        List<string> terms = ["condition"];
        if (model.Refractory is not null) terms.Add("!held");
        if (model.CountsCrossings) terms.Add("!this.__step.Above");
        _writer.Line($"bool fired = {string.Join(" && ", terms)};");
        if (model.CountsCrossings) _writer.Line("this.__step.Above = condition;");
        if (model.Output is not null) _writer.Line($"LastOutput = {This(model.Output.Name)};");
        if (model.Reset is not null) _writer.Line($"if (fired) {This(model.Reset.Method)}();");
        if (model.Refractory is not null) _writer.Line($"this.__step.CountDown(fired, {This(model.Refractory)}, dt);");
        _writer.Line("return fired;");
    }

    private void WriteAdvance(Solver solver)
    {
        _writer.Gap().Line(TypeShell.NotUserCode);
        using (_writer.Block($"private void Advance{solver}({_type} dt, bool held)"))
        {
            switch (solver)
            {
                case Solver.Heun: WriteHeun(); break;
                case Solver.RungeKutta4: WriteRungeKutta4(); break;
                case Solver.ExponentialEuler: WriteExponential([.. _differential]); break;
                case Solver.RushLarsen: WriteExponential([.. _differential.Where(s => model.Spike is null || !model.StatesReadBy(model.Spike.Condition).Contains(s.Name))]); break;
                case Solver.Exact: WriteExact(); break;
                default: WriteExponential([]); break;
            }
        }
    }

    private void WriteHeun()
    {
        Old();
        Slopes("1");
        Move("dt * {0}1");
        Slopes("2");
        Move("dt / 2 * ({0}1 + {0}2)");
    }

    private void WriteRungeKutta4()
    {
        Old();
        Slopes("1");
        Move("dt / 2 * {0}1");
        Slopes("2");
        Move("dt / 2 * {0}2");
        Slopes("3");
        Move("dt * {0}3");
        Slopes("4");
        Move("dt / 6 * ({0}1 + (2 * {0}2) + (2 * {0}3) + {0}4)");
    }

    // Euler where a state is not among the exponential ones. Its coefficient is the slope's slope: the equation is linear in the state, so
    // the difference over a unit distance is exact.
    private void WriteExponential(List<StateModel> exponential)
    {
        Old();
        FreeSlopes();
        foreach (StateModel state in exponential)
        {
            string x = This(state.Name);
            _writer.Line($"{x} += 1;");
            _writer.Line($"{_type} {Local(state.Name, "Linear")} = {This(state.Equation.Property)} - {Local(state.Name, "1")};");
            _writer.Line($"{x} = {Local(state.Name, "0")};");
        }

        foreach (StateModel state in _differential)
        {
            string phi = exponential.Contains(state) ? $" * global::NeuronDsl.Neural.ExpRel({Local(state.Name, "Linear")} * dt)" : "";
            _writer.Line($"{This(state.Name)} += {Held(state.Name, "0", $"dt{phi} * {Local(state.Name, "1")}")};");
        }
    }

    private void WriteExact()
    {
        int n = _differential.Count;
        Old();
        FreeSlopes();
        _writer.Line($"double[] matrix = new double[{n * n}];");
        for (int j = 0; j < n; j++)
        {
            StateModel column = _differential[j];
            _writer.Line($"{This(column.Name)} += 1;");
            for (int i = 0; i < n; i++)
            {
                StateModel row = _differential[i];
                _writer.Line($"matrix[{(i * n) + j}] = {Held(row.Name, "0", $"{This(row.Equation.Property)} - {Local(row.Name, "1")}")};");
            }

            _writer.Line($"{This(column.Name)} = {Local(column.Name, "0")};");
        }

        foreach (StateModel state in _differential.Where(s => _clamped.Contains(s.Name))) _writer.Line($"if (held) {Local(state.Name, "1")} = 0;");
        for (int i = 0; i < n; i++)
        {
            IEnumerable<string> terms = Enumerable.Range(0, n).Select(j =>
                $"(global::NeuronDsl.Numerics.MatrixExponential.Propagator({i}, {j}, dt, matrix) * {Local(_differential[j].Name, "1")})");
            _writer.Line($"{This(_differential[i].Name)} = ({_type})({Local(_differential[i].Name, "0")} + {string.Join(" + ", terms)});");
        }
    }

    private void FreeSlopes()
    {
        foreach (StateModel state in _differential) _writer.Line($"{_type} {Local(state.Name, "1")} = {This(state.Equation.Property)};");
    }

    private void Old()
    {
        foreach (StateModel state in _differential) _writer.Line($"{_type} {Local(state.Name, "0")} = {This(state.Name)};");
    }

    private void Slopes(string stage)
    {
        foreach (StateModel state in _differential) _writer.Line($"{_type} {Local(state.Name, stage)} = {Held(state.Name, Zero, This(state.Equation.Property))};");
    }

    private void Move(string increment)
    {
        foreach (StateModel state in _differential)
        {
            string local = Local(state.Name, "");
            _writer.Line($"{This(state.Name)} = {local}0 + ({string.Format(CultureInfo.InvariantCulture, increment, local)});");
        }
    }

    private string Held(string state, string whenHeld, string value) => _clamped.Contains(state) ? $"held ? {whenHeld} : {value}" : value;

    private static string This(string member) => "this." + CSharp.Identifier(member);

    // Locals end in a digit or a word that no parameter of these methods has: members are always reached through this.
    private static string Local(string state, string suffix) => "_" + state + suffix;

    private static string Names(IEnumerable<MemberModel> members) => CSharp.Strings(members.Select(m => m.Name));

    private static string Solvers(IEnumerable<Solver> solvers) => $"[{string.Join(", ", solvers.Select(s => $"global::NeuronDsl.Solver.{s}"))}]";

    private static string Truth(bool value) => value ? "true" : "false";
}
