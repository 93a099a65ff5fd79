using System.Collections.Generic;
using PapersSample.Reproduction;

namespace PapersSample.Roles;

/// <summary>Yin et al. (2024): what leakage, reset and recurrence are for.</summary>
internal sealed class RolesPaper : Paper
{
    public override string Name => "roles";

    public override string Title => "The roles of leakage, reset and recurrence";

    public override string Description => "Networks without leakage, with complete leakage, without reset, with recurrence: memory, accuracy, rates, transfer between time scales, robustness.";

    public override string Reference => "B. Yin et al.: Understanding the functional roles of modelling components in spiking neural networks. Neuromorph. Comput. Eng. 4:034009 (2024), arXiv:2403.16674.";

    public override string Claims =>
        "Claim: leakage balances memory and robustness, reset keeps rates low at the cost of memory, recurrence integrates over time at the cost of generalisation and "
        + "robustness; on spatial data none of them matters much. The publication's figures are known; its decay, the size of its network for the exclusive or and some details of its attack are not.";

    public override IReadOnlyList<Part> Parts { get; } = [DelayedXorPart.Part, StaticImagesPart.Part, EventsPart.Part];
}
