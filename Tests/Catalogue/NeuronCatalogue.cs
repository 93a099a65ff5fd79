using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Text.RegularExpressions;
using NeuronDsl.Models;
using NeuronDsl.Simulation;
using NeuronDsl.Tests.Generator;
using Xunit;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>The neurons of the catalogue by name: in float as they are written, in double as their twins, compiled once for all tests.</summary>
internal static partial class NeuronCatalogue
{
    private static readonly Dictionary<string, Type> Written = typeof(LeakyIntegrateAndFire).Assembly.GetExportedTypes()
        .Where(type => type.GetCustomAttribute<NeuronAttribute>() is not null)
        .ToDictionary(type => type.Name);

    private static readonly Lazy<Assembly> Twins = new(CompileTwins);

    public static IEnumerable<string> Names => Written.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every neuron with every solver it declares; a map's solver is None.</summary>
    public static IEnumerable<(string Neuron, Solver Solver)> Solvers => Names.SelectMany(SolversOf);

    /// <summary>Every neuron with every solver it declares, in both precisions.</summary>
    public static TheoryData<string, Solver, string> SolversAndPrecisions
    {
        get
        {
            TheoryData<string, Solver, string> data = [];
            foreach ((string neuron, Solver solver) in Solvers)
            {
                data.Add(neuron, solver, "float");
                data.Add(neuron, solver, "double");
            }

            return data;
        }
    }

    public static Type TypeOf<T>(string neuron)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Written[neuron] : Twins.Value.GetType(Written[neuron].FullName!, throwOnError: true)!;

    public static NeuronLayout LayoutOf(string neuron) => (NeuronLayout)Written[neuron].GetProperty(nameof(NeuronLayout))!.GetValue(null)!;

    private static IEnumerable<(string Neuron, Solver Solver)> SolversOf(string neuron)
    {
        IReadOnlyList<Solver> solvers = LayoutOf(neuron).Solvers;
        return solvers.Count == 0 ? [(neuron, Solver.None)] : solvers.Select(solver => (neuron, solver));
    }

    private static Assembly CompileTwins()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Repository.At("Models"), "*.cs").Order(StringComparer.Ordinal);
        return GeneratorHarness.Compile([.. files.Select(file => WithoutLayers(DoubleTwin.Rewrite(File.ReadAllText(file))))]);
    }

    // Layers are most of the code that a neuron gives.
    private static string WithoutLayers(string source) => AttributeWithoutTargets().Replace(source, match => match.Groups["arguments"].Success
        ? $"[Neuron(Targets = Target.Simulation, {match.Groups["arguments"].Value})]"
        : "[Neuron(Targets = Target.Simulation)]");

    [GeneratedRegex(@"\[Neuron(\((?<arguments>(?![^)]*Targets)[^)]*)\))?\]")]
    private static partial Regex AttributeWithoutTargets();
}
