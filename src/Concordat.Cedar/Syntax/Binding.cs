namespace Concordat.Cedar.Syntax;

/// <summary>How tightly a form of expression binds, loosest first.</summary>
internal enum Binding
{
    None,
    Or,
    And,
    Relation,
    Sum,
    Product,
    Unary,
    Member,
}
