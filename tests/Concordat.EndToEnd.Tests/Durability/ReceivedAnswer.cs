namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>An answer that a client received to its last byte, and what it says about the ledger.</summary>
/// <param name="Entry">The entry that its header names.</param>
/// <param name="Request">The id of the exchange.</param>
/// <param name="Verdict">The verdict that its header names.</param>
/// <param name="Case">The case of a hold.</param>
internal sealed record ReceivedAnswer(long Entry, string Request, string Verdict, string? Case);
