namespace Concordat.Commands;

/// <summary>A signature just made.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Role">The side that signed.</param>
/// <param name="Key">Id of the key.</param>
/// <param name="Agreement">Hash of the text.</param>
/// <param name="Unproven">The reason for signing unproven, which the text states; none when it is proven.</param>
internal sealed record SignatureReport(string File, string Role, string Key, string Agreement, string? Unproven);
