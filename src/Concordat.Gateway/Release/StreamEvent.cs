namespace Concordat.Gateway.Release;

/// <summary>One event of a stream, kept whole because it may have to be masked.</summary>
internal sealed record StreamEvent(byte[] Name, byte[] Data)
{
    /// <summary>The vendor's mark for the end of the stream, which is no JSON.</summary>
    public bool IsEnd => Data.AsSpan().SequenceEqual("[DONE]"u8);
}
