using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace Concordat.Signing.Dsse;

/// <summary>Reads the JSON form of an envelope; unknown fields are skipped, duplicated ones refused.</summary>
internal ref struct DsseReader
{
    private Utf8JsonReader _reader;

    private DsseReader(ReadOnlySpan<byte> json) =>
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 32 });

    public static DsseEnvelope Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > DsseEnvelope.MaxBytes)
        {
            throw Malformed($"it has {json.Length} bytes, more than {DsseEnvelope.MaxBytes}");
        }

        if (!Utf8.IsValid(json))
        {
            throw Malformed("it is not valid UTF-8");
        }

        try
        {
            return new DsseReader(json).ReadEnvelope();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SigningFormatException("dsse_format", "the envelope is malformed: it is not valid JSON", e);
        }
    }

    private DsseEnvelope ReadEnvelope()
    {
        string? type = null;
        byte[]? payload = null;
        ImmutableArray<DsseSignature>? signatures = null;
        _reader.Read();
        Expect(JsonTokenType.StartObject, "the envelope");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextMember(seen, out var name))
        {
            switch (name)
            {
                case "payloadType":
                    type = ReadString("payloadType");
                    break;
                case "payload":
                    payload = ReadBase64("payload");
                    break;
                case "signatures":
                    signatures = ReadSignatures();
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }

        if (_reader.Read())
        {
            throw Malformed("there is data after it");
        }

        if (signatures is { Length: 0 })
        {
            throw new SigningFormatException("dsse_unsigned", "the envelope has no signatures");
        }

        if (string.IsNullOrEmpty(type) || payload is null || signatures is not { Length: > 0 })
        {
            throw Malformed("`payloadType`, `payload` and at least one of `signatures` are needed");
        }

        return new DsseEnvelope(type, payload, signatures.Value);
    }

    private ImmutableArray<DsseSignature> ReadSignatures()
    {
        Expect(JsonTokenType.StartArray, "`signatures`");
        var signatures = ImmutableArray.CreateBuilder<DsseSignature>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (signatures.Count == DsseEnvelope.MaxSignatures)
            {
                throw Malformed($"it has more than {DsseEnvelope.MaxSignatures} signatures");
            }

            signatures.Add(ReadSignature());
        }

        return signatures.ToImmutable();
    }

    private DsseSignature ReadSignature()
    {
        string? keyId = null;
        byte[]? signature = null;
        Expect(JsonTokenType.StartObject, "a signature");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextMember(seen, out var name))
        {
            switch (name)
            {
                case "keyid":
                    keyId = ReadString("keyid");
                    break;
                case "sig":
                    signature = ReadBase64("sig");
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }

        return signature is { Length: > 0 } ? new DsseSignature(keyId, signature) : throw Malformed("a signature has no `sig`");
    }

    /// <summary>Moves to the next member's value; false at the end of the object.</summary>
    private bool NextMember(HashSet<string> seen, out string name)
    {
        name = "";
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = _reader.GetString()!;
        if (!seen.Add(name))
        {
            throw Malformed($"field `{name}` appears twice");
        }

        return _reader.Read();
    }

    private readonly string ReadString(string field)
    {
        Expect(JsonTokenType.String, $"`{field}`");
        return _reader.GetString()!;
    }

    private readonly byte[] ReadBase64(string field)
    {
        Expect(JsonTokenType.String, $"`{field}`");
        return _reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Malformed($"`{field}` is not standard base64");
    }

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
        {
            throw Malformed($"{what} should be {type}, not {_reader.TokenType} (byte {_reader.TokenStartIndex})");
        }
    }

    private static SigningFormatException Malformed(string why) => new("dsse_format", $"the envelope is malformed: {why}");
}
