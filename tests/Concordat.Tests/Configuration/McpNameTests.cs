namespace Concordat.Tests.Configuration;

/// <summary>A tool server is known by its name among deployments, and so is not named like a model.</summary>
public sealed class McpNameTests
{
    [Theory]
    [InlineData("depot", "")]
    [InlineData("sandbox", "which is the name of a model already")]
    public void A_tool_server_has_a_name_that_no_model_has(string name, string fault)
    {
        using var folder = new ConfigurationFolder(ConfigurationFolder.CompleteText + $$"""

            mcp:
              servers:
                - { name: {{name}}, url: "https://tools.example.mil/mcp", useCases: [] }

            """);
        var errors = string.Join('\n', folder.Load().Errors);
        Assert.Equal(fault.Length > 0, errors.Contains("of a model already", StringComparison.Ordinal));
        Assert.Contains(fault, errors, StringComparison.Ordinal);
    }
}
