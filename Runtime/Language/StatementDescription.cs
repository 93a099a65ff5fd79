namespace NeuronDsl;

/// <summary>What a statement of a neuron says.</summary>
public enum StatementKind
{
    /// <summary>The time derivative of the state it names.</summary>
    Derivative,

    /// <summary>The next value of the state it names, over the states of now.</summary>
    Update,

    /// <summary>The value of a helper that other statements name.</summary>
    Helper,

    /// <summary>The condition of a spike.</summary>
    Spike,

    /// <summary>What is sent in place of the spike.</summary>
    Output,

    /// <summary>The value of a state after a spike, over the values before.</summary>
    Reset,

    /// <summary>The same, of a state that a refractory period holds at that value.</summary>
    ResetAndHold,

    /// <summary>The parameter that is the refractory period.</summary>
    Refractory,
}

/// <summary>
/// One statement of a neuron for programs to read: what it says, of what, and the expression. An expression is a number, a member's or helper's
/// name, or a function with its arguments in parentheses, operators among them: <c>Divide(Subtract(I, V), Tau)</c>.
/// </summary>
/// <param name="Kind">What it says.</param>
/// <param name="Name">The state, helper or property it is about.</param>
/// <param name="Expression">The expression.</param>
public sealed record StatementDescription(StatementKind Kind, string Name, string Expression);
