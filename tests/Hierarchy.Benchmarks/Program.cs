using Hierarchy.Benchmarks;
using Hierarchy.Benchmarks.Audits;
using Hierarchy.Benchmarks.Calibration;
using Hierarchy.Benchmarks.Fuzzing;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Benchmarks.Performance;
using Hierarchy.Benchmarks.Rates;

Dictionary<string, Func<string[], int>> commands = new(StringComparer.OrdinalIgnoreCase)
{
    ["advice"] = AdviceCommand.Run,
    ["audits"] = AuditBenchmark.Run,
    ["calibration"] = CalibrationCommand.Run,
    ["bill"] = BillOfMaterials.Run,
    ["campaign"] = CampaignCommand.Run,
    ["closures"] = ClosureBenchmark.Run,
    ["kill"] = KillLoop.Run,
    ["limits"] = LimitsPage.Run,
    ["kernels"] = KernelTurns.Run,
    ["leading-order"] = LeadingOrderBenchmark.Run,
    ["failures"] = FailurePage.Run,
    ["gallery"] = GalleryPage.Run,
    ["diagnostics"] = DiagnosticsBenchmark.Run,
    ["estimates"] = EstimateBenchmark.Run,
    ["fuzz"] = FuzzCommand.Run,
    ["liouville"] = LiouvilleBenchmark.Run,
    ["notebook"] = NotebookCommand.Run,
    ["pages"] = ReferencePages.Run,
    ["performance"] = PerformanceCommand.Run,
    ["lowrank"] = LowRankBenchmark.Run,
    ["radial"] = RadialBenchmark.Run,
    ["particles"] = ParticleBenchmark.Run,
    ["referee"] = RefereeCommand.Run,
    ["rates"] = RatesCommand.Run,
    ["transforms"] = TransformBenchmark.Run,
    ["verify-pairs"] = PairVerification.Run,
    ["stepping"] = SteppingBenchmark.Run,
    ["symmetry"] = SymmetryBenchmark.Run,
    ["regularisation"] = RegularisationStudy.Run,
    ["verify"] = LandauVerification.Run,
};

if (args.Length > 0 && commands.TryGetValue(args[0], out Func<string[], int>? command))
    return command(args[1..]);
Console.Error.WriteLine($"one of: {string.Join(", ", commands.Keys)}");
return 1;
