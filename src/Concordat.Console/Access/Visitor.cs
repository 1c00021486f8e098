using Concordat.Oversight.Sessions;

namespace Concordat.Console.Access;

/// <summary>Who asks for a page: a person with a session.</summary>
public sealed record Visitor(Person Person, Session Session, SessionSecret Secret)
{
    /// <summary>What every form of this session carries.</summary>
    public string FormToken => Secret.Derive(ConsoleForm.Purpose);

    public bool Is(ConsoleRole roles) => (Person.Roles & roles) != ConsoleRole.None;
}
