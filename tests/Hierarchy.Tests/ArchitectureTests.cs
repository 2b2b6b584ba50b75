using System.Reflection;
using System.Reflection.Emit;
using Hierarchy.Results;
using Hierarchy.Spectral;

namespace Hierarchy.Tests;

/// <summary>
/// The rooms of the library and of the command line stand on one another as the graph says, no more and no less: a room may use the rooms it names and what those stand on,
/// and uses each that it names. Read from the compiled signatures and method bodies.
/// </summary>
public sealed class ArchitectureTests
{
    /// <summary>The rooms that each room stands on directly.</summary>
    private static readonly Dictionary<string, string[]> Graph = new()
    {
        ["Settings"] = [],
        ["Ranks"] = [],
        ["Spectral"] = [],
        ["TimeStepping"] = ["Ranks", "Spectral"],
        ["Kernels"] = ["Spectral"],
        ["Densities"] = ["Settings", "Spectral"],
        ["States"] = ["TimeStepping"],
        ["Collisions"] = ["Densities", "Kernels", "States"],
        ["Pairs"] = ["Collisions"],
        ["LowRank"] = ["Pairs"],
        ["Invariant"] = ["Densities", "Kernels", "States"],
        ["Particles"] = ["Densities", "Kernels", "States"],
        ["Equations"] = ["Pairs"],
        ["Models"] = ["Equations", "Invariant", "LowRank", "Particles"],
        ["Diagnostics"] = ["Kernels", "States"],
        ["Audits"] = ["Diagnostics", "Models"],
        ["Scenarios"] = ["Diagnostics", "Models"],
        ["Results"] = ["Scenarios"],
        ["Experiments"] = ["Results"],
        ["Analysis"] = ["Audits", "Experiments"],
        ["Cli.Output"] = ["Experiments"],
        ["Cli.Plots"] = ["Analysis"],
        ["Cli.Report"] = ["Cli.Output", "Cli.Plots"],
        ["Cli.Commands"] = ["Cli.Report"],
    };

    /// <summary>
    /// Types that live in another room than their namespace: the analyses, which stand above everything, are methods of the results to who uses the library,
    /// found with them by one using.
    /// </summary>
    private static readonly Dictionary<Type, string> Guests = new() { [typeof(ResultAnalyses)] = "Analysis" };

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_reference_between_rooms_follows_the_graph()
    {
        string[] wrong = [.. Arrows().Where(arrow => !Foundations(arrow.From).Contains(arrow.To))
            .Select(arrow => $"{arrow.From}.{arrow.User} uses {arrow.To}.{arrow.Used}").Order(StringComparer.Ordinal)];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_arrow_of_the_graph_is_used_and_none_follows_from_another()
    {
        HashSet<(string, string)> used = [.. Arrows().Select(arrow => (arrow.From, arrow.To))];
        string[] idle = [.. Graph.SelectMany(room => room.Value.Where(below => !used.Contains((room.Key, below))).Select(below => $"{room.Key} -> {below}"))];
        string[] implied = [.. Graph.SelectMany(room => room.Value.Where(below => room.Value.Any(other => other != below && Foundations(other).Contains(below)))
            .Select(below => $"{room.Key} -> {below}"))];
        Assert.Empty(idle);
        Assert.Empty(implied);
    }

    [Fact]
    public void Every_room_has_its_place_in_the_graph() =>
        Assert.Empty(AllTypes().Select(RoomOf).OfType<string>().Where(room => !Graph.ContainsKey(room)).Distinct());

    [Fact]
    public void The_page_of_the_house_draws_this_graph()
    {
        string page = File.ReadAllText(Path.Combine(Benchmarks.Pages.Repository.Root, "src", "README.md"));
        var drawn = System.Text.RegularExpressions.Regex.Matches(page, @"^([A-Z][A-Za-z.]+) +(?:-> ([A-Za-z., ]+?)  )?.*$", System.Text.RegularExpressions.RegexOptions.Multiline)
            .Where(line => Graph.ContainsKey(line.Groups[1].Value))
                .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Graph.Keys.Order(StringComparer.Ordinal), drawn.Keys.Order(StringComparer.Ordinal));
        foreach ((string room, string[] below) in Graph)
            Assert.Equal(below, drawn[room]);
    }

    [Fact]
    public void The_reading_of_method_bodies_sees_references()
    {
        // WorkCrew.Helper is used by RunShared inside a body only.
        Type crew = typeof(WorkCrew);
        Assert.Contains(References(crew), used => used.DeclaringType == crew);
        Assert.Contains(References(typeof(ArchitectureTests)), used => used == typeof(Assert));
    }

    private static IEnumerable<Type> AllTypes() => [.. typeof(VelocityGrid).Assembly.GetTypes(), .. typeof(Hierarchy.Cli.Commands.Application).Assembly.GetTypes()];

    private static IEnumerable<(string From, string User, string To, string Used)> Arrows() =>
        from type in AllTypes()
        let room = RoomOf(type)
        where room is not null
        from used in References(type).SelectMany(Parts)
        let other = RoomOf(used)
        where other is not null && other != room
        select (room, type.Name, other, used.Name);

    /// <summary>The rooms that a room may use.</summary>
    private static IEnumerable<string> Foundations(string room) => Graph[room].SelectMany(below => Foundations(below).Append(below)).Distinct();

    /// <summary>The room that a type lives in, its namespace; null for the types of others and for those that stand above all rooms.</summary>
    private static string? RoomOf(Type type) => Guests.TryGetValue(type.DeclaringType ?? type, out string? room) ? room
        : type.Assembly.GetName().Name is "Hierarchy" or "Hierarchy.Cli" && type.Namespace?.Split('.') is ["Hierarchy", _, ..] parts
        ? parts[1] != "Cli" ? parts[1] : parts.Length > 2 ? $"Cli.{parts[2]}" : null
        : null;

    private static IEnumerable<Type> References(Type type)
    {
        IEnumerable<CustomAttributeData> attributes = type.GetCustomAttributesData()
            .Concat(type.GetProperties(Declared).SelectMany(property => property.GetCustomAttributesData()));
        IEnumerable<Type> types = [.. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType),
            .. attributes.Select(attribute => attribute.AttributeType)];
        if (type.BaseType is not null)
            types = types.Append(type.BaseType);
        IEnumerable<MethodBase> methods = [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        return types.Concat(methods.SelectMany(ReferencesOf));
    }

    private static IEnumerable<Type> ReferencesOf(MethodBase method)
    {
        foreach (ParameterInfo parameter in method.GetParameters())
            yield return parameter.ParameterType;
        if (method is MethodInfo { ReturnType: var result })
            yield return result;
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (LocalVariableInfo local in body.LocalVariables)
            yield return local.LocalType;
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            foreach (Type used in Resolve(method, token))
                yield return used;
        }
    }

    /// <summary>The metadata tokens of the types, methods and fields that a body mentions (ECMA-335, partition III).</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        int at = 0;
        while (at < code.Length)
        {
            short value = code[at++];
            if (value == 0xfe)
                value = (short)(0xfe00 | code[at++]);
            OpCode operation = OpCodesByValue[value];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineField or OperandType.InlineTok)
                yield return BitConverter.ToInt32(code, at);
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Resolve(MethodBase method, int token)
    {
        Type[] typeArguments = method.DeclaringType?.GetGenericArguments() ?? [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        switch (method.Module.ResolveMember(token, typeArguments, methodArguments))
        {
            case Type type:
                yield return type;
                break;
            case MethodBase called:
                if (called.DeclaringType is not null)
                    yield return called.DeclaringType;
                foreach (Type argument in called.IsGenericMethod ? called.GetGenericArguments() : [])
                    yield return argument;
                break;
            case FieldInfo { DeclaringType: { } owner }:
                yield return owner;
                break;
        }
    }

    /// <summary>The type, and what it is made of: elements of arrays and pointers, type arguments, the types around it.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        IEnumerable<Type> parts = type.IsGenericParameter ? [] : [type];
        return type.IsConstructedGenericType ? parts.Concat(type.GetGenericArguments().SelectMany(Parts)) : parts;
    }
}
