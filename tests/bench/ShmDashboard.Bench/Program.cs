using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/bench/ShmDashboard.Bench -- --filter '*' --job short --inProcess
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
