namespace Concordat.Oversight.Sessions;

/// <summary>A person's stay at the console.</summary>
/// <param name="Person">Id of the person; what they may do is looked up at each request, not kept here.</param>
/// <param name="Method">How they signed in: <c>token</c>, <c>key</c>, <c>passkey:</c> and the credential, <c>oidc</c> or <c>certificate</c>.</param>
/// <param name="Expires">When it ends, however busy it is.</param>
public sealed record Session(string Person, string Method, DateTimeOffset Created, DateTimeOffset Expires);
