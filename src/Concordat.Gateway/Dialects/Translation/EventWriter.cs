using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes server-sent events whose data is JSON into a buffer that is read from the front. Not thread-safe.</summary>
internal sealed class EventWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;
    private int _read;

    public EventWriter()
    {
        _json = new Utf8JsonWriter(_bytes, ErrorJson.Options);
    }

    public bool IsEmpty => _read == _bytes.WrittenCount;

    /// <summary>Begins an event; its data is what is written to the writer that is given back, up to <see cref="End"/>.</summary>
    public Utf8JsonWriter Begin(string? name)
    {
        if (name is not null)
        {
            _bytes.Write("event: "u8);
            Encoding.ASCII.GetBytes(name, (IBufferWriter<byte>)_bytes);
            _bytes.Write("\n"u8);
        }

        _bytes.Write("data: "u8);
        _json.Reset();
        return _json;
    }

    public void End()
    {
        _json.Flush();
        _bytes.Write("\n\n"u8);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Takes out as much as there is room for.</summary>
    public int Take(Span<byte> into)
    {
        var ready = _bytes.WrittenSpan[_read..];
        var count = Math.Min(ready.Length, into.Length);
        ready[..count].CopyTo(into);
        _read += count;
        if (IsEmpty)
        {
            _bytes.ResetWrittenCount();
            _read = 0;
        }

        return count;
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Clear();
    }
}
