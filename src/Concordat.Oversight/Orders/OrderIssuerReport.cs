namespace Concordat.Oversight.Orders;

/// <summary>Somebody who signs orders, or has, as the agreement and the configuration of a gateway have them.</summary>
/// <param name="Party">For whom they speak; null for an outside authority, and for whom the configuration alone names.</param>
/// <param name="Key">Of the public key: SHA-256 over its SPKI encoding, lower hex.</param>
/// <param name="By">Where it says that they may: <see cref="Agreement"/>, <see cref="OwnKey"/>, <see cref="Configuration"/> or <see cref="Nobody"/>.</param>
/// <param name="Agreed">What they may sign by the agreement, in its order.</param>
/// <param name="Configured">What this gateway takes of them; null where their key is not configured, and nothing that they sign can be read.</param>
public sealed record OrderIssuerReport(string Id, string Name, string? Party, string Key, string By, IReadOnlyList<string> Agreed, IReadOnlyList<string>? Configured)
{
    public const string Agreement = "the agreement names them";
    public const string OwnKey = "the key with which the party signed the agreement";
    public const string Configuration = "the configuration alone";
    public const string Nobody = "nothing any more";
}
