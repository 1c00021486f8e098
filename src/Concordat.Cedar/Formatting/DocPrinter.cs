using System.Text;

namespace Concordat.Cedar.Formatting;

/// <summary>Sets a layout within a line width; walks without recursion.</summary>
internal sealed class DocPrinter(int width)
{
    private readonly StringBuilder _text = new();
    private readonly Stack<(Doc Doc, int Indent, bool IsFlat)> _open = new();
    private int _column;

    // After a comment nothing may stand on the same line.
    private bool _needsLine;
    private bool _isAtStart = true;
    private int _indent;

    public string Print(Doc doc)
    {
        _open.Push((doc, 0, false));
        while (_open.TryPop(out var item))
        {
            Write(item.Doc, item.Indent, item.IsFlat);
        }

        return _text.ToString();
    }

    private void Write(Doc doc, int indent, bool isFlat)
    {
        switch (doc.Kind)
        {
            case DocKind.Text:
                WriteWord(doc.Word, indent);
                break;
            case DocKind.TrailingComment:
                _text.Append(_isAtStart ? "" : " ").Append(doc.Word);
                (_needsLine, _isAtStart) = (true, false);
                break;
            case DocKind.OwnComment:
                if (!_isAtStart)
                {
                    NewLine(indent);
                }

                _indent = indent;
                WriteWord(doc.Word, indent);
                _needsLine = true;
                break;
            case DocKind.Line when isFlat:
                WriteWord(" ", indent);
                break;
            case DocKind.SoftLine when isFlat:
                break;
            case DocKind.Line or DocKind.SoftLine or DocKind.HardLine:
                NewLine(indent);
                break;
            case DocKind.BlankLine:
                NewLine(indent);
                _text.Append('\n');
                break;
            default:
                var flat = isFlat || (doc.Kind == DocKind.Group && !doc.MustBreak && Fits(doc, indent));
                PushParts(doc, indent, flat);
                break;
        }
    }

    private void PushParts(Doc doc, int indent, bool isFlat)
    {
        var inner = doc.Kind == DocKind.Nest ? indent + doc.Columns : indent;
        for (var i = doc.Parts.Count - 1; i >= 0; i--)
        {
            _open.Push((doc.Parts[i], inner, isFlat));
        }
    }

    private void WriteWord(string word, int indent)
    {
        if (_needsLine)
        {
            NewLine(indent);
        }

        if (_isAtStart)
        {
            if (word == " ")
            {
                return;
            }

            _text.Append(' ', _indent);
            _column = _indent;
            _isAtStart = false;
        }

        _text.Append(word);
        _column += word.Length;
    }

    private void NewLine(int indent)
    {
        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }

        _text.Append('\n');
        (_column, _indent, _needsLine, _isAtStart) = (0, indent, false, true);
    }

    /// <summary>Whether the group, and what must follow it on its line, fits in the rest of the line.</summary>
    private bool Fits(Doc group, int indent)
    {
        var left = width - (_needsLine ? indent : _isAtStart ? _indent : _column);
        var ahead = new Stack<(Doc Doc, bool IsFlat)>();
        ahead.Push((group, true));
        using var after = _open.GetEnumerator();
        while (left >= 0)
        {
            if (!ahead.TryPop(out var item))
            {
                if (!after.MoveNext())
                {
                    return true;
                }

                item = (after.Current.Doc, after.Current.IsFlat);
            }

            switch (item.Doc.Kind)
            {
                case DocKind.Text:
                    left -= item.Doc.Word.Length;
                    break;
                case DocKind.Line or DocKind.SoftLine when item.IsFlat:
                    left -= item.Doc.Kind == DocKind.Line ? 1 : 0;
                    break;
                case DocKind.Line or DocKind.SoftLine or DocKind.HardLine or DocKind.BlankLine or DocKind.OwnComment or DocKind.TrailingComment:
                    return true;
                default:
                    for (var i = item.Doc.Parts.Count - 1; i >= 0; i--)
                    {
                        ahead.Push((item.Doc.Parts[i], item.IsFlat));
                    }

                    break;
            }
        }

        return false;
    }
}
