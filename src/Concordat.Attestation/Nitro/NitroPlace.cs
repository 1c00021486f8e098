using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Concordat.Attestation.Nitro;

/// <summary>Reads where an enclave runs from the names of the authorities above it, which AWS signs.</summary>
internal static partial class NitroPlace
{
    /// <summary>The region and its partition, such as <c>us-gov-west-1</c> and <c>aws-us-gov</c>.</summary>
    /// <param name="path">The certificates from the leaf to the root.</param>
    public static (string Region, string Partition) Of(X509Certificate2Collection path)
    {
        string? region = null;
        for (var i = 1; i < path.Count - 1; i++)
        {
            var name = path[i].GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            var match = Named().Match(name);
            if (!match.Success)
            {
                throw new EvidenceException(EvidenceFault.Region, $"the authority `{(name.Length <= 100 ? name : name[..100])}` names no region");
            }

            var found = match.Groups["region"].Value;
            if (region is not null && region != found)
            {
                throw new EvidenceException(EvidenceFault.Region, $"its authorities are of two regions, `{region}` and `{found}`");
            }

            region = found;
        }

        return region is null ? throw new EvidenceException(EvidenceFault.Region, "no authority names a region") : (region, PartitionOf(region));
    }

    private static string PartitionOf(string region) => region switch
    {
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-iso-", StringComparison.Ordinal) => "aws-iso",
        _ when region.StartsWith("us-isob-", StringComparison.Ordinal) => "aws-iso-b",
        _ when region.StartsWith("eu-isoe-", StringComparison.Ordinal) => "aws-iso-e",
        _ when region.StartsWith("us-isof-", StringComparison.Ordinal) => "aws-iso-f",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
        _ => "aws",
    };

    // `<id>.us-east-1.aws.nitro-enclaves`, `<id>.zonal.us-east-1.aws.nitro-enclaves`, `i-<id>.us-east-1.aws.nitro-enclaves`
    [GeneratedRegex(@"^[0-9a-z-]{1,64}(\.zonal)?\.(?<region>[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2})\.aws\.nitro-enclaves\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
