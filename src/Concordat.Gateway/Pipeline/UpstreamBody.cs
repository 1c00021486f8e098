using System.Buffers;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// The body as it is sent: the inspected bytes, but for the model's name where the upstream knows it by another one, and for the request
/// to count the tokens of a stream where the gateway must know them.
/// </summary>
internal static class UpstreamBody
{
    /// <summary>The body, and the rented buffer that it stands in where it is not the client's own.</summary>
    public static (ReadOnlyMemory<byte> Body, byte[]? Rented) Of(Exchange exchange, DeploymentModel deployment)
    {
        var request = exchange.Request;
        var name = deployment.UpstreamModel;
        if (name is null && !exchange.HidesCounts)
        {
            return (exchange.Body, null);
        }

        var body = exchange.Body.Span;
        var counts = exchange.HidesCounts ? CountsOf(request) : default;
        var (at, cut) = request.CountsAt.At > 0 ? (request.CountsAt.At, request.CountsAt.Length) : (body.LastIndexOf((byte)'}'), 0);
        if (!exchange.HidesCounts)
        {
            (at, cut) = (body.Length, 0);
        }

        var (modelAt, modelCut) = name is null ? (body.Length, 0) : (request.ModelStart, request.ModelLength);
        var length = checked(body.Length - cut + counts.Length - modelCut + (name?.Length ?? 0));
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var output = new Output(rented);
        var isModelFirst = modelAt < at;
        var first = isModelFirst ? (At: modelAt, Cut: modelCut) : (At: at, Cut: cut);
        var second = isModelFirst ? (At: at, Cut: cut) : (At: modelAt, Cut: modelCut);
        output.Put(body[..first.At]);
        output.Put(isModelFirst ? name : counts);
        output.Put(body[(first.At + first.Cut)..second.At]);
        output.Put(isModelFirst ? counts : name);
        output.Put(body[(second.At + second.Cut)..]);
        return (rented.AsMemory(0, length), rented);
    }

    private static ReadOnlySpan<byte> CountsOf(DialectRequest request) => request.CountsAt switch
    {
        { At: 0 } => ",\"stream_options\":{\"include_usage\":true}"u8,
        { Form: CountsAsk.Value } => "{\"include_usage\":true}"u8,
        { Form: CountsAsk.First } => "\"include_usage\":true,"u8,
        _ => "true"u8,
    };

    private ref struct Output(Span<byte> room)
    {
        private Span<byte> _room = room;

        public void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_room);
            _room = _room[bytes.Length..];
        }
    }
}
