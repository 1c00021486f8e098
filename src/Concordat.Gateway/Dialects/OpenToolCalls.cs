namespace Concordat.Gateway.Dialects;

/// <summary>Tool calls of a stream that are not whole yet, by group (a choice) and index. Not thread-safe.</summary>
internal sealed class OpenToolCalls
{
    private readonly Dictionary<(int Group, int Index), Building> _open = [];
    private readonly HashSet<(int Group, int Index)> _taken = [];

    public bool Any => _open.Count > 0;

    /// <summary>
    /// A delta came for a call that had been taken as whole, or a call was named twice: some clients join the names, some take the
    /// first and some the last, so that what is decided might not be what is called.
    /// </summary>
    public bool Contradicted { get; private set; }

    public void Add(int group, int index, ToolCall delta)
    {
        if (_taken.Contains((group, index)))
        {
            Contradicted = true;
            return;
        }

        if (!_open.TryGetValue((group, index), out var call))
        {
            _open[(group, index)] = call = new Building();
        }

        Contradicted |= call.Name.Length > 0 && delta.Name.Length > 0;
        call.Name += delta.Name;
        call.Arguments.Write(delta.Arguments);
    }

    public void TakeOne(int group, int index, List<ToolCall> into) => Take(key => key == (group, index), into);

    public void TakeGroup(int group, List<ToolCall> into)
    {
        if (_open.Count > 0)
        {
            Take(key => key.Group == group, into);
        }
    }

    public void TakeAll(List<ToolCall> into)
    {
        if (_open.Count > 0)
        {
            Take(static _ => true, into);
        }
    }

    private void Take(Func<(int Group, int Index), bool> which, List<ToolCall> into)
    {
        foreach (var key in _open.Keys.Where(which).Order().ToArray())
        {
            var call = _open[key];
            into.Add(new ToolCall(call.Name, call.Arguments.ToArray()));
            _open.Remove(key);
            _taken.Add(key);
        }
    }

    private sealed class Building
    {
        public string Name { get; set; } = "";

        public MemoryStream Arguments { get; } = new();
    }
}
