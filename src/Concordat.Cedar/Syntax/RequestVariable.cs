namespace Concordat.Cedar.Syntax;

/// <summary>The four parts of a request.</summary>
public enum RequestVariable
{
    /// <summary>Who.</summary>
    Principal,

    /// <summary>What.</summary>
    Action,

    /// <summary>On what.</summary>
    Resource,

    /// <summary>Everything else.</summary>
    Context,
}
