using System;

namespace NeuronDsl.Generator.Passes;

/// <summary>The passes that a step's meaning does without: a neuron may ask for its text's own order, and tests leave out each.</summary>
[Flags]
internal enum OptionalPasses
{
    ReduceStrength = 1,
    ShareExponentials = 2,
    ChangeBase = 4,
    OrderSums = 8,
    Contract = 16,
    Split = 32,
    NestChoices = 64,
    SquarePowers = 128,

    /// <summary>Those that compute something else than what is written, equal but for rounding.</summary>
    Reassociating = ReduceStrength | ShareExponentials | ChangeBase | OrderSums | SquarePowers,

    All = Reassociating | Contract | Split | NestChoices,
}
