namespace Concordat.Gateway.Dialects;

/// <summary>A tool that a request offers to the model; a hosted one is run by the vendor, out of the gateway's sight.</summary>
internal readonly record struct OfferedTool(string Name, bool Hosted)
{
    /// <summary>Where its definition stands in the body; empty where it has none.</summary>
    public Range Definition { get; init; }
}
