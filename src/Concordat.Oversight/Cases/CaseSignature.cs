namespace Concordat.Oversight.Cases;

/// <summary>One decision on a case that counted, with the statement that proves it.</summary>
/// <param name="Approver">Id of the person.</param>
/// <param name="KeyId">SHA-256 of the public key, lower hex.</param>
/// <param name="Statement">The signed statement, as JSON: by key, hardware key or card.</param>
/// <param name="Entry">Ledger index of the entry that records it.</param>
public sealed record CaseSignature(
    CaseDecision Decision,
    string Approver,
    string Role,
    string Party,
    string KeyId,
    ReadOnlyMemory<byte> Statement,
    long Entry,
    DateTimeOffset Time);
