namespace Concordat.Gateway.Dialects.Translation;

/// <summary>A request that cannot be translated: it is not in its dialect's form, or says what the other dialect has no words for.</summary>
/// <param name="path">The member, as a JSON path.</param>
/// <param name="problem">What is wrong with it; null where the other dialect just has no place for it.</param>
internal sealed class RequestFaultException(string path, string? problem = null) : Exception(problem ?? path)
{
    public string Path { get; } = path;

    public string? Problem { get; } = problem;
}
