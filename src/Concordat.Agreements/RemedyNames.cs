namespace Concordat.Agreements;

/// <summary>The written names of remedies, as clauses, records and answers use them.</summary>
public static class RemedyNames
{
    /// <summary>The name: <c>refuse</c>, <c>authorize</c>, <c>ruling</c> or <c>mask</c>.</summary>
    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.Refuse => "refuse",
        Remedy.Authorize => "authorize",
        Remedy.Ruling => "ruling",
        Remedy.Mask => "mask",
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "unknown remedy"),
    };

    /// <summary>The remedy of that name; none when there is no such.</summary>
    public static Remedy? Parse(string name) => name switch
    {
        "refuse" => Remedy.Refuse,
        "authorize" => Remedy.Authorize,
        "ruling" => Remedy.Ruling,
        "mask" => Remedy.Mask,
        _ => null,
    };
}
