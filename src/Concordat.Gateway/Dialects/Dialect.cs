using System.Buffers;
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

    public abstract UpstreamFamily Family { get; }

    /// <summary>The route's path below the upstream's base URL, without a leading slash.</summary>
    public abstract string UpstreamPath { get; }

    public abstract GatewayError? ReadRequest(ReadOnlySpan<byte> body, DialectRequest request);

    public abstract void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading);

    public abstract AnswerStreamReader OpenStream();

    /// <summary>Writes the error body; <paramref name="entry"/> is the ledger index that records it, or -1.</summary>
    public abstract void WriteError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement);

    /// <summary>Writes the error as the last server-sent event of a stream that has begun.</summary>
    public abstract void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement);
}
