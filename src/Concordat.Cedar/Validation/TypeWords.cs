using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Types in plain words, for messages.</summary>
internal static class TypeWords
{
    public static string Of(CedarType type) => type switch
    {
        BoolType => "a boolean",
        LongType => "a number",
        StringType => "a string",
        SetType set => $"a set (`{set}`)",
        RecordType => "a record",
        EntityType entity => $"an entity (`{entity.Name}`)",
        ExtensionType { Name: "ipaddr" } => "an ip address",
        _ => $"a {type}",
    };
}
