using System;

namespace NeuronDsl;

/// <summary>A state variable: its field initialiser is the initial value, and one <see cref="DerivativeAttribute"/> or <see cref="UpdateAttribute"/> moves it.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class StateAttribute : Attribute;
