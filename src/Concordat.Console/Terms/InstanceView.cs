using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;

namespace Concordat.Console.Terms;

/// <summary>Another vendor's instance, and how its terms compare with those in force.</summary>
/// <param name="File">Name of its file, without the folder.</param>
/// <param name="Hash">SHA-256 of what was signed, 64 lower hex digits; empty where it cannot be read.</param>
/// <param name="Instance">Its texts; null where it cannot be read.</param>
/// <param name="SignedBy">Trusted parties that have validly signed it. The other vendor is none of them.</param>
/// <param name="Report">The comparison; null while it is under way, and where there is none.</param>
/// <param name="Fault">Why there is no comparison; null where there is one, or will be.</param>
public sealed record InstanceView(
    string File, string Hash, AgreementSource? Instance, IReadOnlyList<string> SignedBy, EqualTermsReport? Report, string? Fault)
{
    /// <summary>Whether one of the two withholds something from the public: then what is not surely public is counted and not shown.</summary>
    public bool Withholds => Report is { } report && (report.One.Metadata.Withheld is { IsEmpty: false } || report.Other.Metadata.Withheld is { IsEmpty: false });

    /// <summary>Whether one of the two withholds a clause.</summary>
    public bool IsWithheld(string clause) =>
        Report is { } report && new[] { report.One, report.Other }.Any(source => (source.Metadata.Withheld ?? []).Any(key => key == clause || key == clause.Split('.')[0]));
}
