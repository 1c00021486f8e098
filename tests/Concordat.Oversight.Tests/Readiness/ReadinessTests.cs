using Concordat.Oversight.Cases;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Rulings;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Readiness;

/// <summary>Stages go up one by one with the whole panel and evidence, and down with one reviewer.</summary>
public sealed class ReadinessTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly SigningKey _department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _vendor = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
    private readonly SigningKey _stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly List<StoredDocument> _stored = [];

    private RulingTerms Terms => new(
        [new Approver("d", "D", "reviewer", "department", _department.PublicKey, []), new Approver("v", "V", "reviewer", "vendor", _vendor.PublicKey, ["own"])],
        Quorum.For(CaseType.Ruling, effect: null));

    public void Dispose()
    {
        _department.Dispose();
        _vendor.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void It_goes_up_one_stage_at_a_time_and_down_at_once()
    {
        Add(Step("a", "shadow"), _department, _vendor);
        Add(Step("b", "general"), _department, _vendor);
        Assert.Equal("shadow", Stage());
        Add(Step("c", "trial"), _department, _vendor);
        Add(Step("d", "general"), _department, _vendor);
        Assert.Equal("general", Stage());
        Add(Step("e", "not-ready") with { Evidence = null }, _vendor);
        Assert.Equal("not-ready", Stage());
        Add(Step("f", "trial"), _department, _vendor);
        Assert.Equal("not-ready", Stage());
    }

    [Fact]
    public void One_side_a_stranger_or_a_revoked_key_raises_nothing()
    {
        Add(Step("a", "shadow"), _department);
        Add(Step("b", "shadow"), _department, _stranger);
        Add(Step("c", "shadow"));
        Assert.Equal("not-ready", Stage());
        Add(Step("d", "shadow"), _department, _vendor);
        Assert.Equal("not-ready", Book(new RevokedSigner(_vendor.PublicKey.KeyId, default, 0, [])).For("radar", "m").Stage);
        Assert.Equal("shadow", Stage());
    }

    [Fact]
    public void Who_asks_for_the_use_case_does_not_decide_on_it()
    {
        Add(Step("a", "shadow") with { UseCase = "own" }, _department, _vendor);
        Assert.Equal("not-ready", Book().For("own", "m").Stage);
    }

    [Fact]
    public void A_decision_without_its_evidence_raises_nothing()
    {
        Add(Step("a", "shadow") with { Evidence = null }, _department, _vendor);
        Assert.Equal("not-ready", Stage());
        Add(Step("b", "shadow"), _department, _vendor);
        Add(Step("c", "trial") with { Evidence = new ReadinessEvidence("certificate") }, _department, _vendor);
        Assert.Equal("shadow", Stage());
    }

    [Fact]
    public void A_model_of_its_own_goes_before_any_model()
    {
        Add(Step("a", "shadow"), _department, _vendor);
        Add(Step("b", "shadow") with { Model = "m" }, _department, _vendor);
        Add(Step("c", "trial") with { Model = "m" }, _department, _vendor);

        Assert.Equal(("trial", "shadow", "not-ready"), (Book().For("radar", "m").Stage, Book().For("radar", "other").Stage, Book().For("sonar", "m").Stage));
    }

    [Fact]
    public void A_row_that_was_changed_or_moved_counts_for_nothing()
    {
        Add(Step("a", "shadow"), _department, _vendor);
        _stored[0] = _stored[0] with { Id = "b" };
        Assert.Equal("not-ready", Stage());
        _stored[0] = _stored[0] with { Id = "a", Envelope = "{}"u8.ToArray() };
        Assert.Equal("not-ready", Stage());
    }

    [Fact]
    public void The_gate_names_all_that_is_lacking()
    {
        var state = new ReadinessState("radar", "*", "shadow", default, null, "a");
        var gate = new ReadinessGate();
        var open = new ReadinessSeen("certificate", 0, 7, 100, MayForce: false);
        var step = Step("b", "trial");

        Assert.Empty(gate.Lacks(step, state, open));
        Assert.Contains("no preflight certificate stands", Assert.Single(gate.Lacks(step, state, open with { Certificate = null })), StringComparison.Ordinal);
        Assert.Contains("does not name the certificate that stands", Assert.Single(gate.Lacks(step, state, open with { Certificate = "newer" })), StringComparison.Ordinal);
        Assert.Contains("2 reports of false positives wait", Assert.Single(gate.Lacks(step, state, open with { OpenReports = 2 })), StringComparison.Ordinal);
        Assert.Contains("for 6 days, and 7 are needed", Assert.Single(gate.Lacks(step, state, open with { Days = 6 })), StringComparison.Ordinal);
        Assert.Contains("99 requests were decided in shadow, and 100", Assert.Single(gate.Lacks(step, state, open with { Requests = 99 })), StringComparison.Ordinal);
        Assert.Contains("no test with people is named", Assert.Single(gate.Lacks(step with { Evidence = new ReadinessEvidence("certificate", Hash) }, state, open with { MayForce = true })), StringComparison.Ordinal);
        Assert.Contains("no evaluation is named", Assert.Single(gate.Lacks(step with { Evidence = new ReadinessEvidence("certificate") }, state, open)), StringComparison.Ordinal);
        Assert.Empty(gate.Lacks(step with { Stage = "not-ready", Evidence = null }, state, open with { Certificate = null, OpenReports = 9 }));
    }

    [Theory]
    [InlineData("\"stage\":\"shadow\"", "\"stage\":\"soon\"")]
    [InlineData("\"reason\":\"because\"", "\"reason\":\"\"")]
    [InlineData("\"model\":\"*\"", "\"model\":\"\"")]
    [InlineData("\"stage\":\"shadow\"", "\"limits\":{\"requestsPerDay\":1},\"stage\":\"shadow\"")]
    [InlineData("\"id\":\"a\"", "\"id\":\"a b\"")]
    [InlineData("\"useCase\"", "\"extra\":1,\"useCase\"")]
    public void A_malformed_decision_is_refused(string from, string to)
    {
        var json = System.Text.Encoding.UTF8.GetString(ReadinessReader.Payload(Step("a", "shadow")));
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Throws<ReadinessException>(() => ReadinessReader.Draft(System.Text.Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal))));
    }

    private static ReadinessStep Step(string id, string stage) => new(
        ReadinessStep.DocumentFormat, id, "radar", "*", stage, "because", DateTimeOffset.UnixEpoch, new ReadinessEvidence("certificate", Hash, Hash));

    private void Add(ReadinessStep step, params SigningKey[] keys)
    {
        var envelope = DsseEnvelope.Create(ReadinessStep.PayloadType, ReadinessReader.Payload(step));
        foreach (var key in keys)
        {
            envelope = envelope.Sign(key);
        }

        _stored.Add(new StoredDocument(_stored.Count + 1, step.Id, envelope.ToJson(), DateTimeOffset.UnixEpoch));
    }

    private ReadinessBook Book(params RevokedSigner[] revoked) => ReadinessBook.Of(Terms, _stored, revoked);

    private string Stage() => Book().For("radar", "m").Stage;
}
