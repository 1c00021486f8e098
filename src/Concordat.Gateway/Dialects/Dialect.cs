using System.Buffers;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// One vendor's way of asking and answering: reads requests and answers, and writes errors in that vendor's shape.
/// Stateless and thread-safe; every body it reads has passed the strict JSON walk before.
/// </summary>
internal abstract class Dialect
{
    /// <summary>The fact <c>operation</c>: chat, responses, messages or embeddings.</summary>
    public abstract string Operation { get; }

    /// <summary>The route's path below the upstream's base URL, without a leading slash.</summary>
    public abstract string UpstreamPath { get; }

    /// <summary>The member that holds what is asked; a request without it is refused.</summary>
    protected abstract ReadOnlySpan<byte> ContentMember { get; }

    /// <summary>Reads a request's top level, once for all dialects: whatever neither of them knows is judged by its name alone.</summary>
    public GatewayError? ReadRequest(ReadOnlySpan<byte> body, DialectRequest request)
    {
        var reader = JsonRead.Open(body);
        var content = false;
        if (RequestMembers.Begin(ref reader) is { } fault)
        {
            return fault;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (RequestMembers.TryReadCommon(ref reader, request, out fault))
            {
                if (fault is not null)
                {
                    return fault;
                }
            }
            else if (reader.ValueTextEquals(ContentMember))
            {
                content = true;
                request.Uninspectable |= ReadContent(ref reader);
            }
            else if (TryReadMember(ref reader, request, out fault))
            {
                if (fault is not null)
                {
                    return fault;
                }
            }
            else
            {
                request.Uninspectable |= MemberNames.Skip(ref reader);
            }
        }

        return Check(request) ?? RequestMembers.End(request) ?? (content ? null : RequestMembers.Missing(Encoding.UTF8.GetString(ContentMember)));
    }

    public abstract void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading);

    public abstract AnswerStreamReader OpenStream();

    /// <summary>Writes the error body; <paramref name="entry"/> is the ledger index that records it, or -1.</summary>
    public abstract void WriteError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement);

    /// <summary>Writes the error as the last server-sent event of a stream that has begun.</summary>
    public abstract void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement);

    /// <summary>Reads the value of <see cref="ContentMember"/> and names what cannot be inspected in it.</summary>
    protected abstract UninspectableKinds ReadContent(ref Utf8JsonReader reader);

    /// <summary>Reads a member that only this dialect has; false, and the reader unmoved, when it has no such member.</summary>
    protected virtual bool TryReadMember(ref Utf8JsonReader reader, DialectRequest request, out GatewayError? fault)
    {
        fault = null;
        return false;
    }

    /// <summary>What this dialect refuses about a request as a whole.</summary>
    protected virtual GatewayError? Check(DialectRequest request) => null;
}
