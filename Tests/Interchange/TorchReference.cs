namespace NeuronDsl.Tests.Interchange;

/// <summary>What torch 1.13 computed.</summary>
internal static class TorchReference
{
    /// <summary>[2, 3, 6].</summary>
    public static readonly float[] ConvolvedAndPooled =
    [
        0.295f, 0.2775f, 0.265f, 0.26f, 0.24f, 0.245f, 0.5275f, 0.5225f, 0.5225f, 0.55f, 0.5375f, 0.525f, 0.2325f, 0.245f, 0.2575f, 0.29f, 0.2975f, 0.28f,
        -0.1f, -0.095f, -0.1075f, -0.115f, -0.1225f, -0.135f, -0.265f, -0.245f, -0.1975f, -0.15f, -0.2225f, -0.3f, -0.165f, -0.15f, -0.09f, -0.035f, -0.1f, -0.165f,
    ];
}
