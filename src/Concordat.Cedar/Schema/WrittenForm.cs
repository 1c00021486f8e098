namespace Concordat.Cedar.Schema;

/// <summary>What a written type name says about what it may mean; the JSON form of a schema has a way to write each.</summary>
internal enum WrittenForm
{
    /// <summary>Common type, entity type or built-in type, whichever there is: the only way of the Cedar form.</summary>
    Any,

    /// <summary>An entity type.</summary>
    Entity,

    /// <summary>A common type or a built-in type.</summary>
    Common,

    /// <summary>A built-in type; the name starts with <c>__cedar::</c>.</summary>
    Primitive,

    /// <summary>An extension type; the name starts with <c>__cedar::</c>.</summary>
    Extension,
}
