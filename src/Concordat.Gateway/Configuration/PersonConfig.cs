namespace Concordat.Gateway.Configuration;

/// <summary>A person who may sign in to the console; with the id of an approver, what that approver is and signs in with besides their key.</summary>
public sealed record PersonConfig
{
    public required string Id { get; init; }

    /// <summary>Name for people; that of the approver when left out.</summary>
    public string? Name { get; init; }

    /// <summary>The side that the person acts for; that of the approver when left out.</summary>
    public string? Party { get; init; }

    /// <summary>Of <c>field-engineer</c>, <c>inspector</c>, <c>platform-engineer</c>, <c>agreement-owner</c>; what approvers are follows from <c>approvers</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Highest marking that the person may see and decide on, here and by signed statement; null for any.</summary>
    public string? Clearance { get; init; }

    /// <summary>Public key file (PEM) that signs the person in.</summary>
    public string? Key { get; init; }

    /// <summary>The person's name at the OpenID provider, the claim <c>sub</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>SHA-256 of the person's client certificate (DER), 64 lower hex digits.</summary>
    public string? Certificate { get; init; }
}
