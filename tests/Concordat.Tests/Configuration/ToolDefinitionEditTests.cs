using Concordat.Configuration;

namespace Concordat.Tests.Configuration;

/// <summary>An accepted definition goes into the file as people wrote it, and into no file that would come to mean something else.</summary>
public sealed class ToolDefinitionEditTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_tool_on_one_line_gets_its_definition_there() => Assert.Equal(
        $"tools:\n  - {{ name: s__t, effect: none, definition: {Hash} }} # read\nlisten: x\n",
        Apply("tools:\n  - { name: s__t, effect: none } # read\nlisten: x\n"));

    [Fact]
    public void A_tool_on_several_lines_gets_a_line_more() => Assert.Equal(
        $"tools:\n- name: s__t\n  effect: none # why\n  definition: {Hash}\n- name: other\n  effect: force\n",
        Apply("tools:\n- name: s__t\n  effect: none # why\n- name: other\n  effect: force\n"));

    [Fact]
    public void An_older_definition_is_replaced() => Assert.Equal(
        $"tools:\n  - {{ name: s__t, definition: {Hash}, effect: none }}\n",
        Apply($"tools:\n  - {{ name: s__t, definition: {new string('b', 64)}, effect: none }}\n"));

    [Fact]
    public void A_new_tool_stands_first_in_the_list() => Assert.Equal(
        $"tools:\n  # ours\n  - {{ name: s__t, effect: none, definition: {Hash} }}\n  - {{ name: other, effect: force }}\n",
        Apply("tools:\n  # ours\n  - { name: other, effect: force }\n"));

    [Fact]
    public void Where_no_tools_are_the_list_is_begun() => Assert.Equal(
        $"listen: x\ntools:\n  - {{ name: s__t, effect: none, definition: {Hash} }}\n", Apply("listen: x\n"));

    [Theory]
    [InlineData("tools: [{ name: other, effect: none }]\n")]
    [InlineData("tools: []\n")]
    [InlineData("tools:\n  - { name: s__t, effect: 'none' }\n")]
    [InlineData("tools:\n  - { name: s__t, effect: force }\n")]
    [InlineData("a: [1\n")]
    public void What_is_laid_out_otherwise_is_left_alone(string text) => Assert.Null(Apply(text));

    private static string? Apply(string text) => ToolDefinitionEdit.Apply(text, "concordat.yaml", "s__t", "none", Hash);
}
