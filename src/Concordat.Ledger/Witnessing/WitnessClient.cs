using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>Asks one witness over HTTP (C2SP tlog-witness), trusting nothing that it answers but a valid cosignature. For one request at a time.</summary>
internal sealed class WitnessClient(PolicyWitness witness, HttpClient http)
{
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly Uri _url = new(witness.Url!.AbsoluteUri.TrimEnd('/') + "/add-checkpoint");

    /// <summary>Asks for a cosignature; goes on once from the size that the witness says it knows.</summary>
    /// <param name="oldSize">Size that the witness is believed to know.</param>
    /// <param name="proofFrom">The consistency proof from a size to the note's.</param>
    public async Task<WitnessReply> AskAsync(
        long oldSize, Checkpoint checkpoint, byte[] note, Func<long, IReadOnlyList<Merkle.TreeHash>> proofFrom, CancellationToken cancellationToken)
    {
        var reply = await PostAsync(oldSize, checkpoint, note, proofFrom, cancellationToken).ConfigureAwait(false);
        return reply is { Note: null, KnownSize: { } known } && known != oldSize && known <= checkpoint.Size
            ? await PostAsync(known, checkpoint, note, proofFrom, cancellationToken).ConfigureAwait(false)
            : reply;
    }

    private async Task<WitnessReply> PostAsync(
        long oldSize, Checkpoint checkpoint, byte[] note, Func<long, IReadOnlyList<Merkle.TreeHash>> proofFrom, CancellationToken cancellationToken)
    {
        var body = new AddCheckpointRequest(oldSize, [.. proofFrom(oldSize)], note).ToBytes();
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
            using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Cosigned(checkpoint, note, answer),
                HttpStatusCode.Conflict => Stale(checkpoint, response.Content.Headers.ContentType?.MediaType, answer),
                HttpStatusCode.UnprocessableEntity => WitnessReply.Refused("the witness says that the checkpoint does not continue the one it cosigned"),
                HttpStatusCode.Forbidden => WitnessReply.Refused("the witness does not accept the log's signature (does it know this key?)"),
                HttpStatusCode.NotFound => WitnessReply.Refused("the witness does not know this log"),
                var status => WitnessReply.Refused(string.Create(CultureInfo.InvariantCulture, $"the witness answered {(int)status}")),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return WitnessReply.Refused($"the witness cannot be reached: {e.Message}");
        }
    }

    private WitnessReply Cosigned(Checkpoint checkpoint, byte[] note, byte[] lines)
    {
        try
        {
            var signed = SignedNote.Parse([.. note, .. lines]);

            // What was sent back must not change which text is signed.
            return Checkpoint.TryRead(signed.TextBytes) == checkpoint && signed.CosignedAt(witness.Key) is { } at
                ? new WitnessReply(signed, at, checkpoint.Size, Fault: null)
                : WitnessReply.Refused("the witness's answer holds no valid cosignature of the policy's key");
        }
        catch (FormatException e)
        {
            return WitnessReply.Refused($"the witness's answer is malformed: {e.Message}");
        }
    }

    private static WitnessReply Stale(Checkpoint checkpoint, string? type, byte[] body)
    {
        var text = Encoding.ASCII.GetString(body);
        if (!string.Equals(type, "text/x.tlog.size", StringComparison.OrdinalIgnoreCase)
            || !long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return WitnessReply.Refused("the witness knows another size, but does not say which");
        }

        return new WitnessReply(Note: null, At: null, size, size > checkpoint.Size
            ? string.Create(CultureInfo.InvariantCulture, $"the witness has cosigned {size} entries of this log, which has {checkpoint.Size}: the log lost entries, or another writes under its name")
            : string.Create(CultureInfo.InvariantCulture, $"the witness knows size {size}"));
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new byte[MaxAnswerBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length < bytes.Length ? bytes[..length] : throw new IOException($"the answer is longer than {MaxAnswerBytes} bytes");
    }
}
