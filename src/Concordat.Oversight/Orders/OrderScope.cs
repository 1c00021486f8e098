namespace Concordat.Oversight.Orders;

/// <summary>Where an order holds. A list that is left out does not narrow it.</summary>
public sealed record OrderScope(
    IReadOnlyList<string>? UseCases = null, IReadOnlyList<string>? Networks = null, IReadOnlyList<string>? Organisations = null)
{
    public bool Covers(OrderSubject subject) =>
        Allows(UseCases, subject.UseCase) && Allows(Networks, subject.Network) && Allows(Organisations, subject.Organisation);

    private static bool Allows(IReadOnlyList<string>? names, string name) => names is null || names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
