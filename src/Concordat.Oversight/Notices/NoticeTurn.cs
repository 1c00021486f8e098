namespace Concordat.Oversight.Notices;

/// <summary>Whether somebody is to tell something now.</summary>
public enum NoticeTurn
{
    /// <summary>Another holder tells it, or it rests.</summary>
    NotNow,

    /// <summary>It is this holder's to tell.</summary>
    Mine,

    /// <summary>It was told.</summary>
    Told,
}
