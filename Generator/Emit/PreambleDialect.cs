using System.Collections.Generic;
using System.Linq;
using NeuronDsl.Generator.Model;
using NeuronDsl.Generator.Symbolics;

namespace NeuronDsl.Generator.Emit;

/// <summary>Scalar arithmetic with the library's own elementary functions, for what is computed before the loop.</summary>
internal sealed class PreambleDialect(Precision precision) : ScalarDialect(precision)
{
    private static readonly Dictionary<Function, string> Library = new()
    {
        [Functions.Cbrt] = "MathX.Cbrt({0})",
        [Functions.Exp] = "MathX.Exp({0})",
        [Functions.Exp2] = "MathX.Pow(2, {0})",
        [Functions.Log] = "MathX.Log({0})",
        [Functions.Pow] = "MathX.Pow({0}, {1})",
        [Functions.Sin] = "MathX.Sin({0})",
        [Functions.Cos] = "MathX.Cos({0})",
        [Functions.Tan] = "MathX.Tan({0})",
        [Functions.Sinh] = "MathX.Sinh({0})",
        [Functions.Cosh] = "MathX.Cosh({0})",
        [Functions.Tanh] = "MathX.Tanh({0})",
        [Functions.Atan] = "MathX.Atan({0})",
        [Functions.Sigmoid] = "global::NeuronDsl.Neural.Sigmoid({0})",
        [Functions.Heaviside] = "global::NeuronDsl.Neural.Heaviside({0})",
        [Functions.Relu] = "global::NeuronDsl.Neural.Relu({0})",
        [Functions.ExpRel] = "global::NeuronDsl.Neural.ExpRel({0})",
    };

    public override string Format(Function function)
    {
        if (Table.TryGetValue(function, out string? text) || Library.TryGetValue(function, out text)) return text.Replace("MathX", Precision == Precision.Single ? "MathF" : "Math");

        // Propagator(0, 1) of dt, a00, ... becomes MatrixExponential.Propagator(0, 1, dt, a00, ...): the leading arguments stand in the name.
        string operands = string.Join(", ", Enumerable.Range(0, function.Arity).Select(k => $"{{{k}}}"));
        if (function.Name.StartsWith("Propagator", System.StringComparison.Ordinal))
        {
            string call = $"MatrixExponential.{function.Name.TrimEnd(')')}, {operands})";
            return Precision == Precision.Single ? $"(float){call}" : call;
        }

        if (function.Name.StartsWith("Phi", System.StringComparison.Ordinal))
        {
            string call = $"PhiFunctions.Phi({function.Name.Substring(3)}, {operands})";
            return Precision == Precision.Single ? $"(float){call}" : call;
        }

        return base.Format(function);
    }
}
