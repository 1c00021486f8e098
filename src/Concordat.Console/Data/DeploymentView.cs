namespace Concordat.Console.Data;

/// <summary>An upstream endpoint or a tool server: what is registered of it, what it has proven, and which orders name it.</summary>
public sealed record DeploymentView(string Name, string Model, string Vendor, string Network, string Hosting, string Assurance, bool Verified)
{
    /// <summary>What stands where nobody said anything.</summary>
    public const string Unknown = "unknown";

    public string Version { get; init; } = Unknown;

    public string Cloud { get; init; } = Unknown;

    public string Partition { get; init; } = Unknown;

    public string Region { get; init; } = Unknown;

    /// <summary>Why it does not count as hosted where it is registered; null where it does.</summary>
    public string? PlaceDoubt { get; init; }

    /// <summary>The highest level of texts that pass to it and back.</summary>
    public string Ceiling { get; init; } = Unknown;

    /// <summary>What the vendor may do with what it gets; null where nobody registered it.</summary>
    public string? DataTerms { get; init; }

    /// <summary>Whether it serves tools and no model.</summary>
    public bool IsToolServer { get; init; }

    /// <summary>Whether it gets copies of requests alone.</summary>
    public bool IsCandidate { get; init; }

    /// <summary>What it proves now; null where nothing is asked of it.</summary>
    public EvidenceView? Evidence { get; init; }

    /// <summary>Its bill of materials; null where none is registered.</summary>
    public BillView? Bill { get; init; }

    /// <summary>The orders in force that name a use of it.</summary>
    public IReadOnlyList<DeploymentOrderView> Orders { get; init; } = [];
}
