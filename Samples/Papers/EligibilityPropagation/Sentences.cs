using System;
using System.Collections.Generic;
using NeuronDsl.Data;

namespace PapersSample.EligibilityPropagation;

/// <summary>Sentences to be spoken: made from lists of words that together have every phone of English, the same for the same seed.</summary>
internal static class Sentences
{
    private static readonly string[] _determiners = ["the", "a", "every", "this", "another", "their", "our", "no"];

    private static readonly string[] _adjectives =
    [
        "quiet", "yellow", "measured", "frozen", "joyful", "thin", "rough", "usual", "young", "huge", "bright", "hollow", "patient", "azure", "clever", "loyal", "thirsty", "damp", "orange", "vague",
    ];

    private static readonly string[] _nouns =
    [
        "river", "teacher", "garage", "thought", "bird", "judge", "village", "boy", "treasure", "window", "method", "ocean", "shadow", "engine", "cousin", "mouth", "choir", "garden", "lamp", "journey", "house", "feather", "cup",
        "wolf", "voice", "machine", "kitchen", "puzzle", "cheese", "south",
    ];

    private static readonly string[] _verbs =
    [
        "watches", "forgets", "pushes", "enjoys", "measures", "throws", "surrounds", "hears", "visits", "changes", "loves", "catches", "avoids", "breathes near", "looks beyond", "runs through", "shares", "guards", "borrows",
        "laughs about",
    ];

    private static readonly string[] _endings =
    [
        "at noon", "without pleasure", "in the early morning", "for seven hours", "under the bridge", "with both hands", "again and again", "before the storm", "though nobody knows why", "as you would", "on Thursday", "far away",
    ];

    /// <summary>So many different sentences.</summary>
    public static IReadOnlyList<string> Make(int count, ulong seed)
    {
        RandomStream random = new(seed);
        HashSet<string> sentences = [];
        List<string> inOrder = [];
        while (inOrder.Count < count)
        {
            string sentence = $"{Pick(_determiners)} {Pick(_adjectives)} {Pick(_nouns)} {Pick(_verbs)} {Pick(_determiners)} {Pick(_adjectives)} {Pick(_nouns)} {Pick(_endings)}";
            if (sentences.Add(sentence)) inOrder.Add(sentence);
        }

        return inOrder;

        string Pick(string[] words) => words[random.NextInt32(words.Length)];
    }
}
