namespace NeuronDsl.Generator.Symbolics;

/// <summary>What a name in an equation, or a memory slot of a program, stands for.</summary>
internal enum SymbolKind
{
    /// <summary>A state variable; as the target of a program's result, its next value.</summary>
    State,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>An input.</summary>
    Input,

    /// <summary>Unit white noise; in a program, one draw from N(0, 1).</summary>
    Noise,

    /// <summary>A helper property, evaluated once per point.</summary>
    Helper,

    /// <summary>The spike condition named inside another equation.</summary>
    Condition,

    /// <summary>An argument of an inlined method.</summary>
    Argument,

    /// <summary>The time step.</summary>
    Dt,

    /// <summary>The summed weights that arrived at a receiving state since the last step.</summary>
    Arrival,

    /// <summary>How many more steps the refractory period holds the neuron.</summary>
    Remaining,

    /// <summary>Whether the spike condition held at the end of the previous step.</summary>
    Above,

    /// <summary>Result: whether the neuron fires in this step.</summary>
    Fired,

    /// <summary>Result: a condition, of which a kernel wants one bit a neuron.</summary>
    Bits,

    /// <summary>Result: the graded output.</summary>
    Output,

    /// <summary>A value that depends on parameters and dt alone, computed before the loop.</summary>
    Uniform,

    /// <summary>A value that one part of a split program leaves for another.</summary>
    Scratch,

    /// <summary>Derivative of a state with respect to a synapse's weight: of its old value when loaded, of its next as a result.</summary>
    StateTangent,

    /// <summary>What the presynaptic neuron sends: the derivative of the weighted sum with respect to the weight.</summary>
    Presynaptic,

    /// <summary>Result: derivative of what the neuron sends with respect to a synapse's weight, its eligibility.</summary>
    SentTangent,

    /// <summary>A value of the postsynaptic neuron alone that its synapses' traces need.</summary>
    Coefficient,

    /// <summary>A value of the presynaptic neuron alone that its synapses' traces need.</summary>
    Trace,

    /// <summary>Adjoint of a state: of its next value when loaded, of its old value as a result.</summary>
    StateGradient,

    /// <summary>Adjoint of what the neuron sends, its spike or its graded output.</summary>
    SentGradient,

    /// <summary>Result: adjoint of an input.</summary>
    InputGradient,

    /// <summary>Result: adjoint of an arrival.</summary>
    ArrivalGradient,

    /// <summary>Result: adjoint of a learnable parameter.</summary>
    ParameterGradient,

    /// <summary>Result: adjoint of a presynaptic neuron's trace.</summary>
    TraceGradient,
}
