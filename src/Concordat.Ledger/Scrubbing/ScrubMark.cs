using System.Globalization;
using System.Text;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Scrubbing;

/// <summary>The file beside the write-ahead segments that says when a scrub last read every file and found it sound.</summary>
internal static class ScrubMark
{
    private const string Name = "scrubbed";
    private const int MaxBytes = 64;

    /// <summary>When that was; null when it never was, or nobody can tell.</summary>
    public static DateTimeOffset? Read(string walDirectory)
    {
        try
        {
            var file = new FileInfo(Path.Combine(walDirectory, Name));
            return file is { Exists: true, Length: <= MaxBytes }
                && DateTimeOffset.TryParseExact(File.ReadAllText(file.FullName).Trim(), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? time
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // then it is scrubbed once more
        }
    }

    /// <summary>Leaves the time, where a writer works; a copy that is only read has no such folder.</summary>
    public static void Leave(string walDirectory, DateTimeOffset time)
    {
        if (!Directory.Exists(walDirectory))
        {
            return;
        }

        try
        {
            var path = Path.Combine(walDirectory, Name);
            new LedgerFiles().Replace(path, path + ".new", Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk is told by those who write entries; the next round leaves it.
        }
    }
}
