using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>A target of an order, made ready to be compared with components of bills. Where it names vendor, model and version, all must fit.</summary>
/// <remarks>A component that tells no version is not known to be of another: it fits, and what is found says so.</remarks>
internal sealed class ComponentTarget
{
    private readonly (string Name, NameWords Words)[] _companies;
    private readonly NameWords? _model;
    private readonly bool _isFamily;
    private readonly ComponentVersion? _version;

    /// <param name="target">One that names a vendor or a model.</param>
    public ComponentTarget(OrderTarget target)
    {
        Target = target;
        Text = target.ToWords();
        IEnumerable<string> companies = target.Vendor is { } vendor ? [vendor, .. target.Affiliates ?? []] : [];
        _companies = [.. companies.Select(static name => (name, NameWords.OfCompany(name)))];
        _isFamily = target.Model?.EndsWith('*') ?? false;
        _model = target.Model is null or ['*'] ? null : NameWords.Of(target.Model);
        _version = target.Version is { } version ? new ComponentVersion(target.Model!, version) : null;
    }

    public OrderTarget Target { get; }

    public string Text { get; }

    /// <summary>Why the component is named by the target; null where it is not.</summary>
    public string? Because(ComponentNames names)
    {
        string? ofModel = null, ofMaker = null;
        if (_model is not null)
        {
            ofModel = OfModel(names, _model);
            if (ofModel is null)
            {
                return null;
            }
        }
        else if (_version is not null)
        {
            // any model of the vendor, of that version
            ofModel = _version.Fits(names);
            if (ofModel is null)
            {
                return null;
            }
        }

        if (_companies.Length > 0)
        {
            ofMaker = Array.ConvertAll(_companies, company => names.Maker(company.Words) is { } maker ? $"{maker} names `{company.Name}`" : null).FirstOrDefault(static found => found is not null)
                ?? (ofModel is not null && !names.IsOwned ? "nobody is named as its vendor" : null);
            if (ofMaker is null)
            {
                return null;
            }
        }

        return ofModel is null ? ofMaker : ofMaker is null ? ofModel : $"{ofModel}, and {ofMaker}";
    }

    private string? OfModel(ComponentNames names, NameWords model)
    {
        if (_version?.InName(names) is { } whole)
        {
            return whole;
        }

        if (names.Model(model, _isFamily) is not { } found)
        {
            return null;
        }

        var ofModel = $"{found} is {(_isFamily ? "of the family" : "the model")} `{Target.Model}`";
        return _version is null ? ofModel : _version.Fits(names) is { } fits ? $"{ofModel}, and {fits}" : null;
    }
}
