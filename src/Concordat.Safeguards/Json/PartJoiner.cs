using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Reads the text parts of one message also as one text, so that nothing hides by being cut into parts.</summary>
/// <remarks>A message with a single part costs nothing. Not thread-safe.</remarks>
internal sealed class PartJoiner(Findings findings)
{
    private TextScanner? _scanner;
    private int _array;
    private ulong _path;
    private bool _joining;
    private (int Start, int Length, bool Escaped) _first;

    /// <summary>Takes note of the string the reader stands on.</summary>
    /// <param name="reader">Stands on a string.</param>
    /// <param name="document">The document it reads.</param>
    public void See(in StrictJsonReader reader, ReadOnlySpan<byte> document)
    {
        var array = ArrayOf(reader);
        if (array == 0)
        {
            return;
        }

        var path = reader.PathHash;
        if (array != _array || path != _path)
        {
            End();
            (_array, _path) = (array, path);
            _first = (reader.RawStart, reader.Raw.Length, reader.Escaped);
            return;
        }

        _scanner ??= new TextScanner(findings);
        if (!_joining)
        {
            _joining = true;
            StringFeed.Feed(_scanner, document.Slice(_first.Start, _first.Length), _first.Escaped, 0);
        }

        StringFeed.Feed(_scanner, reader.Raw, reader.Escaped, 0);
    }

    /// <summary>Ends the document.</summary>
    public void End()
    {
        if (_joining)
        {
            _scanner!.Complete();
        }

        _joining = false;
        _array = 0;
    }

    public void Reset()
    {
        _joining = false;
        _array = 0;
        _scanner?.Reset();
    }

    /// <summary>The array whose elements are parts: strings, or objects with a <c>text</c> member; 0 when the string is no part.</summary>
    private static int ArrayOf(in StrictJsonReader reader)
    {
        if (reader.Depth == 0)
        {
            return 0;
        }

        ref var frame = ref reader.Frame;
        return !frame.IsObject ? frame.Serial : frame.NameHash == KnownNames.Text && reader.IsInArray ? reader.ParentSerial : 0;
    }
}
