using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>A scenario of tests/cases/orders: its documents signed on the spot, and taken when they were issued.</summary>
internal sealed class OrderScenario : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);
    private readonly JsonElement _root;

    public OrderScenario(string name)
    {
        using var parsed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", "orders", name)));
        _root = parsed.RootElement.Clone();
        Terms = new OrderTerms([.. _root.GetProperty("issuers").EnumerateArray().Select(Issuer)], ["department", "vendor"], OrderTerms.DefaultEmergency);
        Book = OrderBook.Empty(Terms);
        foreach (var document in _root.GetProperty("documents").EnumerateArray())
        {
            Take(document);
        }
    }

    public OrderTerms Terms { get; }

    public OrderBook Book { get; private set; }

    public IEnumerable<(DateTimeOffset Date, string Subject, string Standing, string? Governing)> Expected =>
        _root.GetProperty("expected").EnumerateArray().Select(each => (
            Time(each.GetProperty("date").GetString()!),
            each.GetProperty("subject").GetString()!,
            each.GetProperty("standing").GetString()!,
            each.TryGetProperty("governing", out var governing) ? governing.GetString() : null));

    public OrderSubject Subject(string name) => _root.GetProperty("subjects").GetProperty(name).Deserialize<OrderSubject>(Options)!;

    public byte[] Sign(string json, params string[] issuers)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(json));
        return issuers.Aggregate(DsseEnvelope.Create(type, payload), (envelope, issuer) => envelope.Sign(_keys[issuer])).ToJson();
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private OrderIssuer Issuer(JsonElement json)
    {
        var id = json.GetProperty("id").GetString()!;
        _keys[id] = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        return new OrderIssuer(
            id,
            id,
            json.TryGetProperty("party", out var party) ? party.GetString() : null,
            _keys[id].PublicKey,
            json.GetProperty("acts").EnumerateArray().Select(act => act.GetString()!).ToFrozenSet(StringComparer.Ordinal));
    }

    private void Take(JsonElement document)
    {
        var envelope = Sign(document.GetRawText(), document.GetProperty("issuer").GetString()!);
        var taken = OrderIntake.Check(envelope, Book, [], Time(document.GetProperty("issued").GetString()!));
        Assert.NotNull(taken);
        Book = Book.With([new StoredDocument(Book.Documents.Length + 1, taken.Id, envelope, default)]);
    }
}
