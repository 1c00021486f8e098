using System.Collections.Frozen;

namespace Concordat.Oversight.Keys;

/// <summary>A snapshot compiled for lookup; swapped whole, never changed.</summary>
internal sealed class KeyIndex(KeySnapshot snapshot)
{
    private readonly FrozenDictionary<ulong, StoredApiKey> _byId =
        snapshot.Keys.ToFrozenDictionary(key => ApiKeyFormat.Pack(key.Record.Id));

    public long Version { get; } = snapshot.Version;

    public StoredApiKey? Find(ulong id) => _byId.GetValueOrDefault(id);
}
