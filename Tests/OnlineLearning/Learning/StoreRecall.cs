using System;
using System.Collections.Generic;
using NeuronDsl.Training;

namespace NeuronDsl.Tests.OnlineLearning.Learning;

/// <summary>
/// Store and recall (Bellec et al. 2018, 2020): four groups of inputs say 0, 1, "store", "recall"; what was said at the last "store" is asked for at "recall",
/// steps later. Only a memory of single neurons or of the network can tell.
/// </summary>
internal sealed class StoreRecall(int seed)
{
    public const int Groups = 4, PerGroup = 4, Inputs = Groups * PerGroup, Hold = 5, Slots = 6, Steps = Hold * Slots;

    private readonly Random _random = new(seed);

    /// <summary>A batch: inputs [steps, samples, inputs], labels [steps, samples].</summary>
    public (float[] Inputs, OnlineTargets<float> Targets) Draw(int samples)
    {
        float[] inputs = new float[Steps * samples * Inputs];
        int[] labels = new int[Steps * samples];
        Array.Fill(labels, -1);
        for (int sample = 0; sample < samples; sample++)
        {
            // One store, and one recall some slots later.
            int store = _random.Next(0, Slots - 2), recall = _random.Next(store + 2, Slots), stored = 0;
            for (int slot = 0; slot < Slots; slot++)
            {
                int bit = _random.Next(2);
                if (slot == store) stored = bit;
                List<int> active = slot == recall ? [3] : slot == store ? [bit, 2] : [bit];
                for (int t = slot * Hold; t < (slot + 1) * Hold; t++)
                {
                    foreach (int group in active)
                    {
                        for (int k = 0; k < PerGroup; k++) inputs[(((t * samples) + sample) * Inputs) + (group * PerGroup) + k] = _random.NextDouble() < 0.5 ? 1 : 0;
                    }

                    if (slot == recall) labels[(t * samples) + sample] = stored;
                }
            }
        }

        return (inputs, OnlineTargets<float>.Classes(labels, Steps, samples));
    }
}
