namespace Concordat.Oversight.Keys;

/// <summary>A key just made, with the only copy of its text.</summary>
/// <param name="ShownOnce">The whole key. It is stored nowhere; show it to the person and let it go.</param>
public sealed record CreatedApiKey(ApiKeyRecord Record, string ShownOnce)
{
    /// <summary>Leaves the secret out, so that a logged object does not leak it.</summary>
    public override string ToString() => $"{ApiKeyFormat.Prefix}{Record.Id}_…";
}
