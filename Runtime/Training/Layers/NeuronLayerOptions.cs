using System.Collections.Generic;
using System.Numerics;
using NeuronDsl.Data;

namespace NeuronDsl.Training;

/// <summary>How a layer of neurons is laid out and stepped.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Shape">Neurons: how many, or channels x height x width.</param>
/// <param name="Dt">The time step, in the neuron's unit of time.</param>
/// <param name="Solver">The solver, <see cref="NeuronDsl.Solver.None"/> for the neuron's default.</param>
/// <param name="Substeps">Solver steps within a time step.</param>
/// <param name="Sharing">How many values each learnable parameter has.</param>
/// <param name="Ports">The inputs or receiving states that the layer's input is fed to; null for all inputs, or all receiving states where there is no input.</param>
public sealed record NeuronLayerOptions<T>(
    Shape Shape, T Dt, Solver Solver, int Substeps = 1, ParameterSharing Sharing = ParameterSharing.PerLayer, IReadOnlyList<string>? Ports = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
