namespace ShmDashboard.Imaging.Layouts.Objects;

/// <summary>An object that a program has put into a segment under a name.</summary>
/// <param name="Name">The name; of an object that is the only one of its type, the type's as the compiler writes it.</param>
/// <param name="Offset">Where it is, in bytes from the start of the segment.</param>
/// <param name="LengthBytes">Its size: an array's whole one, of a vector that of what points to its elements.</param>
/// <param name="ContentOffset">Where what it holds is: a vector's elements, else as <paramref name="Offset"/>.</param>
/// <param name="ContentBytes">How much that is.</param>
public readonly record struct NamedObject(string Name, long Offset, long LengthBytes, long ContentOffset, long ContentBytes);
