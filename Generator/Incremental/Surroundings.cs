using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace NeuronDsl.Generator.Incremental;

/// <summary>
/// All that a compilation declares, as far as a neuron's meaning may depend on it. Comparing two costs a comparison a file; an edit inside a
/// body, or of a comment, leaves them equal, so that nothing is read again. Where they differ, <see cref="Around"/> tells for each neuron
/// whether what it names is concerned.
/// </summary>
internal sealed class Surroundings : IEquatable<Surroundings>
{
    private readonly Surface[] _surfaces;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly Fingerprint _settings;
    private readonly Lazy<Index> _index;
    private Changes? _changes;

    private Surroundings(Surface[] surfaces, ImmutableArray<MetadataReference> references)
    {
        _surfaces = surfaces;
        _references = references;
        _index = new(() => new Index(surfaces));

        // References have no text to hash; the same object is the same assembly, and another one is read again.
        _settings = references.Aggregate(default(Fingerprint), (hash, r) => hash.With(RuntimeHelpers.GetHashCode(r).ToString(CultureInfo.InvariantCulture)));
        Aliases = [.. surfaces.SelectMany(s => s.Aliases)];
    }

    /// <summary>The names that global usings give to the attribute that makes a neuron.</summary>
    public HashSet<string> Aliases { get; }

    public static Surroundings Of(Compilation compilation, CancellationToken token)
    {
        List<Surface> surfaces = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees) surfaces.Add(Surface.Of(tree, token));
        return new([.. surfaces], compilation.ExternalReferences);
    }

    public bool Equals(Surroundings? other)
    {
        if (other is null || _surfaces.Length != other._surfaces.Length || !_references.SequenceEqual(other._references)) return false;
        for (int i = 0; i < _surfaces.Length; i++)
        {
            if (!ReferenceEquals(_surfaces[i], other._surfaces[i]) && _surfaces[i].Hash != other._surfaces[i].Hash) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Surroundings other && Equals(other);

    public override int GetHashCode() => _surfaces.Length;

    /// <summary>
    /// A fingerprint of the declarations that a class may refer to: those of the names in it, of the names in those, and so on. A member
    /// counts where its type is named as well.
    /// </summary>
    public Fingerprint Around(Candidate candidate, CancellationToken token)
    {
        // Where nothing changed that it names, what was found before holds: that costs a look for each changed name.
        if (candidate.Reach is { } known && (ReferenceEquals(known.Of, this) || ChangesSince(known.Of) is { } changes && !known.Names.Overlaps(changes)))
        {
            if (!ReferenceEquals(known.Of, this)) candidate.Reach = new(this, known.Names, known.Sum);
            return known.Sum;
        }

        Reach found = Find(candidate, token);
        candidate.Reach = found;
        return found.Sum;
    }

    private Reach Find(Candidate candidate, CancellationToken token)
    {
        Index index = _index.Value;
        HashSet<string> names = [];
        HashSet<Declaration> counted = [];
        List<string> open = [];
        Fingerprint sum = index.GlobalUsings.With(_settings);
        foreach (string name in index.MentionedGlobally) Mention(name);
        foreach (string name in candidate.Mentioned) Mention(name);

        // The other parts of the class itself and of those around it count as a whole.
        foreach (string own in candidate.OwnNames)
        {
            foreach (Declaration part in index.Types(own).Where(p => p.Whole is not null)) Count(part.Whole!);
        }

        int before;
        do
        {
            token.ThrowIfCancellationRequested();
            before = counted.Count;
            for (int i = 0; i < open.Count; i++)
            {
                foreach (Declaration member in index.Members(open[i]).Where(m => m.Name.Length == 0 || names.Contains(m.Name))) Count(member);
            }
        }
        while (counted.Count > before);
        return new(this, names, sum);

        void Mention(string name)
        {
            if (!names.Add(name)) return;
            IReadOnlyList<Declaration> types = index.Types(name);
            if (types.Count == 0) return;
            open.Add(name);
            foreach (Declaration type in types) Count(type);
        }

        void Count(Declaration declaration)
        {
            if (!counted.Add(declaration)) return;
            sum += default(Fingerprint).With(declaration.Container ?? "").With(declaration.Name).With(declaration.Hash);
            foreach (string name in declaration.Mentioned) Mention(name);
        }
    }

    /// <summary>The names of types by which what has changed since can be reached; null where what concerns every class has changed.</summary>
    private HashSet<string>? ChangesSince(Surroundings before)
    {
        if (_changes is { } last && last.Since.TryGetTarget(out Surroundings? since) && ReferenceEquals(since, before)) return last.Names;
        HashSet<string>? names = _settings == before._settings && _references.SequenceEqual(before._references) ? [] : null;
        HashSet<Surface> old = [.. before._surfaces], now = [.. _surfaces];
        Surface[] gone = [.. before._surfaces.Where(s => !now.Contains(s))], come = [.. _surfaces.Where(s => !old.Contains(s))];
        if (gone.Concat(come).Any(s => s.GlobalUsings.Count > 0)) names = null;
        if (names is not null)
        {
            // What both declare cancels out.
            Dictionary<(string Name, string? Member, Fingerprint Hash, Fingerprint? Whole), int> difference = [];
            Add(gone, -1);
            Add(come, 1);
            foreach (var different in difference.Where(d => d.Value != 0)) names.Add(different.Key.Name);

            void Add(Surface[] surfaces, int times)
            {
                foreach (Declaration declaration in surfaces.SelectMany(s => s.Declarations))
                {
                    (string, string?, Fingerprint, Fingerprint?) key = declaration.IsType
                        ? (declaration.Name, null, declaration.Hash, declaration.Whole?.Hash)
                        : (declaration.Container!, declaration.Name, declaration.Hash, null);
                    difference[key] = (difference.TryGetValue(key, out int known) ? known : 0) + times;
                }
            }
        }

        _changes = new(new(before), names);
        return names;
    }

    private sealed record Changes(WeakReference<Surroundings> Since, HashSet<string>? Names);

    /// <summary>The declarations of all files by name.</summary>
    private sealed class Index
    {
        private readonly Dictionary<string, List<Declaration>> _types = [], _members = [];

        public Index(Surface[] surfaces)
        {
            HashSet<string> mentioned = [];
            foreach (Surface surface in surfaces)
            {
                foreach (Declaration declaration in surface.Declarations)
                {
                    if (declaration.IsType) Add(_types, declaration.Name, declaration);
                    else Add(_members, declaration.Container!, declaration);
                }

                foreach (Declaration use in surface.GlobalUsings)
                {
                    GlobalUsings += use.Hash;
                    mentioned.UnionWith(use.Mentioned);
                }
            }

            MentionedGlobally = mentioned;
        }

        public Fingerprint GlobalUsings { get; }

        public IReadOnlyCollection<string> MentionedGlobally { get; }

        public IReadOnlyList<Declaration> Types(string name) => _types.TryGetValue(name, out List<Declaration>? known) ? known : [];

        public IReadOnlyList<Declaration> Members(string type) => _members.TryGetValue(type, out List<Declaration>? known) ? known : [];

        private static void Add(Dictionary<string, List<Declaration>> table, string name, Declaration declaration)
        {
            if (!table.TryGetValue(name, out List<Declaration>? known)) table[name] = known = [];
            known.Add(declaration);
        }
    }
}

/// <summary>What was found of a class in some surroundings.</summary>
/// <param name="Of">The surroundings.</param>
/// <param name="Names">All names that were looked for.</param>
/// <param name="Sum">The fingerprint of the declarations that they lead to.</param>
internal sealed record Reach(Surroundings Of, HashSet<string> Names, Fingerprint Sum);
