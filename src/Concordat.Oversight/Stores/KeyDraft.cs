using Concordat.Oversight.Keys;

namespace Concordat.Oversight.Stores;

/// <summary>A key on its way into a store: the one place where a secret is made.</summary>
internal sealed record KeyDraft(ApiKeyRecord Record, byte[] SecretHash, string Secret)
{
    public static KeyDraft Create(string id, string useCase, string label, DateTimeOffset? expires, TimeProvider time)
    {
        var now = time.GetStoredNow();
        if (expires <= now)
        {
            throw new ArgumentException($"the key would expire at {expires:O}, which is past", nameof(expires));
        }

        var secret = ApiKeyFormat.NewSecret();
        var record = new ApiKeyRecord(
            id,
            Text.Bounded(useCase, 128),
            Text.Bounded(label, 128),
            now,
            expires?.ToWholeMicroseconds(),
            Revoked: null);
        return new KeyDraft(record, ApiKeyFormat.Hash(secret), secret);
    }

    public CreatedApiKey ToCreated() => new(Record, ApiKeyFormat.Compose(Record.Id, Secret));

    public override string ToString() => Record.ToString();
}
