using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NeuronDsl.Generator;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Program;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Tests.Gradients;

using Solver = NeuronDsl.Generator.Solver;

/// <summary>
/// One step of a neuron as the gradient understands it, made from the step's meaning and without differentiating anything. Over complex
/// numbers: the real parts are the trajectory as it happened, and an imaginary part is carried along as <see cref="ComplexFunctions"/> says.
/// The spike is straight-through, H(m0) + s(m) - s(m0), with m0 the margin as it happened and s the surrogate's smooth step.
/// </summary>
internal sealed class SmoothedStep
{
    private readonly NeuronModel _model;
    private readonly Operation[] _operations;
    private readonly Result[] _results;
    private readonly Complex[] _values;
    private readonly Complex[][] _operands;
    private object? _preparedFor;
    private bool _prepared;

    public SmoothedStep(NeuronModel model, Solver solver)
    {
        StepProgram meaning = NeuronCompiler.Meaning(model, solver);
        (_model, _operations, _results) = (model, [.. meaning.Operations], [.. meaning.Results]);
        _values = new Complex[_operations.Length];
        _operands = [.. _operations.Select(o => new Complex[o.Operands.Length])];
    }

    /// <summary>The argument of the surrogate in the last step.</summary>
    public Complex Margin => _values[Spike.Operands[1].Index];

    /// <summary>The surrogate's slope in the last step.</summary>
    public double Slope => _values[Spike.Operands[2].Index].Real;

    // The condition at the new state, which decides; equations that ask it at the old state come before.
    private Operation Spike => _operations.Last(o => o.Function == Functions.Spike);

    /// <summary>Computes what parameters and the time step decide anew if they are others than before, which is what unequal keys say.</summary>
    public void PrepareFor(object key)
    {
        _prepared = key.Equals(_preparedFor);
        _preparedFor = key;
    }

    /// <summary>Takes the step: what it loads from <paramref name="memory"/>, what it leaves into <paramref name="results"/>.</summary>
    public void Run(Dictionary<Symbol, Complex> memory, Dictionary<Symbol, Complex> results)
    {
        for (int i = 0; i < _operations.Length; i++)
        {
            Operation operation = _operations[i];
            if (_prepared && operation.Rate != Rate.Step) continue;
            if (operation.Symbol is { } symbol) _values[i] = memory[symbol];
            else if (operation.IsConstant) _values[i] = operation.Constant;
            else
            {
                for (int k = 0; k < _operands[i].Length; k++) _operands[i][k] = _values[operation.Operands[k].Index];
                _values[i] = operation.Function == Functions.Spike
                    ? StraightThrough(_operands[i][0].Real, _operands[i][1])
                    : ComplexFunctions.Evaluate(operation.Function!, _operands[i]);
            }
        }

        _prepared = true;
        foreach (Result result in _results) results[result.Target] = _values[result.Value.Index];
    }

    // s(m) - s(m0) has no real part; rounding must not give it one, which a comparison would see.
    private Complex StraightThrough(double happened, Complex margin) =>
        margin.Imaginary == 0 ? happened : new Complex(happened, SmoothStep(margin).Imaginary);

    private Complex SmoothStep(Complex margin) =>
        _model.Spike!.SmoothStep is { } step ? Evaluate(step, margin) : Integral(_model.Spike.Slope, margin);

    // The Gaussian's step has no elementary form: the integral of its slope, over a way from the real axis so short that one term does.
    private static Complex Integral(Expression slope, Complex margin) =>
        new(0, margin.Imaginary * Evaluate(slope, margin.Real).Real);

    private static Complex Evaluate(Expression expression, Complex argument) => expression switch
    {
        Constant c => c.Value,
        Symbol => argument,
        Apply a => ComplexFunctions.Evaluate(a.Function, [.. a.Arguments.Select(x => Evaluate(x, argument))]),
        _ => throw new ArgumentException($"No value for {expression.GetType()}.", nameof(expression)),
    };
}
