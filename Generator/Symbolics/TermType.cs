namespace NeuronDsl.Generator.Symbolics;

/// <summary>What an expression or an operation yields.</summary>
internal enum TermType
{
    /// <summary>A number in the neuron's precision.</summary>
    Real,

    /// <summary>A truth value; a lane mask in vector code.</summary>
    Bool,
}
