namespace Concordat.Cedar.Syntax;

/// <summary>Short forms that are read as two tests joined by <c>&amp;&amp;</c>; kept so that a policy is written back as it was.</summary>
public enum BinarySugar
{
    /// <summary>None: written out.</summary>
    None,

    /// <summary><c>target has a.b</c>, for <c>target has a &amp;&amp; target.a has b</c>.</summary>
    HasPath,

    /// <summary><c>target is Type in e</c>, for <c>target is Type &amp;&amp; target in e</c>.</summary>
    IsIn,
}
