using System.Text.Json;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Budgets;

/// <summary>
/// Reads the counts of tokens that a provider puts into an answer, in the words of all dialects. A later count replaces an earlier one; a
/// count that is no whole number from 0 to <see cref="TokenUsage.Most"/> makes all of them void. Not thread-safe.
/// </summary>
internal struct UsageCount
{
    private long _input;
    private long _cached;
    private long _output;
    private bool _hasInput;
    private bool _hasOutput;
    private bool _isVoid;

    /// <summary>Reads the value of the member <c>usage</c> that the reader stands on, and stands behind it afterwards.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _isVoid |= reader.TokenType != JsonTokenType.Null;
            reader.Skip();
            return;
        }

        long cached = 0;
        var isCached = false;
        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
            {
                _input = Value(ref reader);
                _hasInput = true;
            }
            else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
            {
                _output = Value(ref reader);
                _hasOutput = true;
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8) || reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                // The Anthropic dialect counts these beside the input, the others within it.
                cached += Value(ref reader);
                isCached = true;
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }

        _cached = isCached ? cached : _cached;
    }

    /// <summary>The counts.</summary>
    /// <param name="needsOutput">Whether an answer without a count of output is one without counts; not so for embeddings.</param>
    /// <param name="usage">Default where there are none, or impossible ones.</param>
    public readonly bool TryTake(bool needsOutput, out TokenUsage usage)
    {
        usage = default;
        if (_isVoid || !_hasInput || (needsOutput && !_hasOutput) || _input + _cached > TokenUsage.Most)
        {
            return false;
        }

        usage = new TokenUsage(_input + _cached, _output, UsageBasis.Provider);
        return true;
    }

    private long Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value is >= 0 and <= TokenUsage.Most)
        {
            return value;
        }

        // Null is how a compatible server says that it did not count this one.
        _isVoid |= reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return 0;
    }
}
