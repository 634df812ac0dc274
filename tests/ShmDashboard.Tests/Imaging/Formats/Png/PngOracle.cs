using System.Buffers.Binary;
using System.Diagnostics;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

/// <summary>libpng's opinion of PNG files, through the small C program in tests/peers/pngoracle.</summary>
internal sealed class PngOracle : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pngoracle-");

    /// <summary>Builds the program; skips the test where that is impossible, but fails it in continuous integration.</summary>
    public static PngOracle Build()
    {
        var oracle = new PngOracle();
        string source = Path.Combine(RepositoryRoot(), "tests", "peers", "pngoracle", "pngoracle.c");
        string problem;
        try
        {
            problem = oracle.Run("cc", ["-O1", "-Wall", "-Werror", source, "-o", oracle.Program, "-lpng"]);
            if (File.Exists(oracle.Program))
                return oracle;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            problem = e.Message;
        }

        oracle.Dispose();
        string message = $"No C compiler with libpng ({problem.Trim()}). Install: apt-get install gcc libpng-dev";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(message);
        Assert.Skip(message);
        return oracle;
    }

    private string Program => Path.Combine(_folder.FullName, "pngoracle");

    /// <summary>RGBA16 of each file; null where libpng refuses it.</summary>
    public (int Width, int Height, ushort[] Rgba)?[] Read(IReadOnlyList<byte[]> files)
    {
        string[] names = files.Select((_, i) => Path.Combine(_folder.FullName, $"{i}.png")).ToArray();
        for (int i = 0; i < names.Length; i++)
            File.WriteAllBytes(names[i], files[i]);
        foreach (string[] batch in names.Chunk(500))
            Run(Program, batch);
        return [.. names.Select(Result)];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static (int Width, int Height, ushort[] Rgba)? Result(string name)
    {
        if (!File.Exists(name + ".rgba16"))
            return null;
        var bytes = File.ReadAllBytes(name + ".rgba16").AsSpan();
        ushort[] samples = new ushort[(bytes.Length - 8) / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(8 + (2 * i))..]);
        File.Delete(name + ".rgba16");
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), samples);
    }

    private string Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return errors.Result;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ShmDashboard.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No ShmDashboard.sln above the tests.");
    }
}
