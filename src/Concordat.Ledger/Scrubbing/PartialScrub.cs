using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Holds the partial files that older checkpoints need against the wider files that followed them.</summary>
internal sealed class PartialScrub(ScrubFiles files, TileReader tiles, Checkpoint checkpoint, ScrubFindings findings)
{
    public void Run()
    {
        var root = Path.Combine(files.Directory, "tile");
        if (!Directory.Exists(root))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(root, "*.p", SearchOption.AllDirectories))
        {
            foreach (var file in Names(folder))
            {
                if (TileAddress.TryParse(Path.GetRelativePath(files.Directory, file).Replace('\\', '/')) is { } address)
                {
                    Check(address);
                }
            }
        }
    }

    private static string[] Names(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // the tile has become full meanwhile
        }
    }

    private void Check(TileAddress address)
    {
        // A wider or further file is of a checkpoint that is being made, or was not finished: no checkpoint speaks of it yet.
        var width = (int)Math.Clamp((checkpoint.Size >> (8 * (address.Level ?? 0))) - (address.Number * TilePath.Width), 0, TilePath.Width);
        if (address.Width >= width)
        {
            return;
        }

        try
        {
            if (address.Level is { } level)
            {
                CheckTile(level, address, width);
            }
            else
            {
                CheckBundle(address, width);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add("ledger_unreadable", address.Path, e.Message);
        }
    }

    private void CheckTile(int level, TileAddress address, int width)
    {
        var wider = tiles.Tile(level, address.Number, width);
        if (wider.Hashes is not null && !findings.Has(wider.File))
        {
            Compare("ledger_tile", address, TilePath.Width * TreeHash.Length, MemoryMarshal.AsBytes(wider.Hashes.AsSpan(0, address.Width)));
        }
    }

    private void CheckBundle(TileAddress address, int width)
    {
        var wider = tiles.Bundle(address.Number, width);
        if (wider.Leaves is not null && !findings.Has(wider.File) && files.Read(wider.File, EntryBundle.MaxBytes) is { } bytes)
        {
            var end = address.Width < wider.Offsets.Length ? wider.Offsets[address.Width] : bytes.Length;
            Compare("ledger_bundle", address, EntryBundle.MaxBytes, bytes.AsSpan(0, end));
        }
    }

    private void Compare(string code, TileAddress address, int maxBytes, ReadOnlySpan<byte> expected)
    {
        if (files.Read(address.Path, maxBytes) is not { } bytes)
        {
            return; // the tile has become full meanwhile
        }

        var same = bytes.AsSpan().CommonPrefixLength(expected);
        if (same < expected.Length || bytes.Length > expected.Length)
        {
            findings.Add(code, address.Path, "it is not the beginning of the file that followed it", same, address.Number * TilePath.Width << (8 * (address.Level ?? 0)));
        }
    }
}
