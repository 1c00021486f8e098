namespace Concordat.Oversight.Orders;

/// <summary>What an order is against. Every member that is given must fit; at least one is given.</summary>
/// <param name="Vendor">Legal name of the vendor, compared without case.</param>
/// <param name="Affiliates">Further names that stand for the vendor: subsidiaries, resellers, affiliates.</param>
/// <param name="Model">Name of the model, as applications ask for it or as the upstream knows it; a <c>*</c> at the end stands for the rest of the family.</param>
/// <param name="Cloud">Cloud of the deployment.</param>
/// <param name="Region">Region of the deployment.</param>
/// <param name="Deployment">Registered name of one deployment.</param>
/// <param name="UseCase">Id of one use case.</param>
public sealed record OrderTarget(
    string? Vendor = null,
    IReadOnlyList<string>? Affiliates = null,
    string? Model = null,
    string? Cloud = null,
    string? Region = null,
    string? Deployment = null,
    string? UseCase = null)
{
    /// <summary>Whether anything is named at all; an order against everything names its network in the scope and a use case or a cloud here.</summary>
    public bool NamesSomething() => Vendor is not null || Model is not null || Cloud is not null || Region is not null || Deployment is not null || UseCase is not null;

    /// <summary>Whether it names a vendor or a model, which a component of a model can be of.</summary>
    public bool NamesMaker() => Vendor is not null || Model is not (null or ['*']);

    public bool Covers(OrderSubject subject) =>
        NamesSomething()
        && IsVendor(subject.Vendor)
        && (IsModel(subject.Model) || (subject.UpstreamModel is { } upstream && IsModel(upstream)))
        && CoversPlace(subject);

    /// <summary>Whether all fits but for the vendor and the model, which are not looked at.</summary>
    public bool CoversPlace(OrderSubject subject) =>
        Fits(Cloud, subject.Cloud)
        && Fits(Region, subject.Region)
        && Fits(Deployment, subject.Deployment)
        && Fits(UseCase, subject.UseCase);

    /// <summary>Whom or what it is against, in words.</summary>
    public string ToWords()
    {
        (string Name, string? Value)[] parts =
        [
            ("vendor", Vendor), ("model", Model), ("cloud", Cloud), ("region", Region), ("deployment", Deployment), ("use case", UseCase),
        ];
        var named = string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"));
        return Affiliates is { Count: > 0 } affiliates ? $"{named} (with {string.Join(", ", affiliates)})" : named;
    }

    private static bool Fits(string? wanted, string actual) => wanted is null || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);

    private bool IsVendor(string vendor) =>
        Fits(Vendor, vendor) || (Affiliates?.Contains(vendor, StringComparer.OrdinalIgnoreCase) ?? false);

    private bool IsModel(string model) => Model is ['*'] or null
        || (Model.EndsWith('*') ? model.StartsWith(Model.AsSpan()[..^1], StringComparison.OrdinalIgnoreCase) : Fits(Model, model));
}
