using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Model;

/// <summary>A condition on one argument of a tool call, compiled. Immutable, thread-safe.</summary>
/// <remarks>It can only fail: an argument that is missing, null, of another type or too long never meets it.</remarks>
internal sealed class ToolCondition
{
    /// <summary>Longest text that a pattern is tried on, in characters.</summary>
    private const int LongestText = 4096;

    private readonly string[] _path;
    private readonly FrozenSet<string>? _in;
    private readonly decimal? _atLeast;
    private readonly decimal? _atMost;
    private readonly Regex? _matches;
    private readonly bool _any;

    public ToolCondition(ToolConditionConfig config)
    {
        _path = [.. config.Argument[1..].Split('/').Select(static step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        _in = config.In?.ToFrozenSet(StringComparer.Ordinal);
        _atLeast = config.AtLeast;
        _atMost = config.AtMost;
        _matches = config.Matches is { } pattern ? ToolConditionConfig.PatternOf(pattern) : null;
        _any = config.Any;
    }

    /// <summary>The members and indices that lead to the argument, at least one.</summary>
    public IReadOnlyList<string> Path => _path;

    public bool IsMet(JsonElement arguments)
    {
        var value = arguments;
        foreach (var step in _path)
        {
            if (!TryStep(value, step, out value))
            {
                return false;
            }
        }

        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return false;
        }

        return _any || (IsOneOf(value) && IsInRange(value) && IsMatch(value));
    }

    private static bool TryStep(JsonElement value, string step, out JsonElement next)
    {
        next = default;
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.TryGetProperty(step, out next);
        }

        var isIndex = value.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < value.GetArrayLength() && (next = value[index]).ValueKind != JsonValueKind.Undefined;
        return isIndex;
    }

    private bool IsOneOf(JsonElement value)
    {
        if (_in is null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return TextOf(value) is { } text && _in.Contains(text);
        }

        foreach (var item in value.EnumerateArray())
        {
            if (TextOf(item) is not { } text || !_in.Contains(text))
            {
                return false;
            }
        }

        return value.GetArrayLength() > 0;
    }

    private bool IsInRange(JsonElement value)
    {
        if (_atLeast is null && _atMost is null)
        {
            return true;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            && (_atLeast is not { } least || number >= least) && (_atMost is not { } most || number <= most);
    }

    private bool IsMatch(JsonElement value)
    {
        if (_matches is null)
        {
            return true;
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text && _matches.IsMatch(text);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
