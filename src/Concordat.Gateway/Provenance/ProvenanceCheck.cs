using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Concordat.Gateway.Model;
using Concordat.Signing;

namespace Concordat.Gateway.Provenance;

/// <summary>Checks the provenance tokens of one request: signed by the platform of their source, for this use case, now, and for a text that is there.</summary>
internal static class ProvenanceCheck
{
    /// <summary>Most tokens of one request.</summary>
    public const int MostTokens = 8;

    /// <summary>Longest token, in characters of base64url.</summary>
    public const int LongestToken = 4096;

    private const int MostSignatures = 4;

    /// <summary>The sources that valid tokens name, or what is wrong with the first one that is not valid.</summary>
    /// <param name="tokens">DSSE envelopes in base64url.</param>
    /// <param name="sources">The registered sources.</param>
    /// <param name="useCase">Id of the use case that asks.</param>
    /// <param name="body">The request as JSON.</param>
    /// <param name="now">The present.</param>
    public static (ImmutableArray<AttestedSource> Sources, string? Fault) Check(
        string[] tokens, SourceRegistry sources, string useCase, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (tokens.Length is 0 or > MostTokens)
        {
            return ([], $"send 1 to {MostTokens} tokens, separated by commas");
        }

        List<(ProvenanceToken Token, AttestedSource Source)> read = [];
        foreach (var token in tokens)
        {
            var (found, source, fault) = Read(token, sources, useCase, now);
            if (found is null || source is null)
            {
                return ([], fault);
            }

            read.Add((found, source));
        }

        var texts = read.Select(static each => each.Token.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return texts.Count > 0 && !BodyTexts.HasAll(body, texts)
            ? ([], "a token is for a text that is not in the request; send the text unchanged, as a string of its own")
            : ([.. read.Select(static each => each.Source)], null);
    }

    private static (ProvenanceToken? Token, AttestedSource? Source, string? Fault) Read(string text, SourceRegistry sources, string useCase, DateTimeOffset now)
    {
        if (Open(text) is not { } envelope)
        {
            return (null, null, $"a token is no DSSE envelope of type `{ProvenanceToken.PayloadType}` in base64url, of at most {LongestToken} characters and {MostSignatures} signatures");
        }

        // Nothing of the payload is read before a registered platform stands for it.
        var signers = sources.Platforms.Where(envelope.IsSignedBy).ToArray();
        if (signers.Length == 0)
        {
            return (null, null, "a token is not signed by a registered data platform");
        }

        if (ProvenanceToken.Read(envelope.Payload) is not { } token)
        {
            return (null, null, "a token is signed and not of the form; it has `v`, `source`, `holder`, `issued`, `expires` and one of `text` and `dataset`");
        }

        if (sources.PlatformOf(token.Source) is not { } platform || !signers.Contains(platform))
        {
            return (null, null, "a token is not signed by the platform of the source that it names");
        }

        if (!token.Holder.Equals(useCase, StringComparison.Ordinal))
        {
            return (null, null, "a token was issued to another use case");
        }

        return token.Expires <= now ? (null, null, "a token has expired; ask the data platform for a new one")
            : token.Issued > now + ProvenanceToken.Skew ? (null, null, "a token is not valid yet; look at the clocks")
            : token.Expires - token.Issued > ProvenanceToken.LongestLife ? (null, null, $"a token holds for longer than {ProvenanceToken.LongestLife.Days} days")
            : (token, new AttestedSource(token.Source, platform.KeyId, Convert.ToHexStringLower(SHA256.HashData(Base64Url.DecodeFromChars(text)))), null);
    }

    private static DsseEnvelope? Open(string text)
    {
        if (text.Length is 0 or > LongestToken || !Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            var envelope = DsseEnvelope.Parse(Base64Url.DecodeFromChars(text));
            return envelope.PayloadType.Equals(ProvenanceToken.PayloadType, StringComparison.Ordinal) && envelope.Signatures.Length is > 0 and <= MostSignatures
                ? envelope
                : null;
        }
        catch (Exception fault) when (fault is SigningFormatException or FormatException)
        {
            return null;
        }
    }
}
