namespace Concordat.Cedar.Evaluation;

/// <summary>Kinds of values in plain words.</summary>
internal static class KindNames
{
    public static string Of(CedarValueKind kind) => kind switch
    {
        CedarValueKind.Bool => "a boolean",
        CedarValueKind.Long => "a number",
        CedarValueKind.String => "a string",
        CedarValueKind.Entity => "an entity",
        CedarValueKind.Set => "a set",
        CedarValueKind.Record => "a record",
        CedarValueKind.Decimal => "a decimal",
        CedarValueKind.IpAddress => "an ip address",
        CedarValueKind.Datetime => "a datetime",
        CedarValueKind.Duration => "a duration",
        _ => "nothing",
    };
}
