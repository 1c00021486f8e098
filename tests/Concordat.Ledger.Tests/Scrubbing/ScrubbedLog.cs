namespace Concordat.Ledger.Tests.Scrubbing;

/// <summary>A log with a file of every kind: as a crash left it, with older partial files, kept checkpoints and entries that are only in segments.</summary>
internal sealed class ScrubbedLog : IDisposable
{
    private readonly TestLog _log = new();

    public string Crashed => Path.Combine(_log.Directory, "crashed");

    public string VerifierKey => _log.VerifierKey;

    public LedgerOptions Options => _log.Options with { Directory = Crashed };

    /// <param name="integrated">Entries that the checkpoint covers.</param>
    /// <param name="more">Entries after it, in the segments only.</param>
    public async Task MakeAsync(int integrated, int more)
    {
        await using var writer = _log.Open();
        await TestLog.FillAsync(writer, integrated - 40);
        await writer.IntegrateAsync();
        File.Copy(_log.PathOf("checkpoint"), _log.PathOf("checkpoint.witnessed"));
        await TestLog.FillAsync(writer, 20);
        await writer.IntegrateAsync();
        await TestLog.FillAsync(writer, 20);
        await writer.IntegrateAsync();
        await TestLog.AppendAsync(writer, integrated, more);
        Copy(_log.LogDirectory, Crashed);
    }

    /// <summary>Copies the log as it is now.</summary>
    /// <returns>Where to; the next copy takes its place.</returns>
    public string Copy()
    {
        var copy = Path.Combine(_log.Directory, "copy");
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        Copy(Crashed, copy);
        return copy;
    }

    /// <summary>The files below a part of the log, by their relative path.</summary>
    public string[] Files(string below = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(Crashed, below), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Crashed, f)).Order(StringComparer.Ordinal)];

    public void Dispose() => _log.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
