using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Gateway.Rulings;

/// <summary>Whose signatures make a ruling under a configuration and an agreement.</summary>
public static class RulingSigners
{
    /// <summary>The reviewers with a key of their own, and one seat for each party that signed the agreement.</summary>
    /// <exception cref="SigningFormatException">A reviewer's key file cannot be used.</exception>
    public static RulingTerms Terms(ConcordatConfig config, Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(agreement);
        return new RulingTerms(
            [.. config.Approvers.Where(approver => approver is { Role: "reviewer", Key: not null }).Select(approver => new Approver(
                approver.Id, approver.Name, approver.Role, approver.Party, VerifyingKey.Load(approver.Key!), [.. approver.RequestsFor]))],
            [.. agreement.Signers.Select(party => party.Role).Distinct(StringComparer.Ordinal)]);
    }
}
