using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>What stands right of <c>like</c>: literal pieces with wildcards between them.</summary>
public sealed class CedarPattern : IEquatable<CedarPattern>
{
    private readonly string[] _pieces;

    internal CedarPattern(string text, IReadOnlyList<int> wildcards)
    {
        _pieces = new string[wildcards.Count + 1];
        for (var i = 0; i <= wildcards.Count; i++)
        {
            var from = i == 0 ? 0 : wildcards[i - 1];
            _pieces[i] = text[from..(i == wildcards.Count ? text.Length : wildcards[i])];
        }
    }

    /// <summary>The literal pieces; a wildcard stands between each two.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>Whether the whole text fits.</summary>
    public bool Matches(string text)
    {
        if (_pieces.Length == 1)
        {
            return string.Equals(_pieces[0], text, StringComparison.Ordinal);
        }

        var (first, last) = (_pieces[0], _pieces[^1]);
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in _pieces.AsSpan(1, _pieces.Length - 2))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(CedarPattern? other) => other is not null && _pieces.AsSpan().SequenceEqual(other._pieces);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarPattern);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_pieces.Length, _pieces[0], _pieces[^1]);

    /// <summary>Cedar source form, quotes included.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < _pieces.Length; i++)
        {
            text.Append(i > 0 ? "*" : "").Append(CedarText.Quote(_pieces[i])[1..^1].Replace("*", "\\*", StringComparison.Ordinal));
        }

        return text.Append('"').ToString();
    }
}
