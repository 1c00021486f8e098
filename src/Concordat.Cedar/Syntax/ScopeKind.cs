namespace Concordat.Cedar.Syntax;

/// <summary>How a policy's scope narrows the principal, action or resource.</summary>
public enum ScopeKind
{
    /// <summary>Not at all.</summary>
    Any,

    /// <summary><c>== entity</c>.</summary>
    Equal,

    /// <summary><c>in entity</c> or <c>in [entities]</c>.</summary>
    In,

    /// <summary><c>is Type</c>.</summary>
    Is,

    /// <summary><c>is Type in entity</c>.</summary>
    IsIn,
}
