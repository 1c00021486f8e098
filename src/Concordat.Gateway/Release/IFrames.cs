namespace Concordat.Gateway.Release;

/// <summary>Cuts the bytes of a stream into events with a name and data. Not thread-safe.</summary>
internal interface IFrames : IDisposable
{
    /// <summary>One event grew beyond the limit; nothing more is read.</summary>
    bool TooLarge { get; }

    /// <summary>Room for the next read.</summary>
    Memory<byte> Room();

    /// <summary>So many bytes were read into it.</summary>
    void Filled(int count);

    /// <summary>The next whole event; its spans hold until the next call of any member.</summary>
    bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> data);
}
