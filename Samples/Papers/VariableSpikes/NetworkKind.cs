namespace PapersSample.VariableSpikes;

/// <summary>What the hidden units of a network send.</summary>
internal enum NetworkKind
{
    /// <summary>max(0, z), always: a conventional network.</summary>
    Ann,

    /// <summary>A one when the memory passes the threshold.</summary>
    Lif,

    /// <summary>z when the memory passes the threshold.</summary>
    Vsn,
}
