namespace Concordat.Cedar.Json;

/// <summary>Turns offsets in UTF-8 bytes, which must not go back, into places in the text.</summary>
internal sealed class JsonCursor(string text)
{
    private long _byte;
    private int _character;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of a line and an offset in its bytes, both from 0.</summary>
    public static SourceSpan AtLine(string text, long line, long bytes)
    {
        var cursor = new JsonCursor(text);
        while (cursor._line <= line && cursor._character < text.Length)
        {
            cursor.Step();
        }

        return cursor.Span(cursor._byte + bytes, cursor._byte + bytes);
    }

    public SourceSpan AtCharacter(int index)
    {
        while (_character < index)
        {
            Step();
        }

        return new SourceSpan(_character, 1, _line, _column);
    }

    public SourceSpan Span(long start, long end)
    {
        AdvanceTo(start);
        var (character, line, column) = (_character, _line, _column);
        AdvanceTo(end);
        return new SourceSpan(character, _character - character, line, column);
    }

    private void AdvanceTo(long offset)
    {
        while (_byte < offset && _character < text.Length)
        {
            Step();
        }
    }

    private void Step()
    {
        var c = text[_character];
        var isPair = char.IsHighSurrogate(c) && _character + 1 < text.Length && char.IsLowSurrogate(text[_character + 1]);
        _byte += c < 0x80 ? 1 : c < 0x800 ? 2 : isPair ? 4 : 3;
        _character += isPair ? 2 : 1;
        (_line, _column) = c == '\n' ? (_line + 1, 1) : (_line, _column + 1);
    }
}
