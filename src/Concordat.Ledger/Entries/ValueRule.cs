using System.Text.Json;

namespace Concordat.Ledger.Entries;

/// <summary>What one value of an entry may be: a compiled JSON Schema of the few keywords that the entry schema uses.</summary>
internal sealed class ValueRule
{
    /// <summary>The tokens that it may begin with; none means any.</summary>
    public JsonTokenType[] Tokens { get; init; } = [];

    /// <summary>The values allowed, as they are written; null means any.</summary>
    public byte[][]? Allowed { get; init; }

    public StringPattern? Pattern { get; init; }

    public long Minimum { get; init; } = long.MinValue;

    public long Maximum { get; init; } = long.MaxValue;

    public int MaxItems { get; init; } = int.MaxValue;

    public ValueRule? Items { get; init; }

    public ObjectRule? Members { get; init; }

    /// <summary>Says what is wrong with a value that is not an object or an array, or null.</summary>
    public string? Fault(ref Utf8JsonReader reader)
    {
        if (Tokens.Length > 0 && Array.IndexOf(Tokens, reader.TokenType) < 0)
        {
            return "is of the wrong type";
        }

        if (Allowed is not null && IndexOf(reader.ValueSpan) < 0)
        {
            return "has a value that is not known";
        }

        if (Pattern is not null && !Pattern.IsMatch(reader.ValueSpan))
        {
            return $"is not of the form `{Pattern}`";
        }

        if (reader.TokenType == JsonTokenType.Number && (Minimum != long.MinValue || Maximum != long.MaxValue || Tokens.Length == 1))
        {
            return reader.TryGetInt64(out var number) && number >= Minimum && number <= Maximum ? null : "is out of range";
        }

        return null;
    }

    /// <summary>Place of the value among those allowed, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < Allowed!.Length; i++)
        {
            if (value.SequenceEqual(Allowed[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
