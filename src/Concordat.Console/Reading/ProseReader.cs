using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Concordat.Console.Reading;

/// <summary>Reads the part of Markdown that agreements are written in: headings, paragraphs, lists, strong, emphasis, code.</summary>
/// <remarks>Anything else stays the text that it is, and text is always encoded: prose cannot bring markup or links into the page.</remarks>
internal sealed class ProseReader
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private readonly ImmutableArray<ProseSection>.Builder _sections = ImmutableArray.CreateBuilder<ProseSection>();
    private readonly ImmutableArray<ProseBlock>.Builder _blocks = ImmutableArray.CreateBuilder<ProseBlock>();
    private readonly StringBuilder _text = new();
    private bool _isItem;
    private int _level = 2;
    private string _heading = "";

    private ProseReader()
    {
    }

    public static ImmutableArray<ProseSection> Read(string markdown)
    {
        var reader = new ProseReader();
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            reader.ReadLine(line.Trim());
        }

        reader.EndSection();
        return reader._sections.ToImmutable();
    }

    internal static ImmutableArray<ProseRun> ReadRuns(string text)
    {
        var runs = ImmutableArray.CreateBuilder<ProseRun>();
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var (mark, style) = text[i] switch
            {
                '`' => ("`", ProseStyle.Code),
                '*' when text.AsSpan(i).StartsWith("**") => ("**", ProseStyle.Strong),
                '*' => ("*", ProseStyle.Emphasis),
                _ => ("", ProseStyle.Plain),
            };
            var end = mark.Length == 0 ? -1 : text.IndexOf(mark, i + mark.Length, StringComparison.Ordinal);
            if (end <= i + mark.Length || text[i + mark.Length] == ' ' || text[end - 1] == ' ')
            {
                i += Math.Max(mark.Length - 1, 0);
                continue; // no mark, or one that encloses nothing: plain text
            }

            Add(text[plain..i], ProseStyle.Plain);
            Add(text[(i + mark.Length)..end], style);
            i = end + mark.Length - 1;
            plain = i + 1;
        }

        Add(text[plain..], ProseStyle.Plain);
        return runs.ToImmutable();

        void Add(string run, ProseStyle style)
        {
            if (run.Length > 0)
            {
                runs.Add(new ProseRun(run, style));
            }
        }
    }

    private static (string? Number, string Title) SplitNumber(string heading)
    {
        var space = heading.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && char.IsAsciiDigit(heading[0]) && !heading.AsSpan(0, space).ContainsAnyExcept(NumberLetters)
            ? (heading[..space].TrimEnd('.'), heading[(space + 1)..])
            : (null, heading);
    }

    private void ReadLine(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("# "))
        {
            EndSection(); // the title of the whole; the page has its own
        }
        else if (line.StartsWith("## ") || line.StartsWith("### "))
        {
            EndSection();
            _level = line.IndexOf(' ');
            _heading = line[(_level + 1)..].Trim().ToString();
        }
        else if (line.IsEmpty)
        {
            EndBlock();
        }
        else if (line.StartsWith("- "))
        {
            EndBlock();
            _isItem = true;
            _text.Append(line[2..]);
        }
        else
        {
            _text.Append(_text.Length > 0 ? " " : "").Append(line);
        }
    }

    private void EndBlock()
    {
        if (_text.Length > 0)
        {
            _blocks.Add(new ProseBlock(_isItem, ReadRuns(_text.ToString())));
        }

        _text.Clear();
        _isItem = false;
    }

    private void EndSection()
    {
        EndBlock();
        if (_heading.Length > 0 || _blocks.Count > 0)
        {
            var (number, title) = SplitNumber(_heading);
            _sections.Add(new ProseSection(_level, number, title, _blocks.ToImmutable()));
        }

        _blocks.Clear();
        _level = 2;
        _heading = "";
    }
}
