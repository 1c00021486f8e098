namespace Concordat.Oversight.Orders;

/// <summary>Where an order holds. A list that is left out does not narrow it.</summary>
public sealed record OrderScope(
    IReadOnlyList<string>? UseCases = null, IReadOnlyList<string>? Networks = null, IReadOnlyList<string>? Organisations = null)
{
    public bool Covers(OrderSubject subject) =>
        Allows(UseCases, subject.UseCase) && Allows(Networks, subject.Network) && Allows(Organisations, subject.Organisation);

    /// <summary>Whether a use can be in both.</summary>
    public bool Meets(OrderScope other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Share(UseCases, other.UseCases) && Share(Networks, other.Networks) && Share(Organisations, other.Organisations);
    }

    private static bool Share(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null || one.Any(name => other.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool Allows(IReadOnlyList<string>? names, string name) => names is null || names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
