using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Symbolics;
using static NeuronDsl.Generator.Symbolics.Algebra;

namespace NeuronDsl.Generator.Syntax;

/// <summary>The methods that equations may call, and what each means.</summary>
internal static class KnownMethods
{
    // Of System.Math and System.MathF: the functions of the same name, and what is made of them.
    private static readonly Dictionary<string, Method> Mathematics = Table(
        [
            Functions.Abs, Functions.Sqrt, Functions.Cbrt, Functions.Exp, Functions.Log, Functions.Pow,
            Functions.Sin, Functions.Cos, Functions.Tan, Functions.Sinh, Functions.Cosh, Functions.Tanh, Functions.Atan,
            Functions.Min, Functions.Max,
        ],
        new Method("Clamp", 3, a => Apply(Functions.Min, Apply(Functions.Max, a[0], a[1]), a[2])));

    // Of NeuronDsl.Neural.
    private static readonly Dictionary<string, Method> Neural = Table(
        [Functions.ExpRel, Functions.Sigmoid, Functions.Heaviside, Functions.Relu],
        new Method("Linoid", 2, a => a[1] / Apply(Functions.ExpRel, -(a[0] / a[1]))));

    /// <summary>What an equation may call, for messages.</summary>
    public static string Listing { get; } =
        $"{string.Join(", ", Mathematics.Keys)} of Math and MathF, {string.Join(", ", Neural.Keys)} of Neural";

    /// <summary>The meaning of a method over its arguments, null where equations do not know it.</summary>
    public static Func<Expression[], Expression>? Find(IMethodSymbol method)
    {
        if (method.ContainingType is not { ContainingType: null } type) return null;
        Dictionary<string, Method>? table = type.Name switch
        {
            nameof(Math) or "MathF" when Vocabulary.IsNamespace(type.ContainingNamespace, nameof(System)) => Mathematics,
            nameof(Neural) when Vocabulary.IsNamespace(type.ContainingNamespace, Vocabulary.Namespace) => Neural,
            _ => null,
        };
        return table is not null && table.TryGetValue(method.Name, out Method? known) && known.Arity == method.Parameters.Length ? known.Build : null;
    }

    private static Dictionary<string, Method> Table(Function[] functions, params Method[] composed) =>
        functions.Select(f => new Method(f.Name, f.Arity, a => Apply(f, a))).Concat(composed).ToDictionary(m => m.Name);

    private sealed record Method(string Name, int Arity, Func<Expression[], Expression> Build);
}
