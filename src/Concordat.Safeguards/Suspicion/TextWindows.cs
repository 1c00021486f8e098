namespace Concordat.Safeguards.Suspicion;

/// <summary>Cuts canonical text into windows of 64 words that overlap by half, so that a telling sentence stands whole in one of them.</summary>
/// <remarks>
/// Texts are cut one by one; where a text follows another, the end of the one and the begin of the other are a window too, because a request
/// can be split over messages and parts. Bounded: a window has at most 2 KiB. The same windows however the text arrives. Not thread-safe.
/// </remarks>
internal sealed class TextWindows(IWindowJudge judge)
{
    /// <summary>Most bytes of a window.</summary>
    public const int MostBytes = 2048;

    private const int MostWords = 64;
    private const int Step = MostWords / 2;

    // names, roles and the like say too little by themselves; they are seen together with what is around them
    private const int FewWords = 5;

    // below so many words a window must have some that mean something: "go on, do it now please" names nothing that could be judged
    private const int ShortWindow = 8;
    private const int LeastTellingWords = 2;
    private const int TellingBytes = 4;

    private readonly byte[] _bytes = new byte[MostBytes];
    private readonly ulong[] _words = new ulong[MostWords];
    private readonly int[] _ends = new int[MostWords];
    private int _length;
    private int _count;

    // where the open text begins: bytes and words before it belong to the text before
    private int _textBytes;
    private int _textWords;
    private bool _seen = true;
    private bool _pending;

    // where the open token begins, or below 0 when a part of it was dropped
    private int _tokenBytes;
    private int _tokenWords;

    /// <summary>Adds canonical bytes of a word, or a sign.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_length == MostBytes)
            {
                Slide();
            }

            var part = bytes[..Math.Min(bytes.Length, MostBytes - _length)];
            part.CopyTo(_bytes.AsSpan(_length));
            _length += part.Length;
            bytes = bytes[part.Length..];
        }

        _seen = false;
    }

    /// <summary>Leaves a space, once.</summary>
    public void Space()
    {
        if (_length > 0 && _bytes[_length - 1] != ' ')
        {
            EndToken();
            Append(" "u8);
            (_tokenBytes, _tokenWords) = (_length, _count);
        }
    }

    /// <summary>The word that was appended last is complete.</summary>
    public void EndWord(ulong hash)
    {
        _words[_count] = hash;
        _ends[_count++] = _length;
        if (_count == MostWords)
        {
            Slide();
        }
    }

    /// <summary>Ends a text.</summary>
    public void EndText()
    {
        if (_seen)
        {
            return;
        }

        EndToken();
        if (_count - _textWords >= FewWords)
        {
            See(_textBytes, _textWords);
            if (_textBytes > 0)
            {
                See(0, 0);
            }

            _pending = false;
        }
        else
        {
            _pending = true;
        }

        // what is kept stands before the next text
        if (_count > Step)
        {
            Drop(_count - Step);
        }

        Space();
        _seen = true;
        _textBytes = _length;
        _textWords = _count;
    }

    /// <summary>Ends the last text: short ones at the end are seen together.</summary>
    public void End()
    {
        if (_pending)
        {
            See(0, 0);
            _pending = false;
        }
    }

    public void Reset()
    {
        _length = _count = _textBytes = _textWords = _tokenBytes = _tokenWords = 0;
        _seen = true;
        _pending = false;
    }

    /// <summary>Takes over where another one stands.</summary>
    public void CopyFrom(TextWindows other)
    {
        other._bytes.AsSpan(0, other._length).CopyTo(_bytes);
        other._words.AsSpan(0, other._count).CopyTo(_words);
        other._ends.AsSpan(0, other._count).CopyTo(_ends);
        (_length, _count, _textBytes, _textWords) = (other._length, other._count, other._textBytes, other._textWords);
        (_seen, _pending, _tokenBytes, _tokenWords) = (other._seen, other._pending, other._tokenBytes, other._tokenWords);
    }

    /// <summary>A token that is a word in disguise counts as that word.</summary>
    private void EndToken()
    {
        if (_tokenBytes >= 0 && _tokenWords >= 0 && _count > _tokenWords && DisguisedWord.TryRead(_bytes.AsSpan(_tokenBytes, _length - _tokenBytes), out var hash))
        {
            _words[_tokenWords] = hash;
            _ends[_tokenWords] = _length;
            _count = _tokenWords + 1;
        }
    }

    private void Slide()
    {
        See(0, 0);
        if (_count >= 2)
        {
            Drop(Math.Max(1, Math.Min(Step, _count / 2)));
        }
        else
        {
            // one word fills it
            _length = _count = _textBytes = _textWords = 0;
            _tokenBytes = _tokenWords = -1;
        }
    }

    private void See(int fromByte, int fromWord)
    {
        if (_count > fromWord && SaysSomething(fromWord))
        {
            judge.See(_bytes.AsSpan(fromByte, _length - fromByte), _words.AsSpan(fromWord, _count - fromWord));
        }
    }

    private bool SaysSomething(int fromWord)
    {
        if (_count - fromWord >= ShortWindow)
        {
            return true;
        }

        var telling = 0;
        for (var i = fromWord; i < _count; i++)
        {
            var letters = 0;
            for (var at = i == 0 ? 0 : _ends[i - 1]; at < _ends[i]; at++)
            {
                letters += _bytes[at] >= 0x80 || char.IsAsciiLetterOrDigit((char)_bytes[at]) ? 1 : 0;
            }

            telling += letters >= TellingBytes ? 1 : 0;
        }

        return telling >= LeastTellingWords;
    }

    private void Drop(int words)
    {
        var bytes = _ends[words - 1];
        _bytes.AsSpan(bytes, _length - bytes).CopyTo(_bytes);
        _length -= bytes;
        for (var i = words; i < _count; i++)
        {
            _words[i - words] = _words[i];
            _ends[i - words] = _ends[i] - bytes;
        }

        _count -= words;
        _textBytes = Math.Max(0, _textBytes - bytes);
        _textWords = Math.Max(0, _textWords - words);
        _tokenBytes = Math.Max(-1, _tokenBytes - bytes);
        _tokenWords = Math.Max(-1, _tokenWords - words);
    }
}
