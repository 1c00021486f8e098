using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Ledger.Verification;

namespace Concordat.Gateway.Tests.Recording;

/// <summary>The form of every kind of entry, as the other party's tools read it. A change here is a change of schema for them.</summary>
public sealed class EntryGoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Random = ["id", "key", "request", "answer", "arguments", "case", "agreement", "safeguards", "configuration"];
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 0, 0, 123, 456, TimeSpan.Zero);

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Recording", "entries.golden.json");

    [Fact]
    public async Task Entries_have_the_form_of_the_golden_file_and_of_the_published_schema()
    {
        await using var host = await GatewayHost.StartAsync(time: new ClockAt(Now));
        var chat = DialectCase.Of("chat");
        using var permitted = await host.PostAsync("/v1/chat/completions", chat.Request("[[call: get_weather {}]]", true, "sandbox"));
        await permitted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var held = await host.PostAsync("/v1/chat/completions", chat.Request("[[call: nobody_knows {}]]", false, "sandbox"));
        using var refused = await host.PostAsync("/v1/chat/completions", chat.Request("TOP SECRET//SI//NOFORN\nx", false, "sandbox"));
        using var preflight = await host.PostAsync("/v1/preflight", $$"""{"operation":"chat","request":{{chat.Request("Hello", false, "sandbox")}}}""");
        using var rejected = await host.PostAsync("/v1/chat/completions", "[]");

        var entries = new JsonArray([.. (await host.EntriesAsync()).Select(Plain)]);
        var verified = await LedgerVerification.VerifyAsync(
            host.LedgerDirectory, host.Ledger.VerifierKey, new LedgerVerificationOptions { Entries = true }, TestContext.Current.CancellationToken);

        Assert.True(verified.IsValid, verified.Fault?.ToString() ?? string.Join("; ", verified.Record!.Findings));
        Assert.Equal(2, verified.Record!.Answered);
        var written = entries.ToJsonString(Indented);
        Assert.True(
            string.Equals((await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken)).TrimEnd(), written, StringComparison.Ordinal),
            "the entries differ from tests/Concordat.Gateway.Tests/Recording/entries.golden.json; they are now:\n" + written);
    }

    /// <summary>The entry with a word in place of everything that is another one in each run.</summary>
    private static JsonNode Plain(JsonObject entry)
    {
        foreach (var (name, value) in entry.ToList())
        {
            if (value is JsonArray { Count: > 0 } items && items[0] is JsonObject)
            {
                entry[name] = new JsonArray([.. items.Select(item => Plain(item!.DeepClone().AsObject()))]);
            }
            else if (Random.Contains(name, StringComparer.Ordinal))
            {
                entry[name] = $"<{name}>";
            }
        }

        return entry;
    }
}
