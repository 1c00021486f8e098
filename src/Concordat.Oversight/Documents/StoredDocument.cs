namespace Concordat.Oversight.Documents;

/// <summary>A document as the store keeps it.</summary>
/// <param name="Number">In the order in which they were taken, from 1.</param>
/// <param name="Id">Of the document.</param>
/// <param name="Envelope">The signed envelope, JSON.</param>
/// <param name="Taken">When.</param>
public sealed record StoredDocument(long Number, string Id, byte[] Envelope, DateTimeOffset Taken);
