using System;
using System.Reflection;

namespace NeuronDsl.Tests.Gradients;

/// <summary>An instance of an emitted neuron, its fields by name.</summary>
internal sealed class Prototype
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Type _class;

    public Prototype(string neuron, NeuronLibrary library)
    {
        _class = library.Class(neuron);
        Instance = Activator.CreateInstance(_class)!;
    }

    public object Instance { get; }

    /// <summary>Gives the states that have an initial property its value.</summary>
    public void Initialize() => _class.GetMethod("Initialize", Members)!.Invoke(Instance, null);

    public double this[string name]
    {
        get => (double)_class.GetField(name, Members)!.GetValue(Instance)!;
        set => _class.GetField(name, Members)!.SetValue(Instance, value);
    }
}
