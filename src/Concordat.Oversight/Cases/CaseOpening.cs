using System.Collections.Immutable;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>What the gateway says when it holds an action.</summary>
public sealed record CaseOpening
{
    /// <param name="clauses">Ids of the clauses that hold the action; order and repetition do not matter.</param>
    /// <param name="tool">Name of the tool, for people to read. It comes from outside: control characters are replaced and
    /// what is over 128 characters is cut.</param>
    /// <param name="effect">Effect of the tool as registered.</param>
    /// <param name="expires">When the case lapses undecided, and when a grant can no longer be used.</param>
    /// <param name="digest">SHA-256 of the canonical action; a case without one can be denied, but not granted.</param>
    /// <param name="sealed">The canonical action, encrypted.</param>
    /// <param name="features">What the case is about, as <see cref="CaseFeatures"/> compares it; order and repetition do not matter.</param>
    public CaseOpening(
        CaseType type, HeldAction action, IEnumerable<string> clauses, string? tool, string? effect, DateTimeOffset expires,
        string? digest = null, byte[]? @sealed = null, IEnumerable<string>? features = null)
    {
        Features = [.. CaseFeatures.Kept(features ?? [])];
        Type = type;
        Action = action;
        Clauses = Ordered(clauses);
        if (Clauses.IsEmpty)
        {
            throw new ArgumentException("a case names at least one clause", nameof(clauses));
        }

        Tool = Text.Displayable(tool, 128);
        Effect = Text.Displayable(effect, 32);
        Expires = expires.ToWholeMicroseconds();
        Digest = digest is null ? null : Text.Sha256Hex(digest);
        Sealed = @sealed;
    }

    /// <summary>Clauses as a case names them: each once, in ordinal order.</summary>
    internal static ImmutableArray<string> Ordered(IEnumerable<string> clauses) =>
        [.. clauses.Select(static clause => Text.OneLine(clause, 64)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public CaseType Type { get; }

    public HeldAction Action { get; }

    public ImmutableArray<string> Clauses { get; }

    public string? Tool { get; }

    public string? Effect { get; }

    public DateTimeOffset Expires { get; }

    public string? Digest { get; }

    public byte[]? Sealed { get; }

    /// <summary>Keyed hash over what the act is, whoever asks for it; see <see cref="Grants.ActionFacts.ToLikeness"/>. Null for a case whose denial stands for nothing else.</summary>
    public string? LikeHash
    {
        get;
        init => field = value is null ? null : Text.Sha256Hex(value);
    }

    /// <summary>What the case is about; see <see cref="CaseFeatures"/>.</summary>
    public ImmutableArray<string> Features { get; }
}
