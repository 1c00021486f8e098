using System.Text.Json;

namespace Concordat.Oversight.Certificates;

/// <summary>What a safeguard pack finds in the kept requests of a certified suite, where it differs from what the certificate says.</summary>
/// <param name="Certificate">Id of the certificate.</param>
/// <param name="Cases">The requests with other facts.</param>
/// <param name="Rejected">The requests that it does not take at all: they are refused before any clause is asked.</param>
public sealed record SuiteFound(string Certificate, IReadOnlyList<SuiteFoundCase> Cases, IReadOnlyList<string> Rejected)
{
    /// <summary>What a certified request is decided on.</summary>
    public JsonElement FactsOf(CertifiedCase each)
    {
        ArgumentNullException.ThrowIfNull(each);
        return Cases.FirstOrDefault(found => found.Name.Equals(each.Name, StringComparison.Ordinal))?.Facts ?? each.Facts;
    }

    /// <summary>Whether it does not come to a decision.</summary>
    public bool Rejects(CertifiedCase each)
    {
        ArgumentNullException.ThrowIfNull(each);
        return Rejected.Contains(each.Name, StringComparer.Ordinal);
    }
}
