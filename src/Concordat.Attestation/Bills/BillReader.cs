using System.Text.Json;

namespace Concordat.Attestation.Bills;

/// <summary>Collects the parts of one bill. What is there but not of the form that the standard gives it is an error, never passed over.</summary>
/// <remarks>Throws <see cref="InvalidOperationException"/> where JSON of another kind stands, and <see cref="FormatException"/> with what is wrong.</remarks>
internal sealed class BillReader
{
    private const int MostComponents = 10_000;
    private const int MostNames = 32;
    private const int MostText = 300;

    private readonly HashSet<string> _refs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    public List<BillComponent> Components { get; } = [];

    public SortedSet<string> Gaps { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a model is among the parts; a model that another one only descends from does not count.</summary>
    public bool HasModel { get; private set; }

    public void Read(JsonElement root)
    {
        if (Text(root, "bomFormat") != "CycloneDX" || Text(root, "specVersion") != "1.6")
        {
            throw new FormatException("it is not CycloneDX 1.6: `bomFormat` must be `CycloneDX` and `specVersion` `1.6`");
        }

        if (root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("component", out var subject))
        {
            var names = new List<(string Role, string Name)>();
            Organisation(names, metadata, "supplier", "supplier");
            Organisation(names, metadata, "manufacture", "manufacturer"); // metadata.manufacturer is who made the bill
            Add(subject, "", isOrigin: false, names);
        }

        foreach (var component in List(root, "components"))
        {
            Add(component, "", isOrigin: false, []);
        }

        foreach (var service in List(root, "services"))
        {
            AddService(service, "");
        }

        References(root);
        foreach (var composition in List(root, "compositions"))
        {
            if (Text(composition, "aggregate") is { } aggregate && (aggregate == "unknown" || aggregate.StartsWith("incomplete", StringComparison.Ordinal)))
            {
                Gaps.Add("it says itself that it is not complete");
            }
        }

        if (!_wanted.IsSubsetOf(_refs))
        {
            Gaps.Add("it refers to a data set that is not in it");
        }
    }

    private void Add(JsonElement component, string place, bool isOrigin, List<(string Role, string Name)> names)
    {
        var type = Text(component, "type") ?? throw new FormatException("a component has no `type`");
        var name = Text(component, "name") ?? throw new FormatException("a component has no `name`");
        Organisation(names, component, "supplier", "supplier");
        Organisation(names, component, "manufacturer", "manufacturer");
        Name(names, "publisher", Text(component, "publisher"));
        Name(names, "author", Text(component, "author"));
        foreach (var author in List(component, "authors"))
        {
            Name(names, "author", Text(author, "name"));
        }

        HasModel |= !isOrigin && type == "machine-learning-model";
        Keep(component, new BillComponent(type, name, Text(component, "version") ?? "", names.Find(static named => named.Role is "supplier" or "publisher").Name ?? "")
        {
            Group = Text(component, "group") ?? "",
            Purl = Text(component, "purl") ?? "",
            Place = place,
            Names = [.. names],
        });
        References(component);
        foreach (var part in List(component, "components"))
        {
            Add(part, $"part of {name}", isOrigin, []);
        }

        if (component.TryGetProperty("pedigree", out var pedigree))
        {
            foreach (var ancestor in List(pedigree, "ancestors"))
            {
                Add(ancestor, $"ancestor of {name}", isOrigin: true, []);
            }
        }

        foreach (var data in List(component, "data"))
        {
            AddData(data, name);
        }

        if (component.TryGetProperty("modelCard", out var card) && card.TryGetProperty("modelParameters", out var parameters))
        {
            foreach (var data in List(parameters, "datasets"))
            {
                AddData(data, name);
            }
        }
    }

    private void AddData(JsonElement data, string of)
    {
        if (Text(data, "ref") is { } known)
        {
            _wanted.Add(known);
            return;
        }

        var names = new List<(string Role, string Name)>();
        if (data.TryGetProperty("governance", out var governance))
        {
            foreach (var (list, role) in (ReadOnlySpan<(string, string)>)[("custodians", "custodian"), ("stewards", "steward"), ("owners", "owner")])
            {
                foreach (var party in List(governance, list))
                {
                    Organisation(names, party, "organization", role);
                    Organisation(names, party, "contact", role);
                }
            }
        }

        Keep(data, new BillComponent("data", Text(data, "name") ?? "", "", "") { Place = $"data set of {of}", Names = [.. names] });
    }

    private void AddService(JsonElement service, string place)
    {
        var name = Text(service, "name") ?? throw new FormatException("a service has no `name`");
        var names = new List<(string Role, string Name)>();
        Organisation(names, service, "provider", "provider");
        Keep(service, new BillComponent("service", name, Text(service, "version") ?? "", "") { Group = Text(service, "group") ?? "", Place = place, Names = [.. names] });
        References(service);
        foreach (var part in List(service, "services"))
        {
            AddService(part, $"part of {name}");
        }
    }

    private void Keep(JsonElement from, BillComponent component)
    {
        if (Components.Count == MostComponents)
        {
            throw new FormatException($"it names more than {MostComponents} components");
        }

        var reference = Text(from, "bom-ref") ?? "";
        _refs.Add(reference);
        Components.Add(component with { Ref = reference });
    }

    private void References(JsonElement of)
    {
        foreach (var reference in List(of, "externalReferences"))
        {
            if (Text(reference, "type") == "bom")
            {
                Gaps.Add("it refers to another bill, which is not read");
            }
        }
    }

    private static void Organisation(List<(string Role, string Name)> names, JsonElement parent, string member, string role)
    {
        if (parent.TryGetProperty(member, out var organisation))
        {
            Name(names, role, Text(organisation, "name"));
        }
    }

    private static void Name(List<(string Role, string Name)> names, string role, string? name)
    {
        if (name is not { Length: > 0 })
        {
            return;
        }

        if (names.Count == MostNames)
        {
            throw new FormatException($"a component names more than {MostNames} people and organizations");
        }

        names.Add((role, name));
    }

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string name) => parent.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    private static string? Text(JsonElement parent, string name) => !parent.TryGetProperty(name, out var value) ? null
        : value.ValueKind != JsonValueKind.String ? throw new FormatException($"a `{name}` is not a text")
        : value.GetString() is { Length: <= MostText } text ? text
        : throw new FormatException($"a `{name}` is longer than {MostText} characters");
}
