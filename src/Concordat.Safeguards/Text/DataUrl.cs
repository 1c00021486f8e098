namespace Concordat.Safeguards.Text;

/// <summary>Remembers what stands before an encoded run, to tell the data of a data URL.</summary>
internal sealed class DataUrl
{
    private readonly byte[] _text = new byte[96];
    private int _length;

    public void Add(byte b)
    {
        if (_length == _text.Length)
        {
            _text.AsSpan(_text.Length / 2).CopyTo(_text);
            _length = _text.Length / 2;
        }

        _text[_length++] = b;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Add(b);
        }
    }

    public void Clear() => _length = 0;

    public void CopyFrom(DataUrl other)
    {
        other._text.CopyTo(_text, 0);
        _length = other._length;
    }

    /// <summary>The kind to report when what follows is the data of a data URL that holds no text; null otherwise.</summary>
    public string? MediaType()
    {
        ReadOnlySpan<byte> before = _text.AsSpan(0, _length);
        if (!before.EndsWith(";base64,"u8))
        {
            return null;
        }

        var start = before.LastIndexOf("data:"u8);
        var media = start < 0 ? [] : before[(start + 5)..];
        return media.StartsWith("image/"u8) ? "image"
            : media.StartsWith("audio/"u8) ? "audio"
            : media.StartsWith("video/"u8) ? "video"
            : media.StartsWith("text/"u8) || media.StartsWith("application/json"u8) || start < 0 ? null
            : "file";
    }
}
