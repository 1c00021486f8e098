using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Oversight;

namespace Concordat.Benchmarks.Archive;

/// <summary>Fills a database with a year of service; bench/console/run measures the console on it.</summary>
internal static class ArchiveFigures
{
    private const int Days = 365;
    private const int KeysEach = 3;
    private const int PersonsEach = 1_500;
    private const int Reports = 50_000;

    private static readonly string[] Models = ["sandbox", "large", "small", "code"];
    private static readonly string[] Clauses = ["4.2"];
    private static readonly string[] People = ["commander", "safety-officer"];

    /// <param name="place">A file of SQLite, or the connection string of a PostgreSQL server.</param>
    /// <param name="origin">Name of the log.</param>
    /// <param name="cases">How many cases.</param>
    /// <param name="entries">How many entries the log has.</param>
    public static async Task<int> FillAsync(string place, string origin, string cases, string entries)
    {
        var postgreSql = place.Contains('=', StringComparison.Ordinal);
        await using (var stores = postgreSql
            ? await OversightStores.OpenPostgreSqlAsync(place, TimeProvider.System, CancellationToken.None)
            : OversightStores.OpenSqlite(place, TimeProvider.System))
        {
            for (var i = 0; i < ArchivedCase.UseCases * KeysEach; i++)
            {
                await stores.Keys.CreateAsync(ArchivedCase.UseCaseOf(i), "bench", expires: null, CancellationToken.None);
            }
        }

        await using IArchive archive = postgreSql ? new PostgreSqlArchive(place) : new SqliteArchive(place);
        await FillAsync(archive, int.Parse(cases, CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow());
        await FillCountsAsync(archive, origin, long.Parse(entries, CultureInfo.InvariantCulture), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        await archive.RunAsync("ANALYZE");
        return 0;
    }

    private static async Task FillAsync(IArchive archive, int count, DateTimeOffset now)
    {
        ArchivedCase[] cases = [.. Enumerable.Range(0, count).Select(i => ArchivedCase.Of(i, count, now))];
        var agreement = new string('a', 64);
        await archive.FillAsync(
            "cases",
            "id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires, state, decided, decided_by, note, released",
            cases.Select(one => new object?[]
            {
                one.Id, one.Type, one.UseCase, agreement, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(one.Id))), one.Clauses, one.Tool, "force",
                one.Created, one.Expires, one.State, one.Decided, one.Decided is null ? null : string.Join(", ", People), null,
                one.State is "consumed" ? one.Decided!.Value.AddMinutes(1) : null,
            }));
        await archive.FillAsync("case_features", "feature, case_id", cases.SelectMany(one => one.Features.Select(feature => new object?[] { feature, one.Id })));
        var statement = Encoding.ASCII.GetBytes(new string('s', 700));
        await archive.FillAsync(
            "case_signatures",
            "case_id, decision, approver, role, party, key_id, statement, entry, time",
            cases.SelectMany(one => one.IsGranted ? People.Select(who => Signature(one, "grant", who)) : one.State is "denied" ? [Signature(one, "deny", People[0])] : []));
        await archive.FillAsync(
            "case_readings", "case_id, approver, first", cases.Where(one => one.IsGranted).Select(one => new object?[] { one.Id, People[0], one.Created.AddMinutes(1) }));
        await archive.FillAsync(
            "decided_days",
            "day, granted, denied, withdrawn, took",
            cases.Where(one => one.Decided is not null).GroupBy(one => (int)(one.Decided!.Value - DateTimeOffset.UnixEpoch).TotalDays).Select(day => new object?[]
            {
                day.Key, day.LongCount(one => one.IsGranted), day.LongCount(one => one.State is "denied"), day.LongCount(one => one.State is "withdrawn"),
                day.Sum(one => (one.Decided!.Value - one.Created).Ticks / TimeSpan.TicksPerMicrosecond),
            }));
        await archive.RunAsync("DELETE FROM case_events"); // nobody is told of what is past

        object?[] Signature(ArchivedCase one, string decision, string who) =>
            [one.Id, decision, who, who is "commander" ? "commander" : "official", "department", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(who))), statement, 7L, one.Decided];
    }

    private static async Task FillCountsAsync(IArchive archive, string origin, long entries, DateOnly today)
    {
        var random = new Random(7);
        await archive.FillAsync("verdict_days", "day, permitted, held, refused", Enumerable.Range(1, Days).Select(ago => new object?[]
        {
            today.DayNumber - ago, entries / Days / 2, entries / Days / 300, entries / Days / 60,
        }));
        await FillUsageAsync(archive, "usage_days", "day", Enumerable.Range(0, Days).Select(ago => (today.DayNumber - ago, 1L)));
        await FillUsageAsync(
            archive, "usage_months", "month",
            Enumerable.Range(0, Days).Select(ago => today.AddDays(-ago)).GroupBy(day => (day.Year * 12) + day.Month - 1).Select(month => (month.Key, month.LongCount())));
        await archive.RunAsync(
            $"INSERT INTO usage_counted (log, entries) VALUES ('{origin}', {entries.ToString(CultureInfo.InvariantCulture)}) ON CONFLICT (log) DO UPDATE SET entries = excluded.entries");
        var minute = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60;
        await archive.FillAsync(
            "meter_seen",
            "scope, person, minute",
            from useCase in Enumerable.Range(0, ArchivedCase.UseCases)
            from person in Enumerable.Range(0, PersonsEach)
            select new object?[] { $"use-case {ArchivedCase.UseCaseOf(useCase)}", Guid.CreateVersion7().ToByteArray(), minute - random.Next(28 * 1440) });
        await archive.FillAsync(
            "reports",
            "log, entry, use_case, key, verdict, clauses, reason, time, state, reviewer, reviewed",
            Enumerable.Range(0, Reports).Select(i => new object?[]
            {
                origin, 10L + (7 * i), ArchivedCase.UseCaseOf(i), string.Create(CultureInfo.InvariantCulture, $"k{i % 60:0000000}"), i % 3 == 0 ? "hold" : "refuse", Clauses,
                "misread", TimeProvider.System.GetUtcNow().AddMinutes(-i * 10), i < 400 ? "open" : i % 4 == 0 ? "upheld" : "dismissed", i < 400 ? null : "reviewer",
                i < 400 ? null : TimeProvider.System.GetUtcNow().AddMinutes((-i * 10) + 5),
            }));
    }

    private static Task FillUsageAsync(IArchive archive, string table, string period, IEnumerable<(int Number, long Days)> periods) => archive.FillAsync(
        table,
        $"{period}, use_case, api_key, model, deployment, vendor, currency, answers, estimated, input, output, cost",
        from one in periods
        from useCase in Enumerable.Range(0, ArchivedCase.UseCases)
        from key in Enumerable.Range(0, KeysEach)
        from model in Models
        select new object?[]
        {
            one.Number, ArchivedCase.UseCaseOf(useCase), string.Create(CultureInfo.InvariantCulture, $"k{useCase:00}{key:00000}"), model, $"{model}-1", "Example Vendor", "USD",
            57 * one.Days, 0L, 57_000 * one.Days, 23_000 * one.Days, 3_000_000_000 * one.Days,
        });
}
