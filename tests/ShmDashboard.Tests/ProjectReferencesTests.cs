using System.Reflection;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Tests;

/// <summary>The house has arrows: Web -> Monitoring -> { SharedMemory, Imaging } -> Wording, and those two in the middle never meet.</summary>
public sealed class ProjectReferencesTests
{
    private const string Ours = "ShmDashboard.";

    [Theory]
    [InlineData(typeof(Sentence), "")]
    [InlineData(typeof(SegmentCatalog), "ShmDashboard.Wording")]
    [InlineData(typeof(PayloadIdentifier), "ShmDashboard.Wording")]
    [InlineData(typeof(SegmentMonitor), "ShmDashboard.Imaging ShmDashboard.SharedMemory ShmDashboard.Wording")]
    public void Library_ReferencesOnlyWhatTheHouseAllows(Type inLibrary, string allowed)
    {
        var references = ReferencesOf(inLibrary.Assembly).Where(name => name.StartsWith(Ours, StringComparison.Ordinal));

        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), references.Order());
    }

    [Theory]
    [InlineData(typeof(Sentence))]
    [InlineData(typeof(SegmentCatalog))]
    [InlineData(typeof(PayloadIdentifier))]
    [InlineData(typeof(SegmentMonitor))]
    public void Library_KnowsNoAspNet(Type inLibrary) =>
        Assert.DoesNotContain(ReferencesOf(inLibrary.Assembly), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [InlineData(typeof(PayloadIdentifier))]
    [InlineData(typeof(SegmentMonitor))]
    public void LibraryAboveTheKernel_CallsNoNativeCode(Type inLibrary) =>
        Assert.DoesNotContain(
            inLibrary.Assembly.GetTypes().SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
