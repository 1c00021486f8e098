using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Dialects;
using Concordat.Signing;

namespace Concordat.Gateway.Shadow;

/// <summary>
/// What two answers are compared by, and none of their content: verdict, tools called, how the answer ended, how long it is.
/// Not thread-safe; one per answer.
/// </summary>
internal sealed class AnswerSummary
{
    private const int MostCalls = 64;

    private readonly List<string> _calls = [];
    private readonly SortedSet<string> _ends = new(StringComparer.Ordinal);

    /// <summary>Null until the answer was decided.</summary>
    public VerdictKind? Verdict { get; set; }

    /// <summary>The answer came whole, with a status of success.</summary>
    public bool IsWhole { get; set; }

    public TimeSpan FirstByte { get; set; }

    /// <summary>UTF-8 bytes of its text.</summary>
    public long Length { get; private set; }

    public bool SameCalls(AnswerSummary other) =>
        _calls.Order(StringComparer.Ordinal).SequenceEqual(other._calls.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    public bool SameEnd(AnswerSummary other) => _ends.SetEquals(other._ends);

    /// <summary>Takes a whole tool call: its name and a hash of its arguments in canonical form, whatever their spacing.</summary>
    public void Add(ToolCall call)
    {
        if (_calls.Count < MostCalls)
        {
            _calls.Add($"{call.Name} {Convert.ToHexStringLower(SHA256.HashData(Canonical(call.Arguments)))}");
        }
    }

    /// <summary>Takes a whole answer, or one event of a stream; it has passed the strict walk before.</summary>
    public void Observe(ReadOnlySpan<byte> json)
    {
        var reader = JsonRead.Open(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    Member(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            // such as the mark at the end of a stream
        }
    }

    private void Member(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("stop_reason"u8) || reader.ValueTextEquals("status"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 64 && !reader.ValueTextEquals("in_progress"u8))
            {
                _ends.Add(reader.GetString()!);
            }
        }
        else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("delta"u8))
        {
            reader.Read();
            Length = checked(Length + (reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0));
        }
    }

    private static byte[] Canonical(byte[] arguments)
    {
        try
        {
            return CanonicalJson.Canonicalize(arguments);
        }
        catch (SigningFormatException)
        {
            return [.. Encoding.ASCII.GetBytes("raw "), .. arguments];
        }
    }
}
