using System;

namespace NeuronDsl;

/// <summary>Unit white noise: enters a <see cref="DerivativeAttribute"/> linearly and is integrated by <see cref="Solver.EulerMaruyama"/>.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class NoiseAttribute : Attribute;
