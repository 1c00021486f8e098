using System.Text;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Ledger.Contents;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Shows an inspector that some content is what one entry commits to: the entry with its proof, the salt of that kind of content in that
/// exchange, and the content. It helps with no other commitment, not even the answer to a revealed request.
/// </summary>
/// <param name="Entry">The entry, exactly as recorded.</param>
/// <param name="Proof">Proof that the ledger holds it (C2SP tlog-proof).</param>
/// <param name="Kind">What was committed to.</param>
/// <param name="Salt">The salt, 32 bytes.</param>
/// <param name="Content">The content.</param>
public sealed record Reveal(byte[] Entry, string Proof, CommitmentKind Kind, byte[] Salt, byte[] Content)
{
    /// <summary>Largest reveal that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Finds what the content is in an entry: its request, its answer, or the arguments of one of its calls.</summary>
    /// <returns>Null when the entry commits to something else.</returns>
    /// <exception cref="FormatException">The entry is not about an exchange, or the salt of its day was deleted.</exception>
    public static Reveal? Of(byte[] entry, string proof, SaltStore salts, byte[] content)
    {
        using var json = JsonDocument.Parse(entry);
        if (!json.RootElement.TryGetProperty("id", out var id) || !Guid.TryParseExact(id.GetString(), "N", out var exchange))
        {
            throw new FormatException("the entry is not about an exchange, so it commits to no content");
        }

        Span<byte> exchangeSalt = stackalloc byte[Commitments.Size];
        if (!Commitments.TrySalt(salts, exchange, exchangeSalt))
        {
            throw new FormatException("there is no salt of the day of this entry; once it is deleted, nothing shows any more what the entry commits to");
        }

        foreach (var kind in Enum.GetValues<CommitmentKind>())
        {
            var salt = new byte[Commitments.Size];
            Commitments.SaltOf(exchangeSalt, kind, salt);
            if (IsCommitted(json.RootElement, kind, salt, content))
            {
                return new Reveal(entry, proof, kind, salt, content);
            }
        }

        return null;
    }

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FormatException">Not a reveal.</exception>
    public static Reveal Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return root.GetProperty("v").GetInt32() == 1 && Enum.TryParse<CommitmentKind>(root.GetProperty("kind").GetString(), out var kind) && Enum.IsDefined(kind)
                ? new Reveal(
                    Encoding.UTF8.GetBytes(root.GetProperty("entry").GetString()!),
                    root.GetProperty("proof").GetString()!,
                    kind,
                    Convert.FromHexString(root.GetProperty("salt").GetString()!),
                    root.GetProperty("content").GetBytesFromBase64())
                : throw new FormatException("it is of another version");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException or FormatException)
        {
            throw new FormatException("this is not a reveal, as `concordat ledger reveal` writes it: " + e.Message, e);
        }
    }

    /// <summary>Writes the JSON form: one object with <c>v</c>, <c>kind</c>, <c>entry</c>, <c>proof</c>, <c>salt</c> (hex) and <c>content</c> (base64).</summary>
    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("kind", Kind.ToString());
            json.WriteString("entry", Encoding.UTF8.GetString(Entry));
            json.WriteString("proof", Proof);
            json.WriteString("salt", Convert.ToHexStringLower(Salt));
            json.WriteBase64String("content", Content);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Checks the proof of the entry, and that the entry commits to the content. Needs nothing but the log's key.</summary>
    /// <param name="vkey">The log's verifier key, known from elsewhere.</param>
    /// <param name="witnesses">Verifier keys of witnesses that must have cosigned.</param>
    /// <returns>What is wrong, in words; null when the content is the one recorded.</returns>
    public string? Fault(string vkey, IReadOnlyList<string> witnesses)
    {
        var proved = TlogProof.Verify(Proof, Entry, vkey, witnesses);
        if (!proved.IsValid)
        {
            return proved.Fault;
        }

        return ContentFault() is { } fault ? $"entry {proved.Index}: {fault}" : null;
    }

    /// <summary>Checks that the entry commits to the content, not that a log holds the entry.</summary>
    /// <returns>What is wrong, in words; null when it does.</returns>
    public string? ContentFault()
    {
        if (Salt.Length != Commitments.Size)
        {
            return "the salt is not 32 bytes long";
        }

        using var json = JsonDocument.Parse(Entry);
        return IsCommitted(json.RootElement, Kind, Salt, Content) ? null : "it commits to something else";
    }

    private static bool IsCommitted(JsonElement entry, CommitmentKind kind, byte[] salt, byte[] content)
    {
        Span<byte> commitment = stackalloc byte[Commitments.Size];
        Commitments.CommitWith(salt, content, commitment);
        var hex = Convert.ToHexStringLower(commitment);
        return kind switch
        {
            CommitmentKind.Request => Is(entry, "request", hex),
            CommitmentKind.Answer => Is(entry, "answer", hex),
            CommitmentKind.Identities => false,
            _ => entry.TryGetProperty("calls", out var calls) && calls.EnumerateArray().Any(call => Is(call, "arguments", hex)),
        };
    }

    private static bool Is(JsonElement json, string member, string hex) => json.TryGetProperty(member, out var value) && value.ValueEquals(hex);
}
