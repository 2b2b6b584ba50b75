using System.Reflection;
using System.Reflection.Emit;
using Hierarchy.Spectral;

namespace Hierarchy.Tests;

/// <summary>References between the namespaces of the library go downward only; read from the compiled signatures and method bodies.</summary>
public sealed class ArchitectureTests
{
    /// <summary>What each namespace may use besides itself.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Spectral"] = [],
        ["TimeStepping"] = ["Spectral"],
        ["Densities"] = ["Spectral"],
        ["Collisions"] = ["Spectral", "Densities"],
        ["Particles"] = ["Spectral", "Densities", "Collisions"],
        ["Equations"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping"],
        ["Closures"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping", "Equations"],
        ["Diagnostics"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping", "Equations", "Closures"],
        ["Audits"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping", "Equations", "Closures", "Diagnostics"],
        ["Experiments"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping", "Equations", "Closures", "Diagnostics", "Audits"],
        ["Analysis"] = ["Spectral", "Densities", "Collisions", "Particles", "TimeStepping", "Equations", "Closures", "Diagnostics", "Audits", "Experiments"],
    };

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void References_between_namespaces_go_downward()
    {
        var upward = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in typeof(VelocityGrid).Assembly.GetTypes().Where(type => RoomOf(type) is not null))
        {
            string room = RoomOf(type)!;
            Assert.True(MayUse.ContainsKey(room), $"the namespace {room} has no place in the order");
            foreach (Type used in References(type).SelectMany(Parts).Where(used => RoomOf(used) is { } other && other != room))
            {
                if (!MayUse[room].Contains(RoomOf(used)))
                    upward.Add($"{room}.{type.Name} uses {RoomOf(used)}.{used.Name}");
            }
        }
        Assert.Empty(upward);
    }

    [Fact]
    public void The_reading_of_method_bodies_sees_references()
    {
        // WorkCrew.Helper is used by RunShared inside a body only.
        Type crew = typeof(WorkCrew);
        Assert.Contains(References(crew), used => used.DeclaringType == crew);
        Assert.Contains(References(typeof(ArchitectureTests)), used => used == typeof(Assert));
    }

    /// <summary>The folder of the library that a type lives in, or null for the types of others.</summary>
    private static string? RoomOf(Type type) =>
        type.Assembly == typeof(VelocityGrid).Assembly && type.Namespace is { } name && name.StartsWith("Hierarchy.", StringComparison.Ordinal) ? name.Split('.')[1] : null;

    private static IEnumerable<Type> References(Type type)
    {
        IEnumerable<Type> types = [.. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType)];
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
