using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Commands;

/// <summary>One person at the desk of a gateway: reads a case and decides it, each by a statement signed here.</summary>
internal sealed class CaseDeskClient(Uri gateway, CaseId id, string approver, IStatementSigner signer, TimeProvider time) : IDisposable
{
    private readonly DeskHttpClient _http = new(gateway);

    /// <summary>Id of the case.</summary>
    public string Case => id.Value;

    /// <summary>Has the action shown; the reading time runs from the first time on.</summary>
    /// <exception cref="CommandException">The gateway refuses, or shows something else than what would be signed.</exception>
    public async Task<ShownAction> ReadAsync(CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("readings", new DecisionStatement(DecisionAct.Read, id, "", "", approver, "", time.GetUtcNow()), cancellationToken);
        var root = answer.RootElement;
        var document = root.GetProperty("action").GetBytesFromBase64();
        var digest = Convert.ToHexStringLower(SHA256.HashData(document));
        if (!digest.Equals(root.GetProperty("digest").GetString(), StringComparison.Ordinal))
        {
            throw new CommandException("concordat: the gateway shows another action than the one it names; sign nothing, and tell the platform engineer")
            {
                Code = ExitCode.CheckFailed,
            };
        }

        // The text is made here, from the bytes whose hash is signed; what the gateway wrote is not taken on trust.
        return new ShownAction(
            root.GetProperty("type").GetString()!,
            root.GetProperty("state").GetString()!,
            digest,
            ActionText.Render(document),
            root.GetProperty("needs").GetString()!,
            Signed(root),
            root.GetProperty("earliest").GetDateTimeOffset())
        {
            Document = document,
        };
    }

    /// <summary>Signs and sends a decision.</summary>
    /// <returns>The state of the case after it, and who has signed.</returns>
    public async Task<(string State, IReadOnlyList<string> Signed, long Entry)> DecideAsync(
        DecisionAct act, ShownAction shown, string reason, CancellationToken cancellationToken, string? assignee = null)
    {
        var statement = new DecisionStatement(act, id, shown.Digest, ActionText.Hash(shown.Text), approver, reason, time.GetUtcNow()) { Assignee = assignee };
        using var answer = await PostAsync("decisions", statement, cancellationToken);
        var root = answer.RootElement;
        return (root.GetProperty("state").GetString()!, Signed(root), root.GetProperty("entry").GetInt64());
    }

    public void Dispose()
    {
        _http.Dispose();
        signer.Dispose();
    }

    private static List<string> Signed(JsonElement root) =>
        [.. root.GetProperty("signatures").EnumerateArray().Select(signature =>
            $"{signature.GetProperty("approver").GetString()} ({signature.GetProperty("role").GetString()} of {signature.GetProperty("party").GetString()}): {signature.GetProperty("act").GetString()}")];

    private async Task<JsonDocument> PostAsync(string what, DecisionStatement statement, CancellationToken cancellationToken) =>
        await _http.PostAsync($"/v1/cases/{id}/{what}", await signer.SignAsync(DecisionStatement.PayloadType, statement.ToPayload(), cancellationToken), cancellationToken);
}
