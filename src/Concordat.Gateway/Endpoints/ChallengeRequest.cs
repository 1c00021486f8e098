using System.Text.Json;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Endpoints;

/// <summary>Who wants to say what about a case.</summary>
internal sealed record ChallengeRequest(string Approver, DecisionAct Act, string Reason, string? Assignee)
{
    /// <returns>Null where it is malformed.</returns>
    public static ChallengeRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            var root = parsed.RootElement;
            var reason = root.TryGetProperty("reason", out var given) ? given.GetString() : "";
            var assignee = root.TryGetProperty("assignee", out var named) ? named.GetString() : null;
            return Enum.TryParse<DecisionAct>(root.GetProperty("act").GetString(), ignoreCase: true, out var act) && Enum.IsDefined(act)
                && root.GetProperty("approver").GetString() is { Length: > 0 and <= 128 } approver && reason is { Length: <= DecisionStatement.MaxReason } && assignee is not { Length: > 128 }
                ? new ChallengeRequest(approver, act, reason, assignee)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
