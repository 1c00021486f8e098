using Concordat.Ledger.Fleet;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger;

/// <summary>The public files of a log directory under the paths of C2SP tlog-tiles, and no other file. Safe for concurrent use.</summary>
/// <remarks>
/// A path is taken apart and put together anew, so that no spelling leads out of the directory. Where witnesses are asked for, the
/// <c>checkpoint</c> is the newest that met their policy, and <c>checkpoint.latest</c> the newest that the log signed. A log of a
/// fleet has the <c>fleet-checkpoint</c> beside it.
/// </remarks>
/// <param name="directory">Directory of the log.</param>
/// <param name="isWitnessed">Whether the log collects cosignatures.</param>
public sealed class PublishedLog(string directory, bool isWitnessed)
{
    private const string Latest = TilePath.Checkpoint + ".latest";
    private const string Text = "text/plain; charset=utf-8";
    private const string Octets = "application/octet-stream";

    /// <summary>Finds a file by its path below the log's prefix, such as <c>tile/0/000</c>; null for anything that is not one of the log's public files.</summary>
    public PublishedFile? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        switch (path)
        {
            case TilePath.Checkpoint when isWitnessed && Existing(WitnessedCheckpoint.FileName) is { } witnessed:
                return new PublishedFile(witnessed, Text, IsImmutable: false);
            case TilePath.Checkpoint or Latest:
                return Existing(TilePath.Checkpoint) is { } checkpoint ? new PublishedFile(checkpoint, Text, IsImmutable: false) : null;
            case MinimumIndex.FileName:
                return Existing(MinimumIndex.FileName) is { } minimum ? new PublishedFile(minimum, "application/json", IsImmutable: false) : null;
            case FleetCheckpoint.FileName:
                return Existing(FleetCheckpoint.FileName) is { } fleet ? new PublishedFile(fleet, Text, IsImmutable: false) : null;
            default:
                return TileAddress.TryParse(path) is { } address && Existing(address.Path) is { } file ? new PublishedFile(file, Octets, IsImmutable: true) : null;
        }
    }

    private string? Existing(string path)
    {
        var full = Path.Combine(directory, path);
        return File.Exists(full) ? full : null;
    }
}
