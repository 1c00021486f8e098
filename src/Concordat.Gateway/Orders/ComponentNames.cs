using Concordat.Attestation.Bills;

namespace Concordat.Gateway.Orders;

/// <summary>The names of one component of a bill, made ready to be compared with targets.</summary>
internal sealed class ComponentNames
{
    private readonly List<(string What, string Text, NameWords Words)> _makers = [];
    private readonly List<(string What, string Text, NameWords Words, NameWords WithVersion)> _models = [];

    private readonly List<string> _versions = [];

    public ComponentNames(BillComponent component)
    {
        AddVersion(component.Version);
        foreach (var (role, name) in component.Names)
        {
            _makers.Add((role, name, NameWords.Of(name)));
        }

        AddMaker("group", component.Group);
        AddModel("name", component.Name, component.Version);
        if (component.Group.Length > 0)
        {
            AddModel("name", $"{component.Group}/{component.Name}", component.Version);
        }

        if (component.Name.LastIndexOf('/') is > 0 and var slash)
        {
            AddMaker("name", component.Name[..slash]);
            AddModel("name", component.Name[(slash + 1)..], component.Version);
        }

        Purl(component.Purl);
        IsOwned = _makers.Count > 0;
        if (component.Type is "machine-learning-model" or "data")
        {
            AddMaker("name", component.Name); // models and data are called by who made them; that a library is says less
        }
    }

    /// <summary>Whether anybody is named whose it could be.</summary>
    public bool IsOwned { get; }

    /// <summary>What the component says of its version, in the bill's own member and in its package URL; empty where it says nothing.</summary>
    public IReadOnlyList<string> Versions => _versions;

    /// <summary>What names the company, in words; null where nothing does.</summary>
    public string? Maker(NameWords company) => _makers.Find(each => each.Words.Has(company)) is { What: { } what } found ? $"its {what} `{Shown(found.Text)}`" : null;

    /// <summary>What is the model, or of the family, in words; null where nothing is.</summary>
    public string? Model(NameWords model, bool isFamily) =>
        _models.Find(each => isFamily ? each.Words.HasFamily(model) : each.Words.Is(model) || each.WithVersion.Is(model)) is { What: { } what } found
            ? $"its {what} `{Shown(found.Text)}`"
            : null;

    /// <summary>What is called so whatever its version, in words; null where nothing is.</summary>
    public string? Called(NameWords name) => _models.Find(each => each.Words.Is(name)) is { What: { } what } found ? $"its {what} `{Shown(found.Text)}`" : null;

    /// <summary>Text of a bill as it can be shown anywhere: nothing in it steers a terminal.</summary>
    public static string Shown(string text) => string.Concat(text.Select(static each => char.IsControl(each) || char.GetUnicodeCategory(each) == System.Globalization.UnicodeCategory.Format ? '\uFFFD' : each));

    private void Purl(string purl)
    {
        // pkg:type/namespace/name@version?qualifiers#subpath
        var path = purl.Split('#', '?')[0];
        if (path.IndexOf('/', StringComparison.Ordinal) is var first && first < 0)
        {
            AddMaker("purl", path);
            return;
        }

        path = path[(first + 1)..].Trim('/');
        var last = path.LastIndexOf('/');
        AddMaker("purl", last > 0 ? path[..last] : "", purl);
        var name = path[(last + 1)..].Split('@', 2);
        AddVersion(name.Length > 1 ? Uri.UnescapeDataString(name[1]) : "");
        AddModel("purl", Uri.UnescapeDataString(name[0]), name.Length > 1 ? Uri.UnescapeDataString(name[1]) : "", purl);
    }

    private void AddVersion(string version)
    {
        if (!string.IsNullOrWhiteSpace(version))
        {
            _versions.Add(version);
        }
    }

    private void AddMaker(string what, string text, string? shown = null)
    {
        if (text.Length > 0)
        {
            _makers.Add((what, shown ?? text, NameWords.Of(Uri.UnescapeDataString(text))));
        }
    }

    private void AddModel(string what, string text, string version, string? shown = null)
    {
        if (text.Length > 0)
        {
            _models.Add((what, shown ?? (version.Length > 0 && !text.EndsWith(version, StringComparison.Ordinal) ? $"{text} {version}" : text), NameWords.Of(text), NameWords.Of($"{text} {version}")));
        }
    }
}
