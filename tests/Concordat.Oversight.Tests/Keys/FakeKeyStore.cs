using System.Threading.Channels;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Tests.Keys;

/// <summary>Keys in memory; can be made to fail, and says when it was asked.</summary>
internal sealed class FakeKeyStore(TimeProvider time) : IKeyStore
{
    private readonly List<StoredApiKey> _keys = [];
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private long _version;

    public event EventHandler? Changed;

    public bool IsDown { get; set; }

    /// <summary>Completes when the verifier has asked for the version once more.</summary>
    public async Task AskedAsync(CancellationToken cancellation) => await _asked.Reader.ReadAsync(cancellation);

    public ValueTask<CreatedApiKey> CreateAsync(string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation)
    {
        var draft = KeyDraft.Create(ApiKeyFormat.NewId(), useCase, label, expires, time);
        _keys.Add(new StoredApiKey(draft.Record, draft.SecretHash));
        _version++;
        return ValueTask.FromResult(draft.ToCreated());
    }

    public ValueTask<CreatedApiKey?> CreateOnceAsync(string id, string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<bool> RevokeAsync(string id, string? by, CancellationToken cancellation)
    {
        var index = _keys.FindIndex(key => string.Equals(key.Record.Id, id, StringComparison.Ordinal));
        _keys[index] = _keys[index] with { Record = _keys[index].Record with { Revoked = time.GetUtcNow() } };
        _version++;
        return ValueTask.FromResult(true);
    }

    public ValueTask<CreatedApiKey> CreateAsync(string useCase, string label, DateTimeOffset? expires, CancellationToken cancellation) =>
        CreateAsync(useCase, label, expires, by: null, cancellation);

    public ValueTask<bool> RevokeAsync(string id, CancellationToken cancellation) => RevokeAsync(id, by: null, cancellation);

    public void RaiseChanged() => Changed?.Invoke(this, EventArgs.Empty);

    public ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<long> VersionAsync(CancellationToken cancellation)
    {
        _asked.Writer.TryWrite(true);
        return IsDown ? throw new OversightUnavailableException() : ValueTask.FromResult(_version);
    }

    public ValueTask<KeySnapshot> LoadAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new KeySnapshot(_version, [.. _keys]));
}
