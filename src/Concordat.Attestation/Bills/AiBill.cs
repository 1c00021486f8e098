using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Attestation.Bills;

/// <summary>A bill of materials of a model and what it is made of. Immutable.</summary>
/// <remarks>Source: CycloneDX 1.6, JSON (ECMA-424). Only who and what the parts are is read; the rest is covered by the hash.</remarks>
/// <param name="Hash">SHA-256 of the file, lower hex.</param>
/// <param name="Components">Every part, nested ones too, in the order of the file; the one that the bill is about comes first.</param>
public sealed record AiBill(string Hash, ImmutableArray<BillComponent> Components)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int MostComponents = 10_000;
    private const int MostDepth = 32;
    private const int MostText = 300;

    /// <exception cref="FormatException">It is not a CycloneDX 1.6 bill with a model in it; says what is wrong.</exception>
    public static AiBill Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MostBytes)
        {
            throw new FormatException($"a bill of materials has at most {MostBytes} bytes");
        }

        try
        {
            using var json = JsonDocument.Parse(file, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 * MostDepth });
            var root = json.RootElement;
            if (Text(root, "bomFormat") != "CycloneDX" || Text(root, "specVersion") != "1.6")
            {
                throw new FormatException("it is not CycloneDX 1.6: `bomFormat` must be `CycloneDX` and `specVersion` `1.6`");
            }

            var components = ImmutableArray.CreateBuilder<BillComponent>();
            if (root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("component", out var subject))
            {
                Add(components, subject);
            }

            if (root.TryGetProperty("components", out var list))
            {
                AddAll(components, list);
            }

            return components.Any(static component => component.Type == "machine-learning-model")
                ? new AiBill(Convert.ToHexStringLower(SHA256.HashData(file.Span)), components.ToImmutable())
                : throw new FormatException("it names no component of type `machine-learning-model`");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is not a JSON bill of materials", fault);
        }
    }

    private static void AddAll(ImmutableArray<BillComponent>.Builder components, JsonElement list)
    {
        foreach (var component in list.EnumerateArray())
        {
            Add(components, component);
        }
    }

    private static void Add(ImmutableArray<BillComponent>.Builder components, JsonElement component)
    {
        if (components.Count == MostComponents)
        {
            throw new FormatException($"it names more than {MostComponents} components");
        }

        var supplier = component.TryGetProperty("supplier", out var organisation) ? Text(organisation, "name") : Text(component, "publisher");
        components.Add(new BillComponent(
            Text(component, "type") ?? throw new FormatException("a component has no `type`"),
            Text(component, "name") ?? throw new FormatException("a component has no `name`"),
            Text(component, "version") ?? "",
            supplier ?? ""));
        if (component.TryGetProperty("components", out var nested))
        {
            AddAll(components, nested);
        }
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString() is { Length: <= MostText } text ? text : throw new FormatException($"a `{name}` is longer than {MostText} characters")
        : null;
}
