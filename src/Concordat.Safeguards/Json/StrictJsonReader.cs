using System.Buffers;
using System.Text.Unicode;

namespace Concordat.Safeguards.Json;

/// <summary>Pulls tokens from one JSON text (RFC 8259) and refuses everything that two parsers could read differently.</summary>
/// <remarks>One pass, no recursion, linear time. After a fault the reader stays at the fault.</remarks>
internal ref struct StrictJsonReader
{
    private static readonly SearchValues<byte> _stringStops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private readonly ReadOnlySpan<byte> _data;
    private readonly JsonScratch _scratch;
    private readonly int _maxDepth;
    private int _at;
    private int _serial;
    private bool _started;
    private bool _afterValue;

    public StrictJsonReader(ReadOnlySpan<byte> data, JsonScratch scratch, int maxDepth)
    {
        _data = data;
        _scratch = scratch;
        _maxDepth = Math.Max(1, maxDepth);
        scratch.Begin(_maxDepth);
        if (!Utf8.IsValid(data))
        {
            var offset = Utf8Faults.FirstInvalid(data, out var surrogate);
            Fault = surrogate
                ? new JsonFault(JsonFaultCode.LoneSurrogate, offset, "$", "the body holds an encoded surrogate, which is not a character")
                : new JsonFault(JsonFaultCode.InvalidUtf8, offset, "$", "the body is not valid UTF-8");
        }
    }

    public JsonFault? Fault { get; private set; }

    public JsonToken Token { get; private set; }

    /// <summary>Name and string: what stands between the quotes. Number: its text.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    /// <summary>The current name or string contains escape sequences.</summary>
    public bool Escaped { get; private set; }

    /// <summary>Offset of <see cref="Raw"/> in the document.</summary>
    public int RawStart { get; private set; }

    /// <summary>Bytes read so far: right behind the current token.</summary>
    public readonly int Offset => _at;

    /// <summary>Open containers.</summary>
    public int Depth { get; private set; }

    /// <summary>The innermost open container.</summary>
    public readonly ref JsonFrame Frame => ref _scratch.Frames[Depth - 1];

    /// <summary>All open containers, the root first.</summary>
    public readonly ReadOnlySpan<JsonFrame> Frames => _scratch.Frames.AsSpan(0, Depth);

    /// <summary>Serial number of the container around the innermost one; 0 for the root.</summary>
    public readonly int ParentSerial => Depth < 2 ? 0 : _scratch.Frames[Depth - 2].Serial;

    /// <summary>The innermost container is an element of an array.</summary>
    public readonly bool IsInArray => Depth >= 2 && !_scratch.Frames[Depth - 2].IsObject;

    /// <summary>Hash of the member name that the innermost container is the value of; 0 when it is an element or the root.</summary>
    public readonly ulong OwnerName => Depth < 2 || !_scratch.Frames[Depth - 2].IsObject ? 0 : _scratch.Frames[Depth - 2].NameHash;

    /// <summary>Hash of the path of the current value, array positions dropped.</summary>
    public readonly ulong PathHash => Depth == 0 ? 1 : Frame.IsObject ? NameHash.Mix(Frame.PathHash, Frame.NameHash) : NameHash.Mix(Frame.PathHash, 0x5B5D);

    /// <summary>Moves to the next token; false at the end of the document and at a fault.</summary>
    public bool Read()
    {
        if (Fault is not null)
        {
            return false;
        }

        SkipWhitespace();
        if (Depth == 0)
        {
            return ReadRoot();
        }

        if (_at >= _data.Length)
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "the body ends inside an object or array");
        }

        ref var frame = ref Frame;
        var b = _data[_at];
        if (frame.IsObject)
        {
            return ReadInObject(ref frame, b);
        }

        if (b == ']' && (_afterValue || frame.Index < 0))
        {
            return Close(JsonToken.EndArray);
        }

        if (_afterValue && !Comma(ref b))
        {
            return false;
        }

        frame.Index++;
        return ReadValue(b);
    }

    private bool ReadRoot()
    {
        if (!_started)
        {
            if (_at >= _data.Length)
            {
                return Fail(JsonFaultCode.EmptyBody, 0, "the body is empty");
            }

            _started = true;
            return ReadValue(_data[_at]);
        }

        return _at < _data.Length && Fail(JsonFaultCode.TrailingData, _at, "the body goes on after its JSON value");
    }

    private bool ReadInObject(ref JsonFrame frame, byte b)
    {
        if (Token == JsonToken.Name)
        {
            return ReadValue(b);
        }

        if (b == '}' && (_afterValue || frame.Index < 0))
        {
            return Close(JsonToken.EndObject);
        }

        if (_afterValue && !Comma(ref b))
        {
            return false;
        }

        if (b != '"')
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "expected a member name in quotes");
        }

        if (!ReadString())
        {
            return false;
        }

        frame.Index++;
        frame.NameStart = RawStart;
        frame.NameLength = Raw.Length;
        frame.NameHash = Escaped ? JsonText.HashOf(Raw) : NameHash.Of(Raw);
        if (!_scratch.TryAddName(_data, frame.Serial, frame.NameHash, RawStart, Raw.Length))
        {
            return Fail(JsonFaultCode.DuplicateKey, RawStart, "this member name stands twice in one object");
        }

        SkipWhitespace();
        if (_at >= _data.Length || _data[_at] != ':')
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "expected `:` after the member name");
        }

        _at++;
        Token = JsonToken.Name;
        _afterValue = false;
        return true;
    }

    private bool Comma(ref byte b)
    {
        if (b != ',')
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "expected `,` or the end of the object or array");
        }

        _at++;
        SkipWhitespace();
        if (_at >= _data.Length)
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "the body ends after a comma");
        }

        b = _data[_at];
        return true;
    }

    private bool ReadValue(byte b)
    {
        _afterValue = true;
        switch (b)
        {
            case (byte)'"':
                Token = JsonToken.String;
                return ReadString();
            case (byte)'{':
                return Open(isObject: true);
            case (byte)'[':
                return Open(isObject: false);
            case (byte)'t':
                return ReadLiteral("true"u8);
            case (byte)'f':
                return ReadLiteral("false"u8);
            case (byte)'n':
                return ReadLiteral("null"u8);
            default:
                return ReadNumber();
        }
    }

    private bool Open(bool isObject)
    {
        if (Depth >= _maxDepth)
        {
            return Fail(JsonFaultCode.TooDeep, _at, $"objects and arrays nest deeper than {_maxDepth}");
        }

        var path = PathHash;
        _serial++;
        _at++;
        Depth++;
        Frame = new JsonFrame { Serial = _serial, IsObject = isObject, PathHash = path, Index = -1 };
        Token = isObject ? JsonToken.StartObject : JsonToken.StartArray;
        _afterValue = false;
        return true;
    }

    private bool Close(JsonToken token)
    {
        _at++;
        Depth--;
        Token = token;
        _afterValue = true;
        return true;
    }

    private bool ReadLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_data[_at..].StartsWith(literal))
        {
            return Fail(JsonFaultCode.MalformedJson, _at, "expected a JSON value");
        }

        Raw = literal;
        RawStart = _at;
        _at += literal.Length;
        Token = JsonToken.Literal;
        return true;
    }

    private bool ReadNumber()
    {
        var length = JsonNumber.Length(_data[_at..]);
        if (length <= 0)
        {
            return Fail(JsonFaultCode.MalformedJson, _at, length < 0 ? "this number is not a JSON number" : "expected a JSON value");
        }

        Raw = _data.Slice(_at, length);
        RawStart = _at;
        _at += length;
        Token = JsonToken.Number;
        return true;
    }

    private bool ReadString()
    {
        var start = ++_at;
        Escaped = false;
        while (true)
        {
            var step = _data[_at..].IndexOfAny(_stringStops);
            if (step < 0)
            {
                return Fail(JsonFaultCode.MalformedJson, _data.Length, "the body ends inside a string");
            }

            _at += step;
            var stop = _data[_at];
            if (stop == '"')
            {
                Raw = _data[start.._at];
                RawStart = start;
                _at++;
                return true;
            }

            if (stop != '\\')
            {
                return Fail(JsonFaultCode.MalformedJson, _at, "a control character stands in a string");
            }

            Escaped = true;
            var length = JsonEscape.Length(_data[_at..], out var lone);
            if (length == 0)
            {
                return lone
                    ? Fail(JsonFaultCode.LoneSurrogate, _at, "an escape names half of a surrogate pair, which is not a character")
                    : Fail(JsonFaultCode.MalformedJson, _at, "a string holds an unknown escape");
            }

            _at += length;
        }
    }

    private void SkipWhitespace()
    {
        while (_at < _data.Length && _data[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private bool Fail(string code, int offset, string message)
    {
        Fault = new JsonFault(code, offset, JsonPathText.Of(_data, _scratch.Frames.AsSpan(0, Depth)), message);
        return false;
    }
}
