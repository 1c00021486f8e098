namespace Concordat.Setup;

/// <summary>What a new installation is made with.</summary>
/// <param name="Directory">Where; must not exist, or be empty.</param>
/// <param name="Department">Name of the party that uses the models.</param>
/// <param name="Vendor">Name of the party that offers them.</param>
internal sealed record InstallationPlan(string Directory, string Department, string Vendor)
{
    /// <summary>Whether it is to be tried: then its agreement also takes for the cloud <c>demo</c> whatever model somebody tries it with.</summary>
    public bool IsDemo { get; init; }
}
