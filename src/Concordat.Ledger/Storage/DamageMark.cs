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

    /// <summary>Leaves or removes the file, as a scrub found it.</summary>
    /// <returns>Whether a finding is now in the folder; false for a copy that no writer uses, or may not be written.</returns>
    public bool Leave(IReadOnlyList<LedgerFault> faults)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        try
        {
            var files = new LedgerFiles();
            if (faults.Count > 0)
            {
                var lines = string.Concat(faults.Take(MostLines).Select(static fault => fault + "\n"));
                files.Replace(_path, _path + ".new", Encoding.UTF8.GetBytes(lines)); // not .tmp: a writer removes those
                return true;
            }

            if (File.Exists(_path))
            {
                files.Delete(_path);
                files.SyncDirectory(directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that takes no finding takes no entries either.
        }

        return false;
    }
}
