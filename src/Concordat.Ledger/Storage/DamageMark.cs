using System.Text;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Storage;

/// <summary>The file in a log's folder that keeps every writer from extending it, from a scrub that found damage to one that finds none.</summary>
/// <remarks>Safe for concurrent use. A writer that is at work looks for it before each checkpoint.</remarks>
internal sealed class DamageMark(string directory)
{
    private const string Name = "damage";
    private const int MostLines = 100;

    private readonly string _path = Path.Combine(directory, Name);
    private volatile string? _found;

    /// <summary>The first damage found, in words, as of the last look; null where there is none.</summary>
    public string? Found => _found;

    /// <summary>Reads the file.</summary>
    public string? Look()
    {
        try
        {
            _found = File.Exists(_path) ? File.ReadLines(_path).FirstOrDefault() ?? "it is empty" : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _found = null; // removed this moment
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _found = e.Message; // it is there: that says enough
        }

        return _found;
    }

    /// <summary>Which finding is in the folder now: what another scrub leaves later is another one.</summary>
    public DateTime? State() => File.Exists(_path) ? File.GetLastWriteTimeUtc(_path) : null;

    /// <summary>Leaves the file.</summary>
    /// <returns>Whether it is now in the folder; false for a copy that no writer uses, or may not be written.</returns>
    public bool Leave(IReadOnlyList<LedgerFault> faults)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        try
        {
            var lines = string.Concat(faults.Take(MostLines).Select(static fault => $"{fault} ({fault.Remedy})\n"));
            new LedgerFiles().Replace(_path, _path + ".new", Encoding.UTF8.GetBytes(lines)); // not .tmp: a writer removes those
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a disk that takes no finding takes no entries either
        }
    }

    /// <summary>Removes the file after a scrub that found nothing, unless another scrub has left or renewed it meanwhile.</summary>
    /// <param name="before"><see cref="State"/> when that scrub began.</param>
    public void Clear(DateTime? before)
    {
        try
        {
            if (before is not null && State() == before)
            {
                var files = new LedgerFiles();
                files.Delete(_path);
                files.SyncDirectory(directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The log stays as it is until a scrub can say otherwise.
        }
    }
}
