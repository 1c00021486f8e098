namespace Concordat.Safeguards.Facts;

/// <summary>The order in force against the vendor, model or use case.</summary>
public sealed record OrderFacts(
    string InForce);
