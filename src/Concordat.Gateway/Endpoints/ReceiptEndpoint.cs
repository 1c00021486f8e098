using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Ledger;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>
/// <c>GET /v1/receipts/N</c>: an entry and the proof that the ledger holds it, for the key whose request it records: under the newest cosigned
/// checkpoint where that covers the entry, else, unless <c>?witnessed=true</c> asks for it, under the log's own. Thread-safe.
/// </summary>
internal sealed class ReceiptEndpoint(LedgerWriter ledger, KeyVerifier keys)
{
    private readonly Lock _gate = new();
    private LedgerReader? _reader; // guarded by _gate
    private LedgerReader? _witnessed; // guarded by _gate

    public async Task HandleAsync(HttpContext http)
    {
        var (receipt, _, error) = Find(http);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(http, GatewayEndpoints.DialectOf("chat")!, error).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("entry", Encoding.UTF8.GetString(receipt.Entry));
        json.WriteString("proof", receipt.Proof);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The entry that a request names, where it is one of the key that asks; or why not.</summary>
    public ((byte[] Entry, string Proof) Receipt, ApiKeyRecord? Key, GatewayError? Error) Find(HttpContext http)
    {
        if (CallerKey.Fault(http, keys, out var key) is { } fault)
        {
            return (default, null, fault);
        }

        if (!long.TryParse(http.Request.RouteValues["entry"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= ledger.DurableSize)
        {
            return (default, null, GatewayErrors.ReceiptNotFound);
        }

        var onlyWitnessed = string.Equals(http.Request.Query["witnessed"], "true", StringComparison.Ordinal);
        if ((WitnessedCovering(index) ?? (onlyWitnessed ? null : ReaderCovering(index))) is not { } reader)
        {
            return (default, null, GatewayErrors.ReceiptNotYet);
        }

        try
        {
            var entry = reader.Entry(new EntryIndex(index));
            return IsOf(entry, key!) ? ((entry, reader.Proof(new EntryIndex(index))), key, null) : (default, null, GatewayErrors.ReceiptNotFound);
        }
        catch (LedgerPrunedException)
        {
            return (default, null, GatewayErrors.ReceiptNotFound);
        }
    }

    /// <summary>The entry with that index, where it is one of that key; or why not.</summary>
    public (byte[]? Entry, GatewayError? Error) EntryOf(ApiKeyRecord key, long index)
    {
        if (index < 0 || index >= ledger.DurableSize)
        {
            return (null, GatewayErrors.ReceiptNotFound);
        }

        if (ReaderCovering(index) is not { } reader)
        {
            return (null, GatewayErrors.ReceiptNotYet);
        }

        try
        {
            var entry = reader.Entry(new EntryIndex(index));
            return IsOf(entry, key) ? (entry, null) : (null, GatewayErrors.ReceiptNotFound);
        }
        catch (LedgerPrunedException)
        {
            return (null, GatewayErrors.ReceiptNotFound);
        }
    }

    /// <summary>A reader whose checkpoint covers the entry; null before there is one.</summary>
    private LedgerReader? ReaderCovering(long index)
    {
        lock (_gate)
        {
            if (index >= ledger.CheckpointSize)
            {
                return null;
            }

            _reader ??= LedgerReader.Open(ledger.Location, ledger.VerifierKey);
            if (index >= _reader.Size)
            {
                _reader.Refresh();
            }

            return index < _reader.Size ? _reader : null;
        }
    }

    /// <summary>A reader whose checkpoint covers the entry and was cosigned; null before there is one.</summary>
    private LedgerReader? WitnessedCovering(long index)
    {
        lock (_gate)
        {
            try
            {
                if (_witnessed is null)
                {
                    _witnessed = LedgerReader.OpenWitnessed(ledger.Location, ledger.VerifierKey);
                }
                else if (index >= _witnessed.Size)
                {
                    _witnessed.Refresh();
                }

                return index < _witnessed.Size ? _witnessed : null;
            }
            catch (Exception e) when (e is FileNotFoundException or FormatException)
            {
                return null; // no witnesses, or none that has cosigned since the ledger's key was changed
            }
        }
    }

    // Somebody else's entry and none at all look the same.
    private static bool IsOf(byte[] entry, ApiKeyRecord key)
    {
        using var json = JsonDocument.Parse(entry);
        return json.RootElement.TryGetProperty("key", out var id) && id.ValueEquals(key.Id);
    }
}
