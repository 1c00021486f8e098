using System.Text;

namespace Concordat.Oversight.Meters;

/// <summary>One identifier of a person on its way to the meter; it is hashed there and not kept.</summary>
/// <param name="Kind">What sort of identifier, for example <c>email</c>.</param>
/// <param name="Normalised">The identifier in its one normal spelling: the meter compares bytes.</param>
public readonly record struct PersonKey(string Kind, ReadOnlyMemory<byte> Normalised)
{
    public static PersonKey Of(string kind, string normalised) => new(kind, Encoding.UTF8.GetBytes(normalised));

    /// <summary>Leaves the identifier out, so that a logged value does not leak it.</summary>
    public override string ToString() => Kind;
}
