namespace Concordat.Gateway.Upstreams;

/// <summary>A token as it stands in the Authorization header, and until when.</summary>
internal sealed record BearerToken(string Header, DateTimeOffset Renew, DateTimeOffset Expires);
