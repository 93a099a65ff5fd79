using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.CodeAnalysis;
using NeuronDsl.Generator.Symbolics;
using Xunit;

namespace NeuronDsl.Tests.Generator;

/// <summary>Walks all that a value of the generator's steps holds on to.</summary>
internal static class ObjectGraph
{
    /// <summary>Asserts that a value keeps no compilation, symbol or syntax alive, which would hold the whole project in memory.</summary>
    public static void AssertPlain(object value) => Walk(value, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Walk(object? node, HashSet<object> seen)
    {
        if (node is null or string or Function or DiagnosticDescriptor) return;
        if (node.GetType() is { IsPrimitive: true } or { IsEnum: true } || !seen.Add(node)) return;
        Assert.False(
            node is Compilation or ISymbol or IOperation or AttributeData or Delegate
                or SyntaxNode or SyntaxTree or SyntaxReference or SemanticModel or Location,
            $"{node.GetType()} must not be kept by a step");
        if (node is IEnumerable items)
        {
            foreach (object? item in items) Walk(item, seen);
            return;
        }

        for (Type? type = node.GetType(); type is not null; type = type.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(Own)) Walk(field.GetValue(node), seen);
        }
    }
}
