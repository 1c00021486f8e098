namespace Concordat.Cedar;

/// <summary>How bad a finding is.</summary>
public enum CedarSeverity
{
    /// <summary>The text works but probably does not say what was meant.</summary>
    Warning,

    /// <summary>The text must not be used.</summary>
    Error,
}
