using System.Diagnostics.CodeAnalysis;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>Names a case: <c>case_</c> and a version-7 GUID in 32 hex digits, so that ids sort by time.</summary>
public readonly record struct CaseId
{
    private const string Prefix = "case_";

    private readonly string? _value;

    private CaseId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("an empty case id was used");

    public static CaseId New(TimeProvider time) => new($"{Prefix}{Guid.CreateVersion7(time.GetUtcNow()):N}");

    /// <summary>Reads an id from a header, a path or a command line.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseId id)
    {
        id = default;
        if (text is null || text.Length != Prefix.Length + 32 || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text.AsSpan(Prefix.Length).ContainsAnyExcept(Text.LowerHex))
        {
            return false;
        }

        id = new CaseId(text);
        return true;
    }

    public override string ToString() => Value;
}
