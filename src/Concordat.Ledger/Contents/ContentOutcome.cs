namespace Concordat.Ledger.Contents;

/// <summary>What came of looking for the content of an entry.</summary>
public enum ContentOutcome
{
    /// <summary>It was opened.</summary>
    Opened,

    /// <summary>None was stored, or its day was destroyed whole.</summary>
    NotStored,

    /// <summary>Its data key was destroyed: nobody can open it any more.</summary>
    Shredded,

    /// <summary>Its data key is wrapped with another key than the one given.</summary>
    OtherKey,

    /// <summary>What is stored is not what was stored for this entry.</summary>
    NotGenuine,
}
