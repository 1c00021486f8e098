namespace Concordat.Cedar.Syntax;

/// <summary>Operators and methods with two operands.</summary>
public enum BinaryOperator
{
    /// <summary><c>||</c>.</summary>
    Or,

    /// <summary><c>&amp;&amp;</c>.</summary>
    And,

    /// <summary><c>==</c>.</summary>
    Equal,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>+</c>.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Subtract,

    /// <summary><c>*</c>.</summary>
    Multiply,

    /// <summary><c>in</c>.</summary>
    In,

    /// <summary><c>.contains()</c>.</summary>
    Contains,

    /// <summary><c>.containsAll()</c>.</summary>
    ContainsAll,

    /// <summary><c>.containsAny()</c>.</summary>
    ContainsAny,

    /// <summary><c>.getTag()</c>.</summary>
    GetTag,

    /// <summary><c>.hasTag()</c>.</summary>
    HasTag,
}
