using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores;

/// <summary>Finds out how many of a request's persons a window does not hold yet.</summary>
internal sealed class NewPersons(IReadOnlyList<PersonKey> persons)
{
    private readonly bool[] _held = new bool[persons.Count];

    /// <summary>Hashes of the persons under the key of one epoch.</summary>
    public byte[][] Under(byte[] key) => PersonHashes.Of(key, persons);

    /// <summary>Notes which of those hashes the window holds.</summary>
    public void Mark(byte[][] hashes, IEnumerable<byte[]> held)
    {
        var found = held.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < hashes.Length; i++)
        {
            _held[i] |= found.Contains(Convert.ToHexString(hashes[i]));
        }
    }

    /// <summary>Distinct persons that no epoch of the window holds.</summary>
    public long Count() =>
        Under(PersonHashes.NewKey()).Where((_, i) => !_held[i]).Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count();
}
