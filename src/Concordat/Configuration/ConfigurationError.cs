namespace Concordat.Configuration;

/// <summary>One thing wrong in a configuration file: the place, then what it is and the way out.</summary>
internal sealed record ConfigurationError(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
