using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>The commander and the safety officer of an installation: they read a case and grant it, as the command line does.</summary>
internal sealed class RangePeople(string home) : IDisposable
{
    /// <summary>What the installation's <c>limits.readingTime</c> must be.</summary>
    public const string ReadingLimit = "1s";

    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(1.1);

    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal)
    {
        ["commander"] = SigningKey.Load(Path.Combine(home, "keys", "commander.key.pem")),
        ["safety-officer"] = SigningKey.Load(Path.Combine(home, "keys", "safety-officer.key.pem")),
    };

    /// <summary>Both read all of them, and sign each when there was time to read it.</summary>
    public async Task GrantAsync(HttpClient http, IReadOnlyCollection<string> cases, CancellationToken cancellationToken)
    {
        var shown = new List<(CaseId Case, string Person, JsonElement Text)>();
        foreach (var id in cases)
        {
            Assert.True(CaseId.TryParse(id, out var named));
            foreach (var person in _keys.Keys)
            {
                shown.Add((named, person, await PostAsync(http, "readings", Statement(DecisionAct.Read, named, person, null), cancellationToken)));
            }
        }

        await Task.Delay(ReadingTime, TimeProvider.System, cancellationToken);
        foreach (var (named, person, text) in shown)
        {
            await PostAsync(http, "decisions", Statement(DecisionAct.Grant, named, person, text), cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static DecisionStatement Statement(DecisionAct act, CaseId named, string person, JsonElement? shown) => new(
        act, named, shown?.GetProperty("digest").GetString() ?? "", shown is { } text ? ActionText.Hash(text.GetProperty("text").GetString()!) : "", person, "",
        TimeProvider.System.GetUtcNow());

    private async Task<JsonElement> PostAsync(HttpClient http, string what, DecisionStatement statement, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Encoding.UTF8.GetString(statement.Sign(_keys[statement.Approver]).ToJson()), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"/v1/cases/{statement.Case.Value}/{what}", UriKind.Relative), content, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToString());
        return body;
    }
}
