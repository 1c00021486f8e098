using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Pipeline;

/// <summary>A body in a pooled buffer, or why there is none.</summary>
internal readonly struct BodyReading
{
    public BodyReading(byte[] buffer, int length)
    {
        Buffer = buffer;
        Length = length;
    }

    public BodyReading(GatewayError error)
    {
        Error = error;
    }

    /// <summary>From the shared pool; null when there is an error.</summary>
    public byte[]? Buffer { get; }

    public int Length { get; }

    public GatewayError? Error { get; }
}
