using System.Text;

namespace Concordat.Attestation.Tokens;

/// <summary>A token as it came: ASCII, with at most a line end behind it.</summary>
internal static class TokenText
{
    public static TokenKeys KeysOf(EvidenceDemand demand) => demand.Keys ?? throw new ArgumentException("a token needs pinned keys", nameof(demand));

    public static string Of(ReadOnlyMemory<byte> document)
    {
        var bytes = document.Span;
        bytes = bytes is [.. var line, (byte)'\n'] ? line : bytes;
        return Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : throw EvidenceException.Malformed("it is not a token");
    }
}
