using System.Text;
using System.Text.Json;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Rulings;

/// <summary>Who asks for a draft of a ruling, by a signed statement that they want to read the case, and what it is to say.</summary>
/// <param name="Statement">The signed statement, as <c>POST /v1/cases/{id}/readings</c> takes it.</param>
internal sealed record RulingDraftRequest(byte[] Statement, RulingWish Wish)
{
    /// <summary>Largest body, in bytes: the statement, and some text.</summary>
    public const int MaxBytes = DecisionStatement.MaxEnvelopeBytes + (8 * 1024);

    private const int Members = 5;

    /// <returns>Null where it is malformed.</returns>
    public static RulingDraftRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            var root = parsed.RootElement;
            return root.EnumerateObject().Count() == Members && root.GetProperty("days").GetInt32() is > 0 and <= Ruling.LongestDays and var days
                && root.GetProperty("statement") is { ValueKind: JsonValueKind.Object } statement
                && (root.GetProperty("id").GetString(), root.GetProperty("title").GetString(), root.GetProperty("reason").GetString()) is ({ } id, { } title, { } reason)
                ? new RulingDraftRequest(Encoding.UTF8.GetBytes(statement.GetRawText()), new RulingWish(id, title, reason, days))
                : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
