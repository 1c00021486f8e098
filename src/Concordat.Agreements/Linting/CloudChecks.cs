using System.Collections.Immutable;
using System.Net;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks the clouds that an agreement names.</summary>
internal static class CloudChecks
{
    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Clouds is not { } clouds)
        {
            return;
        }

        if (clouds.IsDefault || clouds.Length > CloudTerms.Most)
        {
            fault("clouds", $"`clouds` names up to {CloudTerms.Most} clouds; leave it out where those that publish their addresses are meant, and write none for no cloud at all");
            return;
        }

        foreach (var cloud in clouds)
        {
            if (cloud is null || !IsName(cloud.Cloud) || cloud.Cloud.Equals("unknown", StringComparison.OrdinalIgnoreCase))
            {
                fault("clouds", "each of `clouds` has a name of 1 to 100 characters under `cloud`, such as `aws-us-gov`, which is not `unknown`");
                continue;
            }

            Names("partitions", cloud.Cloud, cloud.Partitions, fault);
            Names("regions", cloud.Cloud, cloud.Regions, fault);
            Names("addresses", cloud.Cloud, cloud.Addresses, fault);
            if (cloud.Accreditation is { } accreditation)
            {
                NetworkChecks.Check($"the cloud `{cloud.Cloud}`", accreditation, message => fault("clouds", message));
            }

            foreach (var block in (cloud.Addresses is { IsDefault: false } listed ? listed : []).Where(static block => !IPNetwork.TryParse(block, out _)))
            {
                fault("clouds", $"`{block}` of the cloud `{cloud.Cloud}` is not a block of addresses; write one as `10.20.0.0/16`");
            }
        }
    }

    private static void Names(string member, string cloud, ImmutableArray<string>? names, Action<string, string> fault)
    {
        if (names is { } written && (written.IsDefaultOrEmpty || written.Length > CloudTerms.MostNames || !written.All(IsName)))
        {
            fault("clouds", $"`{member}` of the cloud `{cloud}` lists 1 to {CloudTerms.MostNames} names; leave it out where none is meant");
        }
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= 100 } && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}
