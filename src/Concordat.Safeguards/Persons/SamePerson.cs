namespace Concordat.Safeguards.Persons;

/// <summary>Two identifiers are the same when kind and normal form agree, whatever was known about nationality.</summary>
internal sealed class SamePerson : IEqualityComparer<PersonKey>
{
    public static readonly SamePerson Instance = new();

    public bool Equals(PersonKey x, PersonKey y) => x.Kind == y.Kind && string.Equals(x.Value, y.Value, StringComparison.Ordinal);

    public int GetHashCode(PersonKey obj) => HashCode.Combine(obj.Kind, string.GetHashCode(obj.Value, StringComparison.Ordinal));
}
