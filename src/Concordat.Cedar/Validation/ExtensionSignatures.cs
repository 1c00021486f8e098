using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Types of the extension functions' arguments and results.</summary>
internal static class ExtensionSignatures
{
    public static (ImmutableArray<CedarType> Arguments, CedarType Result) Of(string function) => function switch
    {
        "decimal" => ([CedarType.String], CedarType.Decimal),
        "ip" => ([CedarType.String], CedarType.IpAddress),
        "datetime" => ([CedarType.String], CedarType.Datetime),
        "duration" => ([CedarType.String], CedarType.Duration),
        "lessThan" or "lessThanOrEqual" or "greaterThan" or "greaterThanOrEqual" =>
            ([CedarType.Decimal, CedarType.Decimal], CedarType.Bool),
        "isIpv4" or "isIpv6" or "isLoopback" or "isMulticast" => ([CedarType.IpAddress], CedarType.Bool),
        "isInRange" => ([CedarType.IpAddress, CedarType.IpAddress], CedarType.Bool),
        "offset" => ([CedarType.Datetime, CedarType.Duration], CedarType.Datetime),
        "durationSince" => ([CedarType.Datetime, CedarType.Datetime], CedarType.Duration),
        "toDate" => ([CedarType.Datetime], CedarType.Datetime),
        "toTime" => ([CedarType.Datetime], CedarType.Duration),
        _ => ([CedarType.Duration], CedarType.Long),
    };
}
