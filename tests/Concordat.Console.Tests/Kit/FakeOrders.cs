using System.Collections.Frozen;
using System.Text;
using Concordat.Console.Data;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Console.Tests.Kit;

/// <summary>Orders of a chief information officer, and a plan with one use.</summary>
internal sealed class FakeOrders : IOrders, IDisposable
{
    private static readonly FrozenSet<string> Acts = FrozenSet.Create(StringComparer.Ordinal, "remove", "lift", "respond");

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly List<StoredDocument> _stored = [];

    public OrderBook Book => OrderBook.Of(
        new OrderTerms(
            [new OrderIssuer("cio", "Chief Information Officer", "department", _key.PublicKey, Acts) { IsAgreed = true }],
            ["department", "vendor"],
            Emergency: null,
            DateTimeOffset.UnixEpoch),
        _stored);

    public OrderSigners Signers => new(
        true, ["stay"], ["department", "vendor"], ["vendor"], ["department", "vendor"], 72, 30,
        [
            new OrderIssuerReport("cio", "Chief <i>Information</i> Officer", "department", _key.PublicKey.KeyId, OrderIssuerReport.Agreement, ["remove", "lift"], ["remove"]),
            new OrderIssuerReport("lead", "Policy lead", "vendor", new string('a', 64), OrderIssuerReport.Agreement, ["suspend"], null),
        ]);

    public void Remove(string id, string effective, string complete) => Take(id, $$"""
        {
          "format": "concordat-order/1", "id": "{{id}}", "title": "Removal of <b>Example AI</b>", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "41 U.S.C. 4713" }],
          "action": "remove", "targets": [{ "vendor": "Example AI", "affiliates": ["Example AI Federal"] }], "issued": "{{effective}}", "effective": "{{effective}}",
          "milestones": [{ "stage": "identify", "due": "{{effective}}" }, { "stage": "complete", "due": "{{complete}}" }]
        }
        """);

    public void Lift(string id, string order, string from) => Take(id, $$"""
        { "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "lift", "issuer": "cio", "reason": "the matter was settled", "issued": "{{from}}", "from": "{{from}}" }
        """);

    public void Respond(string id, string order, string from) => Take(id, $$"""
        { "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "respond", "issuer": "cio", "reason": "we <i>dispute</i> the finding", "issued": "{{from}}", "from": "{{from}}" }
        """);

    public ValueTask<OrderPlanReport> PlanAsync(OrderDocument order, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var report = OrderReport.Of(order, Book, asOf);
        return ValueTask.FromResult(new OrderPlanReport(
            report, 90, asOf.AddDays(-90), 1_234, 1,
            [new OrderPlanUseReport("radar-maintenance", "Lt. Col. A. Example", "sandbox-1", "sandbox", report.Standing, report.Because, 1_234, asOf, [], [new OrderPlanHolderReport("tuned", "its vendor `Example AI, Inc.` names `Example AI`")], [new OrderPlanBarredReport("abroad", "refuse", ["7.2"], "a nation may not <i>read</i> it", 3, 1, 12)])],
            [
                new OrderPlanBillReport(
                    "tuned-1", OrderPlanBillReport.Contains, Targeted: false, "it is not signed: no signed statement names its hash", new string('a', 64),
                    [new OrderPlanComponentReport("base", "<i>example</i>-7b", "2", "ancestor of tuned", "vendor Example AI", "its supplier `Example AI` names `Example AI`")], 3, ["radar-maintenance"], ["Lt. Col. A. Example"]),
                new OrderPlanBillReport("sandbox-1", OrderPlanBillReport.NoBill, Targeted: true, "", null, [], 0, ["radar-maintenance"], ["Lt. Col. A. Example"]),
            ],
            [.. order.Order!.Milestones!.Select(milestone => new OrderMilestoneReport(milestone.Stage.ToString().ToLowerInvariant(), milestone.Due, Reported: false, "Lt. Col. A. Example"))]));
    }

    public void Dispose() => _key.Dispose();

    private void Take(string id, string json)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(json));
        _stored.Add(new StoredDocument(_stored.Count + 1, id, DsseEnvelope.Create(type, payload).Sign(_key).ToJson(), TimeProvider.System.GetUtcNow()));
    }
}
