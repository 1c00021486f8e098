using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Concordat.EndToEnd.Tests.Kit;
using Concordat.Ledger;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>
/// Kills a node while it uses grants up: over all its lives each lets one call out at most, and the ledger tells of each use exactly once, by the request or by an
/// entry of its own.
/// </summary>
public sealed class GrantKillTests
{
    private const int CasesOfRound = 6;

    /// <summary>From how many rounds on a kill that hit no use before its entry is no chance any more.</summary>
    private const int ManyRounds = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Three rounds; <c>CONCORDAT_GRANT_KILL_ROUNDS=100</c> for many (eng/kill-grants.sh).</summary>
    [Fact]
    public async Task Kill_9_between_the_use_of_a_grant_and_its_entry_neither_hides_a_use_nor_allows_a_second()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CONCORDAT_GRANT_KILL_ROUNDS") ?? "3", CultureInfo.InvariantCulture);
        var random = new Random(20261123);
        var letOut = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var all = new List<string>();
        await using var served = await ServedInstallation.StartAsync(Stop);
        served.Rewrite(await File.ReadAllTextAsync(served.Configuration, Stop), "limits:", $"limits:\n  readingTime: {RangePeople.ReadingLimit}");
        var key = await served.NewKeyAsync("range-safety", Stop);
        using var people = new RangePeople(served.Home);
        var database = new GrantReminders(Path.Combine(served.Home, "data", "concordat.db"));
        for (var round = 0; round < rounds; round++)
        {
            await served.ServeAgainAsync(Stop);
            var cases = await GrantSomeAsync(served.Process, key, people, round);
            all.AddRange(cases.Select(static each => each.Id));
            await UseAndKillAsync(served.Process, key, cases, letOut, random, round % 2 == 0 ? database : null);

            // What a life left unrecorded is recorded in the next, and what it did not use is used then: by each, once.
            await database.LapseAsync(Stop);
            await served.ServeAgainAsync(Stop);
            using var http = served.Process.NewClient(key);
            foreach (var (id, target, stream) in cases)
            {
                Count(letOut, id, await RangeCall.SendAsync(http, target, id, stream, Stop));
                var late = await RangeCall.SendAsync(http, target, id, stream, Stop);
                Assert.True(late is { Status: HttpStatusCode.Forbidden } && !RangeCall.IsOut(late), $"round {round}: the grant of {id} let something out after it was used: {late}");
            }

            await Eventually.TrueAsync("every use is recorded", async () => await database.CountAsync(Stop) == 0, Stop);
        }

        Assert.Equal(0, await served.Process.EndAsync(Stop));
        await AssertToldOnceAsync(served.Process, all, letOut, rounds);
    }

    private static async Task<List<(string Id, string Target, bool IsStream)>> GrantSomeAsync(ConcordatProcess process, string key, RangePeople people, int round)
    {
        using var http = process.NewClient(key);
        var cases = new List<(string Id, string Target, bool IsStream)>();
        for (var i = 0; i < CasesOfRound; i++)
        {
            var (target, stream) = ($"hulk {round}-{i}", i % 2 == 1);
            var held = await RangeCall.SendAsync(http, target, null, stream, Stop);
            Assert.True(held is { Status: HttpStatusCode.Forbidden, Case: not null }, $"{held}");
            cases.Add((held.Value.Case!, target, stream));
        }

        await people.GrantAsync(http, [.. cases.Select(static each => each.Id)], Stop);
        return cases;
    }

    /// <summary>Two send each granted call at once, and the process is killed meanwhile: as soon as the database has a use that is not recorded, or at any moment.</summary>
    private static async Task UseAndKillAsync(
        ConcordatProcess process, string key, List<(string Id, string Target, bool IsStream)> cases, ConcurrentDictionary<string, int> letOut, Random random, GrantReminders? seen)
    {
        using var http = process.NewClient(key);
        var sent = cases.SelectMany(static each => new[] { each, each }).Select(each => Task.Run(
            async () => Count(letOut, each.Id, await RangeCall.SendAsync(http, each.Target, each.Id, each.IsStream, Stop)), Stop)).ToList();
        var moment = TimeSpan.FromMilliseconds(random.NextDouble() * 60);
        if (seen is null)
        {
            await Task.Delay(moment, TimeProvider.System, Stop);
        }
        else
        {
            while (await seen.CountAsync(Stop) == 0 && !sent.TrueForAll(static task => task.IsCompleted))
            {
                // looked at as often as can be: what is wanted lasts for a moment only
            }
        }

        await process.KillAsync(Stop);
        await Task.WhenAll(sent);
    }

    private static void Count(ConcurrentDictionary<string, int> letOut, string id, (HttpStatusCode Status, string? Case, string Body)? answer)
    {
        if (RangeCall.IsOut(answer))
        {
            letOut.AddOrUpdate(id, 1, static (_, count) => count + 1);
        }
    }

    private static async Task AssertToldOnceAsync(ConcordatProcess process, List<string> all, ConcurrentDictionary<string, int> letOut, int rounds)
    {
        var verified = await LedgerVerification.VerifyAsync(process.Ledger, process.LogKey, cancellationToken: Stop);
        Assert.True(verified.IsValid, verified.Fault?.ToString());
        var reader = LedgerReader.Open(process.Ledger, process.LogKey);
        var told = new ToldUses(reader.ReadEntries(new EntryIndex(0), checked((int)reader.Size)));
        foreach (var id in all)
        {
            var (byRequest, alone) = told.Of(id);
            var received = letOut.GetValueOrDefault(id);
            var what = $"{id}: let out {letOut.GetValueOrDefault(id)} times, told by {byRequest} requests and {alone} entries of its own";
            Assert.True(received <= 1, what);
            Assert.True(byRequest + alone == 1, what);
            Assert.True(received == 0 || byRequest == 1, what);
        }

        var silent = all.Count(id => told.Of(id).Alone == 1);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{rounds} rounds, {all.Count} grants: {all.Count - silent} uses told by the request, {silent} by an entry of their own; {letOut.Count} calls were received");
        Assert.True(!letOut.IsEmpty, "nothing was let out at all");
        Assert.True(rounds < ManyRounds || silent > 0, "no kill came between a use and its entry: this shows nothing");
    }
}
