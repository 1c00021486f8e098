namespace Concordat.Gateway.Deciding;

/// <summary>The Cedar types of who asks and what is asked for; facts.cedarschema declares the same ones.</summary>
internal static class EntityTypes
{
    public const string UseCase = "Concordat::UseCase";

    public const string Model = "Concordat::Model";

    public const string Tool = "Concordat::Tool";
}
