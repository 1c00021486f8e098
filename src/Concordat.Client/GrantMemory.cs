namespace Concordat.Client;

/// <summary>
/// Remembers in this process alone. A grant can be carried out again after a restart, as long as it holds: where that must not be, use
/// <see cref="GrantMemoryFile"/>. Thread-safe; holds no more than the grants that have not expired.
/// </summary>
public sealed class GrantMemory : IGrantMemory
{
    private readonly Lock _lock = new();
    private readonly UsedGrants _used = new();

    /// <inheritdoc/>
    public bool TryUse(GrantResult grant, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_used.MayBeUsed(grant, now))
            {
                return false;
            }

            _used.Add(grant.Nonce!, grant.Expires!.Value);
            return true;
        }
    }
}
