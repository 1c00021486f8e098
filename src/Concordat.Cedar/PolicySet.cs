using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>The policies of one text, in text order. Immutable.</summary>
public sealed class PolicySet
{
    internal PolicySet(ImmutableArray<Policy> policies, ImmutableArray<SourceSpan> comments)
    {
        Policies = policies;
        Comments = comments;
    }

    /// <summary>The policies, in text order.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>Where comments stand, slashes included.</summary>
    public ImmutableArray<SourceSpan> Comments { get; }

    /// <summary>Reads policy text.</summary>
    /// <exception cref="CedarParseException">The text is not a policy set.</exception>
    public static PolicySet Parse(string text, string? file = null) =>
        TryParse(text, file, out var policies, out var diagnostics) ? policies : throw new CedarParseException(diagnostics);

    /// <summary>Reads policy text; every faulty statement is reported, up to <see cref="CedarLimits.Diagnostics"/>.</summary>
    public static bool TryParse(
        string text,
        string? file,
        [NotNullWhen(true)] out PolicySet? policies,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        var parser = new PolicyParser(text, bag);
        var parsed = parser.ReadPolicies();
        policies = bag.HasErrors ? null : new PolicySet(parsed, parser.Comments);
        diagnostics = bag.Found;
        return policies is not null;
    }
}
