using System.Collections.Immutable;
using System.Globalization;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks who terminates: never fewer than suspend, and never one party alone.</summary>
internal static class TerminationChecks
{
    // every agreement has these, and neither ends it without the other
    private static readonly ImmutableArray<string> Always = ["department", "vendor"];

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Termination is not { } termination)
        {
            return;
        }

        if (termination.Joint is { } joint)
        {
            SuspensionChecks.Roles("joint", joint, metadata, fault);
            var suspend = metadata.Terms.Suspension?.Joint ?? metadata.Roles;
            foreach (var role in (suspend.IsDefault ? Always : suspend).Union(Always, StringComparer.Ordinal).Except(joint.IsDefault ? [] : joint, StringComparer.Ordinal))
            {
                fault("termination", $"`termination.joint` leaves out `{role}`: it is never easier to terminate than to suspend, and neither the department nor the vendor does it without the other");
            }
        }

        if (termination.NoticeDays is < 0 or > TerminationTerms.MostNoticeDays)
        {
            fault("noticeDays", string.Create(CultureInfo.InvariantCulture, $"`termination.noticeDays` is from 0 to {TerminationTerms.MostNoticeDays}"));
        }

        if (termination.Ended is not { } ended)
        {
            return;
        }

        if (ended.Count > TerminationTerms.MostEnded)
        {
            fault("ended", string.Create(CultureInfo.InvariantCulture, $"`ended` names {TerminationTerms.MostEnded} at most"));
        }

        foreach (var (order, hash) in ended.Where(static each => !Hashes.IsSha256(each.Value)))
        {
            fault("ended", $"`{order}` in `ended` needs the SHA-256 of the termination that is meant, as `concordat order explain` prints it");
        }
    }
}
