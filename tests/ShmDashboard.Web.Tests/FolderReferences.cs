using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ShmDashboard.Web.Tests;

/// <summary>
/// Which folder of a project uses types of which other one, as the compiler wrote it down: in declarations and in code. A
/// folder is a namespace; constants leave no trace.
/// </summary>
internal sealed class FolderReferences
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff, code => code.OperandType);

    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _uses = [];
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly string _root;
    private readonly Collector _collector;
    private string _from = "";
    private string _type = "";

    private FolderReferences(PEReader file, string root)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _root = root;
        _collector = new Collector(Note);
    }

    /// <summary>Folder to folder, with the types that do it. The project's root is called <c>(root)</c>.</summary>
    public static IReadOnlyDictionary<(string From, string To), SortedSet<string>> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var references = new FolderReferences(file, assembly.GetName().Name!);
        references.ReadAll();
        return references._uses;
    }

    /// <summary>The circles: groups of folders each of which leads to all others.</summary>
    public static IReadOnlyList<ImmutableSortedSet<string>> Circles(IEnumerable<(string From, string To)> uses)
    {
        var next = uses.ToLookup(use => use.From, use => use.To);
        var reach = next.ToDictionary(from => from.Key, from => Reach(from.Key, next));
        return [.. reach.Where(from => from.Value.Contains(from.Key))
            .Select(from => from.Value.Where(to => reach.GetValueOrDefault(to)?.Contains(from.Key) == true).ToImmutableSortedSet())
            .DistinctBy(circle => string.Join(' ', circle))];
    }

    private static HashSet<string> Reach(string from, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(next[from]);
        while (open.TryDequeue(out string? to))
        {
            if (!reached.Add(to))
                continue;
            foreach (string further in next[to])
                open.Enqueue(further);
        }

        return reached;
    }

    private void ReadAll()
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            if (FolderOf(handle) is not { } folder)
                continue;
            _from = folder;
            Read(_metadata.GetTypeDefinition(handle));
        }
    }

    private void Read(TypeDefinition type)
    {
        _type = _metadata.GetString(type.Name);
        Note(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
            Note(_metadata.GetInterfaceImplementation(implemented).Interface);
        foreach (var field in type.GetFields())
            _metadata.GetFieldDefinition(field).DecodeSignature(_collector, null);
        foreach (var handle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(handle);
            method.DecodeSignature(_collector, null);
            if (method.RelativeVirtualAddress != 0)
                ReadBody(_file.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void ReadBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_collector, null);
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xfe)
                value = 0xfe00 | code.ReadByte();
            switch (s_operands[value])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    Note(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private void Note(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                if (FolderOf((TypeDefinitionHandle)handle) is { } to && to != _from)
                {
                    if (!_uses.TryGetValue((_from, to), out var types))
                        _uses.Add((_from, to), types = []);
                    types.Add($"{_type} -> {_metadata.GetString(_metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name)}");
                }

                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_collector, null);
                break;
            case HandleKind.MethodDefinition:
                Note(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Note(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Note(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Note(method.Method);
                method.DecodeSignature(_collector, null);
                break;
        }
    }

    // Null: not ours, or made by a generator somewhere else.
    private string? FolderOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        string name = _metadata.GetString(type.Namespace);
        return name == _root ? "(root)" : name.StartsWith(_root + '.', StringComparison.Ordinal) ? name[(_root.Length + 1)..] : null;
    }

    /// <summary>Hands on every type of the assembly that a signature names.</summary>
    private sealed class Collector(Action<EntityHandle> note) : ISignatureTypeProvider<int, object?>
    {
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            note(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? context, int index) => 0;

        public int GetGenericTypeParameter(object? context, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;
    }
}
