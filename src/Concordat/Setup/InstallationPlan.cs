namespace Concordat.Setup;

/// <summary>What a new installation is made with.</summary>
/// <param name="Directory">Where; must not exist, or be empty.</param>
/// <param name="Department">Name of the party that uses the models.</param>
/// <param name="Vendor">Name of the party that offers them.</param>
internal sealed record InstallationPlan(string Directory, string Department, string Vendor);
