using System.CommandLine;
using Concordat.Commands;

namespace Concordat.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("kye", "concordat: unknown command or option `kye` (did you mean `key`?)")]
    [InlineData("key creat x", "concordat: unknown command or option `creat` (did you mean `create`?)")]
    [InlineData("key list --jsn", "concordat: unknown command or option `--jsn` (did you mean `--json`?)")]
    [InlineData("key create", "concordat: required argument missing for command: `create`")]
    [InlineData("key", "concordat: required command was not provided")]
    public async Task A_wrong_command_line_is_told_in_one_line_and_ends_with_2(string line, string error)
    {
        var run = await CommandRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(error, run.Error.Split('\n')[0].TrimEnd());
        Assert.Contains("--help` says what is possible", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public async Task Help_lists_the_commands(string line)
    {
        var run = await CommandRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.All(CommandLine.Build(new CommandServices()).Subcommands, command => Assert.Contains(command.Name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_option_and_argument_says_what_it_is_for() =>
        Assert.All(Commands(CommandLine.Build(new CommandServices())), command =>
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), $"`{command.Name}` has no description");
            Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"`{command.Name} {option.Name}`"));
            Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), $"`{command.Name} {argument.Name}`"));
        });

    [Fact]
    public async Task A_wrong_configuration_is_told_error_by_error_and_ends_with_2()
    {
        using var folder = new Configuration.ConfigurationFolder("listen: nowhere\n");

        var run = await CommandRun.OfAsync("key", "list", "--config", folder.ConfigurationPath);

        Assert.Equal(ExitCode.BadInput, run.Code);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 3);
        Assert.All(lines, line => Assert.StartsWith(folder.ConfigurationPath + ":1:", line, StringComparison.Ordinal));
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);
}
