namespace Concordat.Cedar.Tests.Oracle;

public sealed class CedarOracleTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    [Fact]
    public void It_is_the_version_that_the_documentation_names()
    {
        Assert.Equal("4.13.0", oracle.Call("getCedarVersion")?.GetValue<string>());
    }
}
