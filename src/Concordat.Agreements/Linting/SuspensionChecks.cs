using System.Collections.Immutable;
using System.Globalization;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks who suspends: roles of the agreement, and no stop by one party that never ends or follows on itself.</summary>
internal static class SuspensionChecks
{
    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Suspension is not { } suspension)
        {
            return;
        }

        if (suspension.Joint is { } joint)
        {
            Roles("joint", joint, metadata, fault);
        }

        if (suspension.Emergency is not { } emergency)
        {
            return;
        }

        Roles("by", emergency.By, metadata, fault);
        if (emergency.LongestHours is < 1 or > EmergencyStopTerms.MostHours)
        {
            fault("longestHours", string.Create(CultureInfo.InvariantCulture, $"longestHours is from 1 to {EmergencyStopTerms.MostHours}, which is 30 days: an emergency stop ends by itself"));
        }

        if (emergency.GapDays is < 1 or > EmergencyStopTerms.MostGapDays)
        {
            fault("gapDays", string.Create(CultureInfo.InvariantCulture, $"gapDays is from 1 to {EmergencyStopTerms.MostGapDays}: one emergency stop does not follow on another"));
        }
    }

    internal static void Roles(string name, ImmutableArray<string> roles, AgreementMetadata metadata, Action<string, string> fault)
    {
        if (roles.IsDefaultOrEmpty)
        {
            fault(name, $"`{name}` names no role; leave it out where the strictest is meant");
            return;
        }

        foreach (var role in roles.Where(role => metadata.Roles.IsDefault || !metadata.Roles.Contains(role, StringComparer.Ordinal)))
        {
            fault(name, $"`{name}` names `{role}`, which is not among `roles`");
        }

        if (roles.Distinct(StringComparer.Ordinal).Count() < roles.Length)
        {
            fault(name, $"`{name}` names a role twice");
        }
    }
}
