using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Concordat.Ledger;

namespace Concordat.Client;

/// <summary>Asks the gateway for a receipt, again while its checkpoint is on the way.</summary>
internal sealed class ReceiptFetch(HttpClient http, TimeProvider time)
{
    private const int MostTries = 10;
    private const int MaxAnswerBytes = 2 * (TlogProof.MaxLength + (6 * LedgerOptions.MaxEntryBytes)); // each character may be escaped
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task<Receipt> RunAsync(long entry, bool witnessed, CancellationToken cancellationToken)
    {
        var path = new Uri(string.Create(CultureInfo.InvariantCulture, $"v1/receipts/{entry}{(witnessed ? "?witnessed=true" : "")}"), UriKind.Relative);
        for (var tried = 1; ; tried++)
        {
            try
            {
                using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return await ReadAsync(response.Content, cancellationToken);
                }

                if (response.StatusCode != HttpStatusCode.NotFound || response.Headers.RetryAfter?.Delta is not { } wait || tried == MostTries)
                {
                    throw new ReceiptException(string.Create(CultureInfo.InvariantCulture, $"the gateway gives no receipt for entry {entry}: it answered {(int)response.StatusCode}"));
                }

                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw new ReceiptException($"the gateway cannot be reached: {e.Message}", e);
            }
        }
    }

    private static async Task<Receipt> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MaxAnswerBytes];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            var root = json.RootElement;
            return new Receipt(root.GetProperty("proof").GetString()!, Encoding.UTF8.GetBytes(root.GetProperty("entry").GetString()!));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            throw new ReceiptException("what the gateway answered is not a receipt (is this the address of a gateway?)", e);
        }
    }
}
