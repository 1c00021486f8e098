using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores;

/// <summary>The distinct persons of one look-up, hashed under the key of the present epoch and, where there is one, of the epoch before.</summary>
internal sealed class HashedPersons
{
    public HashedPersons(IReadOnlyList<PersonKey> persons, byte[] key, byte[]? formerKey)
    {
        var distinct = persons.Distinct(SamePerson.Instance).ToArray();
        Present = PersonHashes.Of(key, distinct);
        Former = formerKey is null ? Present : PersonHashes.Of(formerKey, distinct);
        HasFormer = formerKey is not null;
    }

    /// <summary>Hashes under the present key.</summary>
    public byte[][] Present { get; }

    /// <summary>The same persons in the same order under the former key; the present hashes where there is none.</summary>
    public byte[][] Former { get; }

    public bool HasFormer { get; }

    private sealed class SamePerson : IEqualityComparer<PersonKey>
    {
        public static SamePerson Instance { get; } = new();

        public bool Equals(PersonKey x, PersonKey y) =>
            string.Equals(x.Kind, y.Kind, StringComparison.Ordinal) && x.Normalised.Span.SequenceEqual(y.Normalised.Span);

        public int GetHashCode(PersonKey person)
        {
            var hash = new HashCode();
            hash.AddBytes(person.Normalised.Span);
            return hash.ToHashCode();
        }
    }
}
