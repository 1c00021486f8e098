using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Benchmarks.Grants;

/// <summary>Measures what a release costs: read a granted case, verify two people's signatures once more, use the grant up durably.</summary>
internal sealed class GrantFigures : IDisposable
{
    private const int Cases = 400;

    private static readonly RelyingParty Here = new("gateway.example", ["https://gateway.example"]);

    private readonly CredentialSeal _seal = new(RandomNumberGenerator.GetBytes(CredentialSeal.KeySize));
    private readonly SoftwareAuthenticator[] _keys = [new(), new()];
    private readonly Approver[] _people =
    [
        new("commander", "Commander", "commander", "department", null, []), new("official", "Official", "official", "department", null, []),
    ];

    /// <param name="place">A folder for a SQLite file, or the connection string of a PostgreSQL server.</param>
    public static async Task<int> WriteAsync(string place)
    {
        var postgreSql = place.Contains('=', StringComparison.Ordinal);
        await using var stores = postgreSql
            ? await OversightStores.OpenPostgreSqlAsync(place, TimeProvider.System, CancellationToken.None)
            : OversightStores.OpenSqlite(Path.Combine(place, "grants.db"), TimeProvider.System);
        using var figures = new GrantFigures();
        var times = await figures.MeasureAsync(stores);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(postgreSql ? "PostgreSQL" : "SQLite"),-10} verify {Percentile(times.Verify, 50):0.00} ms, consume {Percentile(times.Consume, 50):0.00} ms, both p50 {Percentile(times.Both, 50):0.00} ms, p99 {Percentile(times.Both, 99):0.00} ms ({Cases} grants of two hardware keys)"));
        return 0;
    }

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private static double Percentile(List<double> times, int percent) => times.Order().ElementAt(times.Count * percent / 100);

    private async Task<(List<double> Verify, List<double> Consume, List<double> Both)> MeasureAsync(OversightStores stores)
    {
        foreach (var (person, key) in _people.Zip(_keys))
        {
            await EnrolAsync(stores.Credentials, person, key);
        }

        var book = new ApproverBook([.. _people], Here, cards: null, _seal);
        var granted = new List<(Case Held, CanonicalAction Action)>();
        for (var i = 0; i < Cases; i++)
        {
            granted.Add(await GrantAsync(stores.Cases, i));
        }

        var (verify, consume, both) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var (held, action) in granted)
        {
            var start = Stopwatch.GetTimestamp();
            var file = (await stores.Cases.GetFileAsync(held.Id, CancellationToken.None))!;
            var proven = await GrantProof.HoldsAsync(file, action, action.Terms.Quorum, book, stores, TimeProvider.System.GetUtcNow(), CancellationToken.None);
            var between = Stopwatch.GetTimestamp();
            var outcome = await stores.Cases.TryConsumeAsync(held.Id, held.Action, CancellationToken.None);
            var end = Stopwatch.GetTimestamp();
            if (!proven || outcome != ConsumeOutcome.Consumed)
            {
                throw new InvalidOperationException($"a grant was not released: {outcome}");
            }

            verify.Add(Stopwatch.GetElapsedTime(start, between).TotalMilliseconds);
            consume.Add(Stopwatch.GetElapsedTime(between, end).TotalMilliseconds);
            both.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
        }

        return (verify, consume, both);
    }

    private async Task EnrolAsync(ICredentialStore credentials, Approver person, SoftwareAuthenticator key)
    {
        var now = TimeProvider.System.GetUtcNow();
        var invitation = new Invitation(Invitation.IdOf(Invitation.NewToken()), person.Id, person.Role, person.Party, now.AddHours(1), "party", new byte[] { 1 }, 0, null);
        await credentials.InviteAsync(invitation, CancellationToken.None);
        var challenge = RandomNumberGenerator.GetBytes(32);
        var made = RegistrationCheck.Verify(key.Register(challenge), challenge, Here, [], now).Credential!;
        await credentials.EnrolAsync(_seal.Seal(Credential.Of(made, invitation, 0, now)), CancellationToken.None);
    }

    private async Task<(Case Held, CanonicalAction Action)> GrantAsync(ICaseStore cases, int i)
    {
        var now = TimeProvider.System.GetUtcNow();
        var quorum = Quorum.For(CaseType.Authorize, "force");
        var action = CanonicalAction.Of(
            new ActionFacts
            {
                Agreement = new string('a', 64), Phase = "toolCall", Operation = "chat", UseCase = $"range-{i / 100}", Key = "key", Deployment = "d",
                Label = "{}"u8.ToArray(), Tool = "fire", Effect = "force", Arguments = System.Text.Encoding.UTF8.GetBytes($"{{\"target\":\"hulk {i}\"}}"),
            },
            CaseType.Authorize, ["3.1"], new ActionTerms(i.ToString("x32", CultureInfo.InvariantCulture), now, now.AddHours(1), quorum, "{}"u8.ToArray()));
        var held = new HeldAction($"range-{i / 100}", new string('a', 64), action.Digest);
        var opened = (await cases.OpenAsync(new CaseOpening(CaseType.Authorize, held, ["3.1"], "fire", "force", now.AddHours(1), action.Digest, [1]), CancellationToken.None)).Case!;
        foreach (var (person, key) in _people.Zip(_keys))
        {
            await cases.NoteReadingAsync(opened.Id, person.Id, CancellationToken.None);
            var statement = new DecisionStatement(DecisionAct.Grant, opened.Id, action.Digest, new string('b', 64), person.Id, "", now);
            var signed = key.SignStatement(DecisionStatement.PayloadType, statement.ToPayload()).ToJson();
            var vote = new CaseVote(CaseDecision.Grant, action.Digest, person, key.PublicKey.KeyId, null, signed, 0, quorum, TimeSpan.Zero);
            var result = await cases.DecideAsync(opened.Id, vote, CancellationToken.None);
            opened = result.Case ?? throw new InvalidOperationException(result.Error?.Message);
        }

        return (opened, action);
    }
}
