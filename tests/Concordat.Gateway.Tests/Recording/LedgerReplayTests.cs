using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Replaying;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Recording;

public sealed class LedgerReplayTests
{
    private static Dictionary<string, Agreement> AtHand => new(StringComparer.Ordinal) { [SignedBaseAgreement.Agreement.Hash] = SignedBaseAgreement.Agreement };

    [Fact]
    public async Task Every_verdict_comes_out_as_recorded()
    {
        var entries = await RecordAsync();

        var summary = Replay(entries, AtHand, other: null);

        Assert.Equal((0, 10), (summary.Changed, summary.Decided));
        Assert.Equal(summary.Decided, summary.Same);
        Assert.Empty(summary.Unknown);
    }

    [Fact]
    public async Task An_outcome_is_decided_again_though_its_decision_was_not_replayed()
    {
        var entries = await RecordAsync();
        var replay = new LedgerReplay(AtHand, other: null, index => entries[(int)index]);
        for (var i = 0; i < entries.Count; i++)
        {
            if (Encoding.UTF8.GetString(entries[i]).Contains("\"type\":\"outcome\"", StringComparison.Ordinal))
            {
                replay.Add(i, entries[i]);
            }
        }

        var summary = replay.Finish();

        Assert.Equal((4, 4), (summary.Decided, summary.Same));
    }

    [Fact]
    public async Task An_outcome_whose_decision_was_pruned_is_counted_and_not_decided_again()
    {
        var entries = await RecordAsync();
        var outcome = entries.FindIndex(entry => Encoding.UTF8.GetString(entry).Contains("\"type\":\"outcome\"", StringComparison.Ordinal));
        var replay = new LedgerReplay(AtHand, other: null, index => index < outcome ? ReadOnlyMemory<byte>.Empty : entries[(int)index]);
        replay.Add(outcome, entries[outcome]);

        var summary = replay.Finish();

        Assert.Equal((0, 0, 1), (summary.Decided, summary.Changed, summary.Pruned));
    }

    [Fact]
    public async Task A_verdict_or_a_clause_that_was_recorded_falsely_is_found()
    {
        var entries = await RecordAsync();
        var refused = entries.FindIndex(entry => JsonNode.Parse(entry)!["verdict"]?.GetValue<string>() == "refuse");
        var permitted = entries.FindIndex(entry => JsonNode.Parse(entry)!["verdict"]?.GetValue<string>() == "permit");
        var forged = entries.ToList();
        forged[refused] = Change(entries[refused], entry => { entry["verdict"] = "permit"; entry["clauses"] = new JsonArray(); entry.Remove("remedy"); });
        forged[permitted] = Change(entries[permitted], entry => entry["clauses"] = new JsonArray("9.9"));

        var summary = Replay(forged, AtHand, other: null);

        Assert.Equal(2, summary.Changed);
        Assert.Equal([permitted, refused], summary.First.Select(first => (int)first.Index).Order());
        Assert.Equal(1, summary.Moves["permit to refuse"]);
        Assert.Contains(summary.Clauses, clause => clause is { Clause: "9.9", Dropped: 1, Added: 0 });
    }

    [Fact]
    public async Task A_hold_that_was_let_through_without_a_case_is_found_and_one_with_a_case_is_not()
    {
        var entries = await RecordAsync();
        var held = entries.FindIndex(entry => JsonNode.Parse(entry)!["verdict"]?.GetValue<string>() == "hold");
        var withCase = entries.ToList();
        var without = entries.ToList();
        withCase[held] = Change(entries[held], entry => { entry["verdict"] = "permit"; entry["clauses"] = new JsonArray(); entry["release"] = "released"; entry.Remove("remedy"); });
        without[held] = Change(withCase[held], entry => entry.Remove("release"));

        var released = Replay(withCase, AtHand, other: null);

        Assert.Equal((0, 1), (released.Changed, released.Released));
        Assert.Equal(held, Assert.Single(Replay(without, AtHand, other: null).First).Index);
    }

    [Fact]
    public async Task A_corrected_scope_shows_every_request_that_the_wrong_one_let_through()
    {
        var entries = await RecordAsync();
        var corrected = SignedBaseAgreement.With("when { !context.deployment.approved };", "when { !context.deployment.approved || context.deployment.network == \"net\" };");
        var changes = new List<ReplayedEntry>();
        var replay = new LedgerReplay(AtHand, corrected, index => entries[(int)index], changes.Add);
        for (var i = 0; i < entries.Count; i++)
        {
            replay.Add(i, entries[i]);
        }

        var summary = replay.Finish();
        var permitted = Enumerable.Range(0, entries.Count).Where(i => JsonNode.Parse(entries[i]) is { } entry
            && entry["type"]!.GetValue<string>() is ("decision" or "preflight") && entry["verdict"]!.GetValue<string>() == "permit").ToList(); // 6.2 is about requests

        Assert.NotEmpty(permitted);
        Assert.Equal(permitted, changes.Where(change => change is { Recorded: "permit", Replayed: "refuse" }).Select(change => (int)change.Index));
        Assert.Equal(permitted.Count, summary.Moves["permit to refuse"]);
        Assert.All(changes, change => Assert.Contains("6.2", change.ReplayedClauses));
    }

    [Fact]
    public async Task A_corrected_scope_shows_every_request_that_the_wrong_one_stopped()
    {
        // As a gateway would have recorded it under a scope that stopped everything.
        var entries = await RecordAsync();
        var stopped = entries.ConvertAll(entry => JsonNode.Parse(entry)!["verdict"]?.GetValue<string>() != "permit" ? entry : Change(entry, json =>
        {
            json["verdict"] = "refuse";
            json["clauses"] = new JsonArray("6.2");
            json["remedy"] = "refuse";
        }));

        var summary = Replay(stopped, AtHand, SignedBaseAgreement.Agreement);

        Assert.Equal(summary.Changed, summary.Moves["refuse to permit"]);
        Assert.Equal((0, summary.Changed), Assert.Single(summary.Clauses, change => change.Clause == "6.2") is var scope ? (scope.Added, scope.Dropped) : default);
    }

    [Fact]
    public async Task What_was_decided_under_an_agreement_that_is_not_at_hand_is_told()
    {
        var summary = Replay(await RecordAsync(), new Dictionary<string, Agreement>(StringComparer.Ordinal), other: null);

        Assert.Equal((0, 0), (summary.Same, summary.Changed));
        Assert.Equal(summary.Decided, summary.Unknown[SignedBaseAgreement.Agreement.Hash]);
    }

    private static byte[] Change(byte[] entry, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(entry)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static ReplaySummary Replay(List<byte[]> entries, IReadOnlyDictionary<string, Agreement> recorded, Agreement? other)
    {
        var replay = new LedgerReplay(recorded, other, index => entries[(int)index]);
        for (var i = 0; i < entries.Count; i++)
        {
            replay.Add(i, entries[i]);
        }

        return replay.Finish();
    }

    private static async Task<List<byte[]>> RecordAsync()
    {
        await using var host = await GatewayHost.StartAsync();
        var chat = DialectCase.Of("chat");
        foreach (var prompt in (string[])
        [
            "Which repairs are urgent?", "[[call: get_weather {}]]", "[[call: nobody_knows {}]]", "TOP SECRET//SI//NOFORN\nx",
            "mail a@example.com and (202) 555-0143",
        ])
        {
            using var response = await host.PostAsync("/v1/chat/completions", chat.Request(prompt, false, "sandbox"));
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        using var preflight = await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{chat.Request("Hello", false, "sandbox")}}}""");
        using var rejected = await host.PostAsync("/v1/chat/completions", "[]");
        return await host.RawEntriesAsync();
    }
}
