namespace Concordat.Console.Data;

/// <summary>An upstream endpoint.</summary>
public sealed record DeploymentView(
    string Name, string Model, string Vendor, string Network, string Hosting, string Assurance, bool Verified);
