using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>What a person takes to the machine where their key is: the statement to sign, and the action that it is about.</summary>
/// <param name="Payload">The payload of the statement.</param>
/// <param name="Action">The canonical action, so that the person's own machine makes the text and the hashes.</param>
public sealed record SigningSlip(ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Action)
{
    public const string Format = "concordat-slip/1";

    /// <summary>Largest slip that is read, in bytes.</summary>
    public const int MaxBytes = 4 * CanonicalAction.MaxBytes;

    public byte[] ToJson() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteBase64String("payload", Payload.Span);
        json.WriteBase64String("action", Action.Span);
        json.WriteEndObject();
    }));

    /// <summary>Reads a slip, and checks that the statement is about exactly this action and its text.</summary>
    /// <exception cref="FormatException">It is no slip, or the statement is about another action.</exception>
    public static (DecisionStatement Statement, CanonicalAction Action, SigningSlip Slip) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var root = parsed.RootElement;
            if (root.GetProperty("format").GetString() != Format)
            {
                throw new FormatException("the file is not a slip of this version");
            }

            var slip = new SigningSlip(root.GetProperty("payload").GetBytesFromBase64(), root.GetProperty("action").GetBytesFromBase64());
            var (statement, action) = (DecisionStatement.Read(slip.Payload), CanonicalAction.Read(slip.Action.ToArray()));
            return statement.Action.Equals(action.Digest, StringComparison.Ordinal)
                && statement.TextHash.Equals(ActionText.Hash(ActionText.Render(action.Document)), StringComparison.Ordinal)
                ? (statement, action, slip)
                : throw new FormatException("the statement is not about the action beside it");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("the file is not a slip", fault);
        }
    }
}
