using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Concordat.Oversight.Keys;

/// <summary>Answers whether a presented API key is good, from memory.</summary>
/// <remarks>
/// Thread-safe. A check does no I/O and allocates nothing; an unknown id costs the same hash and comparison as a known one.
/// Changes made by this process are taken up at once, changes by another process (the command line, another node) within
/// <see cref="PollInterval"/>. When the store has not answered for <see cref="StaleAfter"/>, every key is refused as
/// <see cref="KeyOutcome.Unavailable"/>: a revocation might have been missed.
/// </remarks>
public sealed class KeyVerifier : IAsyncDisposable
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    // compared against when the id is unknown; no secret is known to hash to it
    private static readonly byte[] NoHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private readonly IKeyStore _store;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private ITimer? _poll;
    private Task _loop = Task.CompletedTask;

    // written under _refreshing, read by anyone
    private volatile KeyIndex _index = new(new KeySnapshot(-1, []));
    private long _confirmedAt;

    private KeyVerifier(IKeyStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Loads the keys and starts following changes.</summary>
    /// <exception cref="OversightUnavailableException">The first load failed: without it nothing could be verified.</exception>
    public static async ValueTask<KeyVerifier> StartAsync(IKeyStore store, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var verifier = new KeyVerifier(store, time);
        await verifier.RefreshAsync(cancellation);
        store.Changed += verifier.OnChanged;
        verifier._poll = time.CreateTimer(_ => verifier._wakeUps.Writer.TryWrite(true), null, PollInterval, PollInterval);
        verifier._loop = verifier.FollowAsync();
        return verifier;
    }

    /// <summary>Whether the store answered recently enough to trust the snapshot.</summary>
    public bool IsFresh => _time.GetElapsedTime(Volatile.Read(ref _confirmedAt)) < StaleAfter;

    public bool TryVerify(ReadOnlySpan<char> presented, [NotNullWhen(true)] out ApiKeyRecord? key) =>
        Verify(presented, out key) == KeyOutcome.Valid;

    public bool TryVerify(ReadOnlySpan<byte> presented, [NotNullWhen(true)] out ApiKeyRecord? key) =>
        Verify(presented, out key) == KeyOutcome.Valid;

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, out ApiKeyRecord?)"/>
    public KeyOutcome Verify(ReadOnlySpan<char> presented, out ApiKeyRecord? key)
    {
        Span<byte> bytes = stackalloc byte[ApiKeyFormat.Length];
        if (presented.Length != ApiKeyFormat.Length || !Ascii.IsValid(presented))
        {
            key = null;
            return KeyOutcome.Unknown;
        }

        Encoding.ASCII.GetBytes(presented, bytes);
        var outcome = Verify(bytes, out key);
        CryptographicOperations.ZeroMemory(bytes);
        return outcome;
    }

    /// <summary>Checks a key and says why it is not good.</summary>
    /// <param name="key">The key's record, unless the outcome is <see cref="KeyOutcome.Unknown"/> or
    /// <see cref="KeyOutcome.Unavailable"/>.</param>
    public KeyOutcome Verify(ReadOnlySpan<byte> presented, out ApiKeyRecord? key)
    {
        key = null;
        if (!ApiKeyFormat.TrySplit(presented, out var id, out var secret))
        {
            return KeyOutcome.Unknown;
        }

        var stored = _index.Find(id);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        var matches = CryptographicOperations.FixedTimeEquals(hash, stored is null ? NoHash : stored.SecretHash.Span);
        if (!IsFresh)
        {
            return KeyOutcome.Unavailable;
        }

        if (stored is null || !matches)
        {
            return KeyOutcome.Unknown;
        }

        key = stored.Record;
        return key.Revoked is not null ? KeyOutcome.Revoked
            : key.Expires <= _time.GetUtcNow() ? KeyOutcome.Expired
            : KeyOutcome.Valid;
    }

    /// <summary>Takes up the store's present state now; what was committed before the call is seen after it.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        await _refreshing.WaitAsync(cancellation);
        try
        {
            var asked = _time.GetTimestamp();
            if (await _store.VersionAsync(cancellation) != _index.Version)
            {
                _index = new KeyIndex(await _store.LoadAsync(cancellation));
            }

            Volatile.Write(ref _confirmedAt, asked);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _store.Changed -= OnChanged;
        await _stopping.CancelAsync();
        await (_poll?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _loop;
        _stopping.Dispose();
        _refreshing.Dispose();
    }

    private void OnChanged(object? sender, EventArgs e) => _wakeUps.Writer.TryWrite(true);

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var _ in _wakeUps.Reader.ReadAllAsync(_stopping.Token))
            {
                try
                {
                    await RefreshAsync(_stopping.Token);
                }
                catch (OversightUnavailableException)
                {
                    // the snapshot stays until it is stale, then IsFresh turns every check into a refusal
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // disposed
        }
    }
}
