using System.Buffers;
using System.Text;
using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Reads texts in their canonical form into windows: look-alikes replaced, what is invisible dropped, case kept.</summary>
/// <remarks>The same windows however a text is split. Linear in the text. Not thread-safe.</remarks>
internal sealed class WindowReader(TextWindows windows) : ITextSink
{
    private ulong _hash = WordTable.Seed;
    private bool _inWord;

    private TextWindows Windows => windows;

    public void Feed(ReadOnlySpan<byte> text, long position)
    {
        var classes = AsciiClass.Of;
        for (var i = 0; i < text.Length;)
        {
            var b = text[i];
            if (b >= 0x80)
            {
                i += FeedScalar(text[i..]);
            }
            else if ((classes[b] & AsciiClass.Word) != 0)
            {
                var end = i + 1;
                while (end < text.Length && (classes[text[end]] & AsciiClass.Word) != 0)
                {
                    end++;
                }

                FeedLetters(text[i..end]);
                i = end;
            }
            else
            {
                FeedSign(b, classes[b]);
                i++;
            }
        }
    }

    public void FeedDecoded(ReadOnlySpan<byte> text, long position, int source) => Feed(text, position);

    /// <summary>Ends a text.</summary>
    public void Complete()
    {
        EndWord();
        windows.EndText();
    }

    /// <summary>Ends the last text.</summary>
    public void End() => windows.End();

    /// <summary>Takes over where another one stands; where there is none, goes on with the open token.</summary>
    public void CopyFrom(WindowReader? other, ReadOnlySpan<byte> token)
    {
        if (other is null)
        {
            Feed(token, 0);
            return;
        }

        (_hash, _inWord) = (other._hash, other._inWord);
        windows.CopyFrom(other.Windows);
    }

    /// <summary>Ends a text that goes on elsewhere, or forgets it.</summary>
    public void Leave(bool goesOn)
    {
        if (goesOn)
        {
            Complete();
        }
        else
        {
            Reset();
        }
    }

    public void Reset()
    {
        _hash = WordTable.Seed;
        _inWord = false;
        windows.Reset();
    }

    private void FeedLetters(ReadOnlySpan<byte> letters)
    {
        windows.Append(letters);
        var fold = AsciiClass.Fold;
        foreach (var b in letters)
        {
            _hash = WordTable.Step(_hash, fold[b]);
        }

        _inWord = true;
    }

    private void FeedSign(byte b, byte kind)
    {
        if ((kind & AsciiClass.Blank) != 0)
        {
            EndWord();
            windows.Space();
        }
        else if (b is >= 0x20 and not 0x7F)
        {
            // an apostrophe stays inside its word
            if (b != '\'')
            {
                EndWord();
            }

            windows.Append([b]);
        }
    }

    private int FeedScalar(ReadOnlySpan<byte> text)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out var consumed) != OperationStatus.Done)
        {
            rune = Rune.ReplacementChar;
            consumed = 1;
        }

        var entry = CanonicalTable.Of(rune.Value);
        if ((entry.Kind & (CanonicalKind.Drop | CanonicalKind.ZeroWidth | CanonicalKind.Hidden)) != CanonicalKind.None)
        {
            return consumed;
        }

        if ((entry.Kind & CanonicalKind.Breaks) != CanonicalKind.None)
        {
            // scripts that write no spaces: each letter is a word
            EndWord();
            if (entry.Text.Length == 0)
            {
                windows.Space();
            }
            else
            {
                FeedLetters(entry.Text);
                EndWord();
            }

            return consumed;
        }

        foreach (var b in entry.Text)
        {
            if (b >= 0x80 || (AsciiClass.Of[b] & AsciiClass.Word) != 0)
            {
                FeedLetters([b]);
            }
            else
            {
                FeedSign(b, AsciiClass.Of[b]);
            }
        }

        return consumed;
    }

    private void EndWord()
    {
        if (_inWord)
        {
            windows.EndWord(_hash);
            _hash = WordTable.Seed;
            _inWord = false;
        }
    }
}
