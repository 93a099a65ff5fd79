using System;

namespace NeuronDsl;

/// <summary>Beside <see cref="StateAttribute"/>: the state jumps by the weight of each arriving spike, at the start of the next step.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ReceivesAttribute : Attribute;
