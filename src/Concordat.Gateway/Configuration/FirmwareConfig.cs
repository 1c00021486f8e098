namespace Concordat.Gateway.Configuration;

/// <summary>The least version of one component of firmware.</summary>
public sealed record FirmwareConfig
{
    /// <summary>One of <c>bootloader</c>, <c>tee</c>, <c>snp</c>, <c>microcode</c>, <c>fmc</c>.</summary>
    public required string Name { get; init; }

    public int Least { get; init; }
}
