using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Release;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// An upstream's stream as a stream of the client's dialect, translated event by event while it is read. What is inspected, decided and
/// released is what comes out here. Not thread-safe.
/// </summary>
internal sealed class TranslatedStream : Stream
{
    private readonly UpstreamAnswer _inner;
    private readonly IFrames _frames;
    private readonly UpstreamReader _reader;
    private readonly EventWriter _output = new();
    private readonly AnswerSink _sink;

    public TranslatedStream(UpstreamAnswer inner, IFrames frames, TranslatedExchange translation)
    {
        _inner = inner;
        _frames = frames;
        _reader = translation.OpenReader();
        _sink = translation.OpenEvents(_output);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="AnswerFaultException">The upstream does not keep to its dialect.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_output.IsEmpty && !_sink.HasEnded)
        {
            var count = await _inner.Body.ReadAsync(_frames.Room(), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                _reader.Close(_sink);
            }
            else
            {
                Translate(count);
            }
        }

        return _output.Take(buffer.Span);
    }

    public override async ValueTask DisposeAsync()
    {
        _frames.Dispose();
        _output.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Translate(int count)
    {
        _frames.Filled(count);
        while (!_sink.HasEnded && _frames.TryRead(out var name, out var data))
        {
            _reader.ReadEvent(name, data, _sink);
        }

        if (_frames.TooLarge)
        {
            throw new AnswerFaultException("an event of it is longer than can be held for inspection");
        }

        if (_output.IsEmpty)
        {
            // The upstream is alive, though it has said nothing that a client could be told: a comment.
            _output.Raw(":\n\n"u8);
        }
    }
}
