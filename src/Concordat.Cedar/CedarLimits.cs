namespace Concordat.Cedar;

/// <summary>Bounds that keep hostile text from using up stack or memory.</summary>
public static class CedarLimits
{
    /// <summary>Longest policy, schema or entity text, in UTF-16 code units.</summary>
    public const int TextLength = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of brackets and conditionals in text.</summary>
    public const int Nesting = 128;

    /// <summary>Deepest expression tree, chains of operators included.</summary>
    public const int ExpressionDepth = 500;

    /// <summary>Most nodes of one expression.</summary>
    public const int ExpressionSize = 100_000;

    /// <summary>Most combinations of action, principal type and resource type that a policy is validated for.</summary>
    public const int Environments = 65_536;

    /// <summary>Most parts of one policy, times the combinations that it is validated for.</summary>
    public const long ValidationWork = 20_000_000;

    /// <summary>Most diagnostics reported for one text.</summary>
    public const int Diagnostics = 100;

    /// <summary>Most policies of one text.</summary>
    public const int Policies = 50_000;

    /// <summary>Most elements of one set, in policies and in JSON.</summary>
    public const int SetSize = 65_536;

    /// <summary>Most attributes of one record and tags of one entity, in policies, schemas and JSON.</summary>
    public const int RecordSize = 4_096;

    /// <summary>Longest pattern right of <c>like</c>, in UTF-16 code units.</summary>
    public const int PatternLength = 8_192;

    /// <summary>Largest type of a schema, counted with every common type written out.</summary>
    public const int TypeSize = 100_000;

    /// <summary>Deepest nesting of JSON.</summary>
    public const int JsonDepth = 128;

    /// <summary>Most entities of one store.</summary>
    public const int Entities = 100_000;

    /// <summary>Most pairs of entity and ancestor in one store.</summary>
    public const int Ancestors = 4_000_000;

    /// <summary>Most combinations of types that a partial evaluation tries for unknown principals and resources.</summary>
    public const int UnknownTypes = 1_024;

    /// <summary>Most values in the JSON form of policies and schemas, those within other values included.</summary>
    public const int JsonValues = 1_000_000;
}
