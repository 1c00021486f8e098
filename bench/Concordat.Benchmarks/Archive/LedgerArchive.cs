using System.Globalization;
using System.Text;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Benchmarks.Archive;

/// <summary>Makes a log of very many entries out of a few real ones, with other times, ids and use cases, through the real writer.</summary>
internal static class LedgerArchive
{
    private const int Together = 4096;

    /// <param name="directory">Folder of the log, which has been written by a gateway.</param>
    /// <param name="key">File of the log's private key.</param>
    /// <param name="origin">Name of the log.</param>
    /// <param name="samples">A file of entries, one a line.</param>
    /// <param name="entries">How many entries it shall have.</param>
    public static async Task<int> FillAsync(string directory, string key, string origin, string samples, string entries)
    {
        var (count, lines) = (int.Parse(entries, CultureInfo.InvariantCulture), await File.ReadAllLinesAsync(samples));
        using var signing = SigningKey.FromPem(await File.ReadAllTextAsync(key));
        await using var writer = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = origin, Key = signing }, TimeProvider.System);
        var (written, now) = (writer.DurableSize, TimeProvider.System.GetUtcNow());
        var (first, left) = (now.AddDays(-365), count - written);
        for (var done = 0L; done < left;)
        {
            var some = (int)Math.Min(Together, left - done);
            await Task.WhenAll(Enumerable.Range(0, some).Select(i =>
                Append(writer, lines[(done + i) % lines.Length], done + i, first + (TimeSpan.FromDays(365) * ((double)(done + i) / left)))));
            done += some;
            if (done % (Together * 16) == 0)
            {
                await writer.IntegrateAsync();
            }
        }

        await writer.IntegrateAsync();
        return 0;
    }

    private static async Task Append(LedgerWriter writer, string sample, long number, DateTimeOffset time)
    {
        var text = new StringBuilder(sample);
        Replace(text, sample, "\"time\":\"", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Replace(text, sample, "\"id\":\"", number.ToString("x32", CultureInfo.InvariantCulture));
        text.Replace("\"use_case\":\"radar-maintenance\"", $"\"use_case\":\"{ArchivedCase.UseCaseOf((int)(number / 2 % ArchivedCase.UseCases))}\"");
        await writer.AppendAsync(Encoding.UTF8.GetBytes(text.ToString()), CancellationToken.None);
    }

    // a member of a fixed width
    private static void Replace(StringBuilder text, string sample, string name, string value)
    {
        var at = sample.LastIndexOf(name, StringComparison.Ordinal);
        if (at >= 0)
        {
            text.Remove(at + name.Length, value.Length).Insert(at + name.Length, value);
        }
    }
}
