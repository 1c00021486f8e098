using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;

namespace Concordat.Gateway.Certifying;

/// <summary>Measures the labels of certified cases against the ceilings that another agreement gives their networks, as a replay of the ledger does. Immutable.</summary>
/// <param name="config">What the networks are accredited for besides.</param>
/// <param name="known">The agreements at hand, whose ceilings the facts may have been measured by; null for one that is not.</param>
public sealed class SuiteCeilings(ConcordatConfig config, params ReadOnlySpan<Agreement?> known)
{
    private readonly RecordedCeilings _ceilings = new(config);
    private readonly Agreement?[] _known = known.ToArray();

    /// <summary>The facts of a case as they would be under an agreement.</summary>
    /// <param name="recorded">Hash of the agreement by whose ceilings they were measured; null where nobody knows.</param>
    internal CedarRecord Under(CedarRecord facts, string? recorded, Agreement now) =>
        recorded == now.Hash ? facts : _ceilings.Under(facts, TermsOf(recorded), now.Terms);

    private AgreementTerms? TermsOf(string? hash) => Array.Find(_known, agreement => agreement is not null && agreement.Hash == hash)?.Terms;
}
