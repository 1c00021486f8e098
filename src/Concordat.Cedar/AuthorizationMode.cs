namespace Concordat.Cedar;

/// <summary>What a policy that cannot be evaluated does to the answer.</summary>
public enum AuthorizationMode
{
    /// <summary>As the Cedar specification says: it does not count, the others decide.</summary>
    SkipErrors,

    /// <summary>It denies: for use where a <c>forbid</c> that was skipped must not let anything pass.</summary>
    RequireNoErrors,
}
