using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary>Opens files of policies and schemas: a name that ends in <c>.json</c> holds the JSON form, any other the Cedar form.</summary>
internal static class CedarFile
{
    public static bool IsJson(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public static Task<(PolicySet? Policies, IReadOnlyList<CedarDiagnostic> Found)> ReadPoliciesAsync(string file, CancellationToken cancellationToken) =>
        ReadPoliciesAsync(file, IsJson(file), cancellationToken);

    public static async Task<(PolicySet? Policies, IReadOnlyList<CedarDiagnostic> Found)> ReadPoliciesAsync(
        string file, bool isJson, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        _ = isJson ? PolicySet.TryParseJson(text, file, out var policies, out var found) : PolicySet.TryParse(text, file, out policies, out found);
        return (policies, found);
    }

    public static Task<(CedarSchema? Schema, IReadOnlyList<CedarDiagnostic> Found)> ReadSchemaAsync(string file, CancellationToken cancellationToken) =>
        ReadSchemaAsync(file, IsJson(file), cancellationToken);

    public static async Task<(CedarSchema? Schema, IReadOnlyList<CedarDiagnostic> Found)> ReadSchemaAsync(
        string file, bool isJson, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        _ = isJson ? CedarSchema.TryParseJson(text, file, out var schema, out var found) : CedarSchema.TryParse(text, file, out schema, out found);
        return (schema, found);
    }

    /// <summary>What was read.</summary>
    /// <exception cref="CommandException">Nothing could be; it says why, a finding a line.</exception>
    public static T Required<T>((T? Read, IReadOnlyList<CedarDiagnostic> Found) answer)
        where T : class =>
        answer.Read ?? throw new CommandException([.. answer.Found.Select(finding => finding.ToString())]);
}
