namespace Concordat.Commands;

/// <summary>What a change of the ledger's key came to.</summary>
/// <param name="LogKey">The verifier key now in force.</param>
/// <param name="File">File of its private key.</param>
internal sealed record RotationReport(string LogKey, string File);
