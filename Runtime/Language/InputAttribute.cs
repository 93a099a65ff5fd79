using System;

namespace NeuronDsl;

/// <summary>An input: written from outside, constant within a step, keeps its value until written again.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute : Attribute;
