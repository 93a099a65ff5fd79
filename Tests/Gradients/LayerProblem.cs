using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NeuronDsl.Data;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Solvers;
using NeuronDsl.Generator.Symbolics;
using NeuronDsl.Simulation;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.Gradients;

/// <summary>How a layer under test differs from the plainest.</summary>
internal sealed record LayerSetup
{
    public int Size { get; init; } = 5;

    public int Batch { get; init; } = 3;

    public int Steps { get; init; } = 8;

    public int Substeps { get; init; } = 1;

    public ParameterSharing Sharing { get; init; }

    /// <summary>Whether the input is stored once for all steps.</summary>
    public bool ConstantInput { get; init; }

    /// <summary>Whether the gradient of the output is stored once for all steps.</summary>
    public bool ConstantGradient { get; init; }

    /// <summary>Names of ports; null for all inputs and all receiving states.</summary>
    public string[]? Ports { get; init; }

    public int Seed { get; init; } = 7;
}

/// <summary>An emitted layer in a <see cref="Scene"/>, fed at random; each of its neurons is a <see cref="Problem"/> of its own.</summary>
internal sealed class LayerProblem : IDisposable
{
    private readonly NeuronModel _model;
    private readonly Scene _scene;
    private readonly LayerSetup _setup;
    private readonly Symbol[] _ports;

    public LayerProblem(NeuronLibrary library, string neuron, NeuronDsl.Solver solver, LayerSetup setup)
    {
        (_model, _setup) = (library.Model(neuron), setup);
        if (solver == NeuronDsl.Solver.None) solver = (NeuronDsl.Solver)_model.TrainingSolvers.FirstOrDefault();
        _scene = new Scene(library, neuron, (NeuronDsl.Generator.Solver)solver);
        _ports = setup.Ports is null ? _scene.Ports : [.. setup.Ports.Select(name => _scene.Ports.Single(p => p.Name == name))];
        string[] names = setup.Ports ?? (_ports.Length > 1 ? [.. _ports.Select(p => p.Name)] : []);
        MethodInfo factory = library.Class(neuron).GetMethod("Layer", BindingFlags.Public | BindingFlags.Static)!;
        Layer = (NeuronLayer<double>)factory.Invoke(null, [new Shape(setup.Size), _scene.Dt, solver, setup.Substeps, _scene.Instance, setup.Sharing, names])!;
        Layer.Connect(_ports.Length * setup.Size);
        Random random = new(setup.Seed);
        Input = Fill(new Signal<double>(_ports.Length * setup.Size), setup.ConstantInput, feature => Drive(_ports[feature / setup.Size]));
        OutputGradient = Fill(new Signal<double>(setup.Size), setup.ConstantGradient, _ => Around(1));
        if (setup.Sharing == ParameterSharing.PerNeuron)
        {
            foreach (Parameter<double> parameter in Layer.Parameters)
                foreach (ref double value in parameter.Row(0)) value *= 1 + Around(0.1);
        }

        double Drive(Symbol port) => _scene.Base(port) + Around(_scene.Amplitudes[port]);

        double Around(double range) => range * ((2 * random.NextDouble()) - 1);
    }

    public NeuronLayer<double> Layer { get; }

    public IEnumerable<string> States => _model.States.Select(s => s.Name);

    public Signal<double> Input { get; }

    public Signal<double> OutputGradient { get; }

    public void Dispose()
    {
        Layer.Dispose();
        Input.Dispose();
        OutputGradient.Dispose();
    }

    /// <summary>Forward and backward, against the smoothed step of each neuron.</summary>
    /// <param name="neurons">The neurons whose states and inputs are compared; parameters always are, of all.</param>
    /// <returns>The errors of outputs, final states and gradients, and what happened.</returns>
    public (RelativeError Error, IReadOnlyList<Trajectory> Seen) Compare(Func<int, int, bool>? neurons = null)
    {
        Signal<double> output = Layer.Forward(Input, training: true);
        Signal<double> gradient = Layer.Backward(OutputGradient)!;
        RelativeError error = new();
        List<Trajectory> seen = [];
        string[] learnable = [.. _model.Parameters.Where(p => p.Learnable).Select(p => p.Name)];
        double[][] parameterGradients = [.. learnable.Select(_ => new double[_setup.Size])];
        for (int sample = 0; sample < _setup.Batch; sample++)
        {
            for (int neuron = 0; neuron < _setup.Size; neuron++)
            {
                Problem problem = Single(sample, neuron);
                for (int k = 0; k < learnable.Length; k++)
                {
                    parameterGradients[k][neuron] += problem.Derivative(new(SymbolKind.Parameter, learnable[k]));
                }

                if (neurons?.Invoke(sample, neuron) == false) continue;
                Trajectory trajectory = problem.Run();
                seen.Add(trajectory);
                for (int t = 0; t < _setup.Steps; t++) error.Add("output", output.Row(t, sample)[neuron], trajectory.Sent[t].Real);
                foreach (StateModel state in _model.States)
                {
                    Symbol symbol = new(SymbolKind.State, state.Name);
                    error.Add($"final {state.Name}", Layer.FinalState(state.Name, sample)[neuron], trajectory.Final[symbol]);
                    error.Add($"gradient of {state.Name}", Layer.InitialStateGradient(state.Name, sample)[neuron], problem.Derivative(symbol));
                }

                for (int k = 0; k < _ports.Length; k++)
                {
                    for (int t = 0; t < gradient.StoredSteps; t++)
                    {
                        double expected = problem.Derivative(_ports[k], gradient.IsConstant ? Problem.EveryStep : t);
                        error.Add($"gradient of {_ports[k].Kind} {_ports[k].Name}", gradient.Row(t, sample)[(k * _setup.Size) + neuron], expected);
                    }
                }
            }
        }

        for (int k = 0; k < learnable.Length; k++)
        {
            double[] expected = _setup.Sharing == ParameterSharing.PerLayer ? [parameterGradients[k].Sum()] : parameterGradients[k];
            for (int i = 0; i < expected.Length; i++) error.Add($"gradient of {learnable[k]}", Layer.Parameters[k].Gradient[i], expected[i]);
        }

        return (error, seen);
    }

    private Problem Single(int sample, int neuron)
    {
        Dictionary<Symbol, double>[] fed = new Dictionary<Symbol, double>[_setup.Steps];
        for (int t = 0; t < fed.Length; t++)
        {
            fed[t] = _scene.Ports.ToDictionary(p => p, _scene.Base);
            for (int k = 0; k < _ports.Length; k++) fed[t][_ports[k]] = Input.Row(t, sample)[(k * _setup.Size) + neuron];

            // The layer's first pass draws for all places of [steps, samples, stride].
            int place = (((t * _setup.Batch) + sample) * OutputGradient.Stride) + neuron;
            for (int k = 0; k < _scene.Noises.Length; k++) fed[t][_scene.Noises[k]] = GaussianNoise.Sample(Layer.NoiseSeed, k, place, 0);
        }

        Dictionary<Symbol, double> parameters = new(_scene.Parameters);
        foreach (Parameter<double> parameter in Layer.Parameters)
        {
            parameters[new(SymbolKind.Parameter, parameter.Name)] = parameter.Values[_setup.Sharing == ParameterSharing.PerLayer ? 0 : neuron];
        }

        double[] weights = [.. Enumerable.Range(0, _setup.Steps).Select(t => OutputGradient.Row(t, sample)[neuron])];
        return _scene.With(fed, weights, _setup.Substeps, parameters);
    }

    private Signal<double> Fill(Signal<double> signal, bool constant, Func<int, double> next)
    {
        signal.PrepareValues(_setup.Steps, _setup.Batch, constant);
        for (int t = 0; t < signal.StoredSteps; t++)
            for (int sample = 0; sample < _setup.Batch; sample++)
            {
                Span<double> row = signal.Row(t, sample);
                for (int feature = 0; feature < row.Length; feature++) row[feature] = next(feature);
            }

        return signal;
    }
}
