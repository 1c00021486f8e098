namespace Concordat.Oversight.Grants;

/// <summary>What a case adds to the action that it is about, once, when it opens.</summary>
/// <param name="Nonce">32 lower hex digits of randomness: no two cases have the same canonical action.</param>
/// <param name="NotBefore">From when a grant may be used.</param>
/// <param name="Expires">When a grant can no longer be used.</param>
/// <param name="Quorum">Whose signatures it takes.</param>
/// <param name="Seen">The facts that were decided on, as a JSON object: counts and words, never content.</param>
public sealed record ActionTerms(string Nonce, DateTimeOffset NotBefore, DateTimeOffset Expires, Quorum Quorum, ReadOnlyMemory<byte> Seen)
{
    /// <summary>What was said, shortened and without identifiers of persons, as a JSON array of objects with <c>at</c> and <c>text</c>; empty where there is nothing to show.</summary>
    public ReadOnlyMemory<byte> View { get; init; }
}
