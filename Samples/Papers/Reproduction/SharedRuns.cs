using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NeuronDsl.Distributed;

namespace PapersSample.Reproduction;

/// <summary>Runs that are shared among the ranks of mpirun or Slurm, each outcome kept in a file: an interrupted sweep goes on with what is missing.</summary>
/// <param name="communicator">The ranks.</param>
/// <param name="folder">Where outcomes are kept.</param>
/// <param name="prefix">What outcomes are named after: publication and scale.</param>
internal sealed class SharedRuns(Communicator communicator, string folder, string prefix)
{
    private static readonly JsonSerializerOptions _format = new() { IncludeFields = true, WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Sweep _sweep = new(communicator, folder);
    private readonly HashSet<string> _titles = [];

    /// <summary>Whether this rank is the one that speaks.</summary>
    public bool Speaks => communicator.Rank == 0;

    /// <summary>Runs an experiment under every condition with every seed.</summary>
    /// <returns>[conditions][seeds]</returns>
    public TResult[][] Compare<TCondition, TResult>(string title, IReadOnlyList<TCondition> conditions, int seeds, Func<TCondition, ulong, TResult> experiment)
    {
        if (!_titles.Add(title)) throw new InvalidOperationException($"Two comparisons are called '{title}': their outcomes would be taken for each other.");
        IReadOnlyList<TResult> results = _sweep.Run(
            [.. Enumerable.Range(0, conditions.Count * seeds).Select(i => FileName($"{prefix}-{title}-{conditions[i / seeds]}-{(i % seeds) + 1}"))],
            i => experiment(conditions[i / seeds], (ulong)(i % seeds) + 1),
            result => JsonSerializer.SerializeToUtf8Bytes(result, _format),
            text => JsonSerializer.Deserialize<TResult>(text, _format) ?? throw new FormatException("It is empty."));
        return [.. results.Chunk(seeds)];
    }

    private static string FileName(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '=' ? c : '_'));
}
