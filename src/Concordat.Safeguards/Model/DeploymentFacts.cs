namespace Concordat.Safeguards.Model;

/// <summary>The upstream deployment that would serve the request.</summary>
public sealed record DeploymentFacts(
    string Name,
    string Vendor,
    string Cloud,
    string Region,
    string Network,
    string Hosting,
    string Assurance,
    bool Approved,
    bool Verified);
