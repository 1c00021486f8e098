namespace Concordat.Commands;

/// <summary>The safeguard pack of this program and who signed it.</summary>
/// <param name="File">The signed file.</param>
/// <param name="Version">Version of the code that reads the data.</param>
/// <param name="Pack">Hash of the pack, as in every entry of the ledger.</param>
/// <param name="Key">Id of the key that has just signed; none when it was checked.</param>
/// <param name="Errors">What is wrong with it.</param>
internal sealed record PackReport(string File, string Version, string Pack, string? Key, IReadOnlyList<string> Errors);
