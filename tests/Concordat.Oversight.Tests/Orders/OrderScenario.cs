using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>A scenario of tests/cases/orders: its documents signed on the spot, and taken when they were issued.</summary>
internal sealed class OrderScenario : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal); // of orders, by id
    private readonly JsonElement _root;

    public OrderScenario(string name)
    {
        using var parsed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", "orders", name)));
        _root = parsed.RootElement.Clone();
        Terms = new OrderTerms([.. _root.GetProperty("issuers").EnumerateArray().Select(Issuer)], ["department", "vendor"], new EmergencyStopTerms(["department", "vendor"], 72, 30), DateTimeOffset.UnixEpoch);
        if (_root.TryGetProperty("termination", out var termination))
        {
            Terms = Terms with
            {
                TerminationJoint = termination.TryGetProperty("joint", out var joint) ? [.. joint.EnumerateArray().Select(role => role.GetString()!)] : ["department", "vendor"],
                TerminationNoticeDays = termination.TryGetProperty("noticeDays", out var days) ? days.GetInt32() : 0,
            };
        }

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

    /// <summary>What is not taken once all documents are: each with who signs it, when it comes, and what the refusal says.</summary>
    public IEnumerable<(byte[] Envelope, DateTimeOffset Came, string Because)> Refused =>
        (_root.TryGetProperty("refused", out var refused) ? refused.EnumerateArray() : []).Select(each => (
            Sign(each.GetProperty("document").GetRawText(), [.. each.GetProperty("signedBy").EnumerateArray().Select(signer => signer.GetString()!)]),
            Time(each.GetProperty("came").GetString()!),
            each.GetProperty("because").GetString()!));

    public OrderSubject Subject(string name) => _root.GetProperty("subjects").GetProperty(name).Deserialize<OrderSubject>(Options)!;

    public VerifyingKey KeyOf(string issuer) => _keys[issuer].PublicKey;

    /// <summary>A key for somebody who is no issuer of the scenario.</summary>
    public VerifyingKey NewKey(string issuer) => (_keys[issuer] = SigningKey.Generate(SignatureAlgorithm.Ed25519)).PublicKey;

    public byte[] Sign(string json, params string[] issuers)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(Named(json)));
        Remember(payload);
        return issuers.Aggregate(DsseEnvelope.Create(type, payload), (envelope, issuer) => envelope.Sign(_keys[issuer])).ToJson();
    }

    /// <summary>A notice with the hash of the order that it is about, where it is known and nothing else is written.</summary>
    private string Named(string json)
    {
        var written = JsonNode.Parse(json)!.AsObject();
        if (written["order"]?.GetValueKind() == JsonValueKind.String && !written.ContainsKey("orderHash") && _hashes.TryGetValue(written["order"]!.GetValue<string>(), out var hash))
        {
            written["orderHash"] = hash;
        }

        return written.ToJsonString();
    }

    private void Remember(byte[] payload)
    {
        using var read = JsonDocument.Parse(payload);
        if (!read.RootElement.TryGetProperty("order", out _))
        {
            _hashes[read.RootElement.GetProperty("id").GetString()!] = Convert.ToHexStringLower(SHA256.HashData(payload));
        }
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
            json.GetProperty("acts").EnumerateArray().Select(act => act.GetString()!).ToFrozenSet(StringComparer.Ordinal))
        { IsAgreed = !json.TryGetProperty("configured", out _) };
    }

    private void Take(JsonElement document)
    {
        var issuer = document.GetProperty("issuer").GetString()!;
        string[] signers = _root.TryGetProperty("signedBy", out var signedBy) && signedBy.TryGetProperty(document.GetProperty("id").GetString()!, out var all)
            ? [.. all.EnumerateArray().Select(signer => signer.GetString()!)]
            : [issuer];
        var envelope = Sign(document.GetRawText(), signers);
        var taken = OrderIntake.Check(envelope, Book, [], Time(document.GetProperty("issued").GetString()!));
        Assert.NotNull(taken);
        Book = Book.With([new StoredDocument(Book.Documents.Length + 1, taken.Id, envelope, default)]);
    }
}
