using Concordat.Ledger.Notes;
using Concordat.Ledger.Scrubbing;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Integration;

/// <summary>Reads the right edge of a log back from its directory and checks it against the checkpoint.</summary>
internal static class LogStateReader
{
    /// <exception cref="LedgerCorruptException">A tile or the last bundle does not belong to the checkpoint.</exception>
    public static LogState Read(string directory, Checkpoint checkpoint)
    {
        var findings = new ScrubFindings();
        var edge = new EdgeCheck(new TileReader((path, _) => TileDirectory.TryRead(Path.Combine(directory, path))), checkpoint, findings).Run();
        if (findings.Kept is [var fault, ..])
        {
            throw new LedgerCorruptException(Path.Combine(directory, fault.File), fault.Offset ?? 0, fault.Message);
        }

        var tree = edge!.Value.Tree;
        var leaves = tree.Partial(0);
        return new LogState(tree, leaves.Length == 0 ? [] : new TileDirectory(directory, checkpoint.Size).ReadBundle(checkpoint.Size / TilePath.Width, leaves));
    }
}
