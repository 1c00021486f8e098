namespace Concordat.Safeguards.Model;

/// <summary>The order in force against the vendor, model or use case.</summary>
public sealed record OrderFacts(
    string InForce);
