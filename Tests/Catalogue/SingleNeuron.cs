using System;
using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using NeuronDsl.Simulation;

namespace NeuronDsl.Tests.Catalogue;

/// <summary>One neuron of the catalogue, its members by name.</summary>
internal sealed class SingleNeuron<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly ConcurrentDictionary<(Type Type, string Name), MemberInfo> Members = [];

    private readonly INeuron<T> _neuron;

    private SingleNeuron(object neuron) => _neuron = (INeuron<T>)neuron;

    /// <summary>The instance itself, for the population's constructor and indexer.</summary>
    public object Instance => _neuron;

    public T Remaining => Hidden.Remaining;

    public bool Above => Hidden.Above;

    private ScalarStep<T> Hidden => (ScalarStep<T>)((FieldInfo)Member("__step")).GetValue(_neuron)!;

    public T this[string member]
    {
        get => Member(member) is FieldInfo field ? (T)field.GetValue(_neuron)! : (T)((PropertyInfo)Member(member)).GetValue(_neuron)!;
        set => ((FieldInfo)Member(member)).SetValue(_neuron, value);
    }

    /// <summary>A new neuron, or one of its class's presets.</summary>
    public static SingleNeuron<T> New(string neuron, string? preset = null)
    {
        Type type = NeuronCatalogue.TypeOf<T>(neuron);
        return new(preset is null ? Activator.CreateInstance(type)! : type.GetProperty(preset)!.GetValue(null)!);
    }

    /// <summary>A copy of a population's neuron, with what it carries from step to step.</summary>
    public static SingleNeuron<T> Of(Population<T> population, int index) =>
        new(population.GetType().GetProperty("Item")!.GetValue(population, [index])!);

    /// <summary>Equal neurons like this one.</summary>
    public Population<T> Populate(int count, Solver solver = Solver.None) =>
        (Population<T>)Activator.CreateInstance(_neuron.GetType().GetNestedType("Population")!, count, _neuron, solver)!;

    public bool Step(T dt, Solver solver = Solver.None) => _neuron.Step(dt, solver);

    public void Initialize() => _neuron.Initialize();

    private MemberInfo Member(string name) => Members.GetOrAdd((_neuron.GetType(), name), static key =>
        (MemberInfo?)key.Type.GetField(key.Name, Any)
        ?? key.Type.GetProperty(key.Name, Any)
        ?? throw new MissingMemberException(key.Type.Name, key.Name));
}
