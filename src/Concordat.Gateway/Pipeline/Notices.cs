using System.Text;
using Concordat.Agreements;
using Microsoft.Extensions.Primitives;

namespace Concordat.Gateway.Pipeline;

/// <summary>What an exchange goes on in spite of, in words for its client: one notice a case. Not thread-safe.</summary>
internal sealed class Notices
{
    /// <summary>Most that one answer tells; the ledger has all of them.</summary>
    private const int Most = 8;

    private List<(string Case, string Text)>? _all;

    public bool IsEmpty => _all is null;

    public int Count => _all?.Count ?? 0;

    /// <summary>The values of the header <see cref="ResponseHeaders.Notice"/>.</summary>
    public StringValues Values => new([.. _all?.Select(static each => each.Text) ?? []]);

    /// <summary>A comment of an event stream with those that came after its headers had left; clients pass it by.</summary>
    public byte[] Comment(int told) => Count <= told ? [] : Encoding.ASCII.GetBytes(string.Concat(_all!.Skip(told).Select(static each => $": concordat-notice {each.Text}\n\n")));

    public void Add(Verdict verdict, string caseId)
    {
        _all ??= [];
        if (_all.Count < Most && !_all.Exists(each => each.Case.Equals(caseId, StringComparison.Ordinal)))
        {
            _all.Add((caseId, $"continued; clause={string.Join(',', verdict.Clauses.Select(static fired => fired.Clause.Id.ToString()))}; case={caseId}"));
        }
    }
}
