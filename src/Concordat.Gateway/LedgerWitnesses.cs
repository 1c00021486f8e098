using Concordat.Agreements;
using Concordat.Ledger.Witnessing;

namespace Concordat.Gateway;

/// <summary>The witnesses of the ledger that this gateway writes.</summary>
/// <param name="Policy">Who they are, and the quorum.</param>
/// <param name="Status">How far they have followed; called from any thread.</param>
public sealed record LedgerWitnesses(TlogPolicy Policy, Func<WitnessStatus> Status)
{
    /// <summary>
    /// Why an agreement that stops without its witnesses cannot be served under this policy: a policy that is content without one of the
    /// agreement's witnesses would never miss it. Null when it can, and for every agreement that goes on without them.
    /// </summary>
    /// <param name="agreement">The agreement to be put in force.</param>
    /// <param name="witnesses">The witnesses; null when the configuration names none.</param>
    internal static string? Fault(Agreement agreement, LedgerWitnesses? witnesses)
    {
        if (!agreement.Terms.StopsWithoutQuorum)
        {
            return null;
        }

        if (witnesses is null)
        {
            return "the agreement stops without its witnesses (`withoutQuorum` is stop), and `ledger.witnesses` is not configured";
        }

        var names = witnesses.Policy.Witnesses.Select(static w => w.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var role in agreement.Terms.Witnesses)
        {
            if (witnesses.Policy.IsSatisfiedBy(names.Where(name => !name.Equals(role, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal)))
            {
                return $"the agreement stops without the witness `{role}`, and the quorum of `ledger.witnesses.policy` does not need a witness of that name";
            }
        }

        return null;
    }
}
