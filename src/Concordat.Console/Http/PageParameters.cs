namespace Concordat.Console.Http;

/// <summary>A page's parameters by name.</summary>
internal sealed class PageParameters() : Dictionary<string, object?>(StringComparer.Ordinal);
