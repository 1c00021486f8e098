using System.Net.Http.Headers;

namespace Concordat.Client;

/// <summary>What a caller declares about the data in a request.</summary>
/// <param name="Sources">Ids of registered data sources.</param>
/// <param name="Label">Confidentiality label of the data.</param>
public sealed record PreflightDeclarations(IReadOnlyList<string>? Sources = null, string? Label = null)
{
    internal void AddTo(HttpRequestHeaders headers)
    {
        if (Sources is { Count: > 0 })
        {
            headers.Add("Concordat-Sources", string.Join(", ", Sources));
        }

        if (Label is not null)
        {
            headers.Add("Concordat-Label", Label);
        }
    }
}
