namespace Concordat.Cedar.Formatting;

/// <summary>What a piece of a layout is.</summary>
internal enum DocKind
{
    /// <summary>A word that is never broken.</summary>
    Text,

    /// <summary>Pieces one after the other.</summary>
    Concat,

    /// <summary>A space, or a new line where the group around it is broken.</summary>
    Line,

    /// <summary>Nothing, or a new line where the group around it is broken.</summary>
    SoftLine,

    /// <summary>Always a new line.</summary>
    HardLine,

    /// <summary>A new line and an empty one.</summary>
    BlankLine,

    /// <summary>Set on one line when it fits, otherwise broken at its own lines.</summary>
    Group,

    /// <summary>New lines within start further right.</summary>
    Nest,

    /// <summary>A comment after a word; what follows starts on a new line.</summary>
    TrailingComment,

    /// <summary>A comment on a line of its own.</summary>
    OwnComment,
}
