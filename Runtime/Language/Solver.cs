using System;

// Compiled into the generator as well, under a name of its own: tests see both.
#if NEURONDSL_GENERATOR
namespace NeuronDsl.Generator;
#else
namespace NeuronDsl;
#endif

/// <summary>
/// How the differential equations of a neuron are carried from t to t + dt. Flags: a neuron declares the ones it wants emitted,
/// and the first one it names is its default.
/// </summary>
[Flags]
public enum Solver
{
    /// <summary>No differential equation: the neuron is a map in discrete time.</summary>
    None = 0,

    /// <summary>Forward Euler, order 1: x + dt f(x).</summary>
    Euler = 1,

    /// <summary>Heun's explicit trapezoid, order 2: x + dt/2 (f(x) + f(x + dt f(x))).</summary>
    Heun = 2,

    /// <summary>The classic Runge-Kutta method, order 4.</summary>
    RungeKutta4 = 4,

    /// <summary>
    /// Exponential Euler for equations that are linear in their own state, x' = a x + b with a and b frozen over the step:
    /// x + f(x) (exp(a dt) - 1) / a. All states at once, from the old values.
    /// </summary>
    ExponentialEuler = 8,

    /// <summary>Rush and Larsen (1978): exponential Euler for the states that the spike condition does not read, forward Euler for the rest.</summary>
    RushLarsen = 16,

    /// <summary>The exact solution of a linear system with constant coefficients, by the matrix exponential.</summary>
    Exact = 32,

    /// <summary>Euler-Maruyama, the solver for equations with <see cref="NoiseAttribute"/>: x + dt f(x) + sqrt(dt) g N(0, 1).</summary>
    EulerMaruyama = 64,
}
