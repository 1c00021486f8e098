using System.Text.RegularExpressions;

namespace Concordat.Gateway.Configuration;

/// <summary>A condition on one argument, which must be there; what is not given does not limit it.</summary>
public sealed record ToolConditionConfig
{
    /// <summary>JSON pointer (RFC 6901) into the arguments, such as <c>/mode</c> or <c>/target/zone</c>.</summary>
    public required string Argument { get; init; }

    /// <summary>The only values allowed, as text; of a list, each item must be one of them. Null does not limit them.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>The least number allowed.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public decimal? AtMost { get; init; }

    /// <summary>A regular expression that the whole text must match, without lookaround and back references.</summary>
    public string? Matches { get; init; }

    /// <summary>Whether any value will do; then nothing else is given.</summary>
    public bool Any { get; init; }

    /// <summary>Compiles what <see cref="Matches"/> says, for a whole text.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It cannot be matched without backtracking.</exception>
    public static Regex PatternOf(string pattern)
    {
        const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        _ = new Regex(pattern, Options); // by itself first: a bracket too many would end the anchors
        return new Regex($@"\A(?:{pattern})\z", Options);
    }
}
