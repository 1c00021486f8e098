namespace Concordat.Console.Data;

/// <summary>The head of the ledger.</summary>
/// <param name="Entries">Durable entries.</param>
/// <param name="LogKey">Verifier key of the log, as <c>concordat ledger verify --key</c> takes it.</param>
public sealed record LedgerView(string Origin, long Entries, string LogKey, string Directory, bool Healthy)
{
    /// <summary>How far witnesses have followed, in words.</summary>
    public string Witnesses { get; init; } = "none are configured";
}
