namespace Concordat.Commands;

/// <summary>A case as the gateway shows it to an approver.</summary>
/// <param name="Text">The text made here from the bytes that are signed.</param>
/// <param name="Earliest">From when a grant counts, by the gateway's clock.</param>
internal sealed record ShownAction(string Type, string State, string Digest, string Text, string Needs, IReadOnlyList<string> Signed, DateTimeOffset Earliest)
{
    /// <summary>The canonical action itself.</summary>
    public required byte[] Document { get; init; }
}
