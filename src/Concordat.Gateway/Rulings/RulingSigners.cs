using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Gateway.Rulings;

/// <summary>Whose signatures make a ruling under a configuration and an agreement.</summary>
public static class RulingSigners
{
    /// <summary>The people with a seat and a key of their own, and the seats as the agreement names them for rulings.</summary>
    /// <exception cref="SigningFormatException">A reviewer's key file or appointment cannot be used.</exception>
    /// <param name="inForce">The agreement by which people are appointed, where the other is a draft that the parties have not signed.</param>
    public static RulingTerms Terms(ConcordatConfig config, Agreement agreement, Agreement? inForce = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(agreement);
        var quorum = Quorum.For(CaseType.Ruling, effect: null, agreement.Terms.Quorums);
        return new RulingTerms(
            [.. ConfiguredPeople.Of(config, inForce ?? agreement).Where(approver => approver.Key is not null && quorum.HasSeatFor(approver.Party, approver.Role))],
            quorum);
    }
}
