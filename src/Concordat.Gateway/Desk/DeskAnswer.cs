using Concordat.Gateway.Errors;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Desk;

/// <summary>What the desk answers: the case and its action, or an error.</summary>
internal sealed record DeskAnswer
{
    public GatewayError? Error { get; private init; }

    public CaseFile? File { get; init; }

    public CanonicalAction? Action { get; init; }

    /// <summary>From when a grant of the person who reads counts.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Ledger index of the decision.</summary>
    public long? Entry { get; init; }

    /// <summary>The nearest earlier cases, with the rulings made on them; only for whoever reads.</summary>
    public IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents { get; init; } = [];

    public static DeskAnswer Of(GatewayError error) => new() { Error = error };
}
