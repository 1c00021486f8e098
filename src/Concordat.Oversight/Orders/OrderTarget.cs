namespace Concordat.Oversight.Orders;

/// <summary>What an order is against. Every member that is given must fit; at least one is given.</summary>
/// <remarks>
/// Names are compared without case, and any white space counts as one space. Where a deployment is registered without a vendor, cloud or
/// region, nothing excludes that it is the one named: it fits.
/// </remarks>
/// <param name="Vendor">Legal name of the vendor.</param>
/// <param name="Affiliates">Further names that stand for the vendor: subsidiaries, resellers, affiliates.</param>
/// <param name="Model">Name of the model, as applications ask for it or as the upstream knows it; a <c>*</c> at the end stands for the rest of the family, whose name may begin after any sign that is neither letter nor digit.</param>
/// <param name="Version">Version of the model, as it is registered.</param>
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
    string? UseCase = null,
    string? Version = null)
{
    /// <summary>What stands in a registration where nothing was said.</summary>
    private const string Unknown = "unknown";

    /// <summary>Whether anything is named at all; an order against everything names its network in the scope and a use case or a cloud here.</summary>
    public bool NamesSomething() => Vendor is not null || Model is not null || Cloud is not null || Region is not null || Deployment is not null || UseCase is not null;

    /// <summary>Whether it names a vendor or a model, which a component of a model can be of.</summary>
    public bool NamesMaker() => Vendor is not null || Model is not (null or ['*']);

    /// <summary>Whether it names a use case and nothing else.</summary>
    public bool IsUseCaseAlone() => this with { UseCase = null } == new OrderTarget() && UseCase is not null;

    public bool Covers(OrderSubject subject) =>
        NamesSomething()
        && IsVendor(subject.Vendor)
        && (IsModel(subject.Model) || (subject.UpstreamModel is { } upstream && IsModel(upstream)))
        && (Version is null || subject.Version is null || IsName(Version, subject.Version))
        && CoversPlace(subject);

    /// <summary>
    /// Whether a use can be named by both. In doubt it can: a vendor has affiliates, a model another name at its upstream, and a deployment that is
    /// registered without a cloud or region is in any that is named.
    /// </summary>
    public bool Meets(OrderTarget other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CanFit(Deployment, other.Deployment) && CanFit(UseCase, other.UseCase);
    }

    /// <summary>Whether all fits but for the vendor and the model, which are not looked at.</summary>
    public bool CoversPlace(OrderSubject subject) =>
        FitsOrIsUnknown(Cloud, subject.Cloud)
        && FitsOrIsUnknown(Region, subject.Region)
        && Fits(Deployment, subject.Deployment)
        && Fits(UseCase, subject.UseCase);

    /// <summary>Whom or what it is against, in words.</summary>
    public string ToWords()
    {
        (string Name, string? Value)[] parts =
        [
            ("vendor", Vendor), ("model", Model), ("version", Version), ("cloud", Cloud), ("region", Region), ("deployment", Deployment), ("use case", UseCase),
        ];
        var named = string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"));
        return Affiliates is { Count: > 0 } affiliates ? $"{named} (with {string.Join(", ", affiliates)})" : named;
    }

    private static bool Fits(string? wanted, string actual) => wanted is null || IsName(wanted, actual);

    private static bool FitsOrIsUnknown(string? wanted, string actual) => Fits(wanted, actual) || actual is Unknown;

    private static bool CanFit(string? one, string? other) => one is null || other is null || Fits(one, other);

    private bool IsVendor(string vendor) =>
        FitsOrIsUnknown(Vendor, vendor) || (Affiliates?.Any(affiliate => IsName(affiliate, vendor)) ?? false);

    private bool IsModel(string model) => Model is ['*'] or null
        || (Model.EndsWith('*') ? IsFamily(Model.AsSpan()[..^1], model) : IsName(Model, model));

    private static bool IsFamily(ReadOnlySpan<char> family, ReadOnlySpan<char> model)
    {
        for (var at = 0; at + family.Length <= model.Length; at++)
        {
            if ((at == 0 || !char.IsLetterOrDigit(model[at - 1])) && model[at..].StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string wanted, string actual)
    {
        var rest = wanted.AsSpan().Trim();
        var other = actual.AsSpan().Trim();
        while (!rest.IsEmpty && !other.IsEmpty)
        {
            var isGap = char.IsWhiteSpace(rest[0]);
            if (isGap != char.IsWhiteSpace(other[0]) || (!isGap && char.ToUpperInvariant(rest[0]) != char.ToUpperInvariant(other[0])))
            {
                return false;
            }

            rest = isGap ? rest.TrimStart() : rest[1..];
            other = isGap ? other.TrimStart() : other[1..];
        }

        return rest.IsEmpty && other.IsEmpty;
    }
}
