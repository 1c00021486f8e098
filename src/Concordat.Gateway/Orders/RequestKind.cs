using System.Text.Json;
using Concordat.Cedar;
using Concordat.Gateway.Replaying;

namespace Concordat.Gateway.Orders;

/// <summary>Recorded requests that clauses cannot tell apart but for what they say: the newest of them stands for all.</summary>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Facts">The facts of the entry, as JSON; the rest of it is not kept.</param>
internal sealed record RequestKind(long Index, DateTimeOffset Time, string UseCase, string Model, byte[] Facts)
{
    /// <summary>The request as it was decided.</summary>
    public CedarRequest Read()
    {
        using var json = JsonDocument.Parse(Facts);
        return RecordedVerdict.RequestOf(UseCase, Model, RecordedVerdict.Facts(json.RootElement, decided: null), isAnswer: false);
    }
}
