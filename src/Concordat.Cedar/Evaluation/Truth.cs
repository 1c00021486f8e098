namespace Concordat.Cedar.Evaluation;

/// <summary>Outcome of a test.</summary>
internal enum Truth
{
    False,
    True,
    Error,
}
