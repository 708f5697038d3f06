namespace Operator.Runtime.Tests.Chaos;

public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Runs = 1000;

    [Fact]
    public void Through_a_thousand_runs_of_faults_no_event_is_lost_no_key_has_two_workers_and_retries_never_stop()
    {
        var faults = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (reconciles, failures) = (0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var run = new ChaosRun(seed);
            try
            {
                run.Execute();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }

            Assert.Empty(run.Reconciler.Violations);
            reconciles += run.Reconciler.Reconciles;
            failures += run.Reconciler.Failures;
            foreach (var (fault, count) in run.Transport.Faults)
            {
                faults[fault] = faults.GetValueOrDefault(fault) + count;
            }
        }

        output.WriteLine($"{reconciles} reconciles, {failures} of them failed");
        output.WriteLine(string.Join('\n', faults.Select(f => $"{f.Key}: {f.Value}")));

        // Every kind of fault has struck often, or the runs prove little.
        Assert.Equal(25, faults.Count);
        Assert.All(faults, fault => Assert.True(fault.Value > 100, fault.Key));
        Assert.True(failures > 10_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(901)]
    public void A_run_repeats_exactly_by_its_seed(int seed)
    {
        var traces = Enumerable.Range(0, 3).Select(_ =>
        {
            var run = new ChaosRun(seed);
            run.Execute();
            return run.Trace;
        });

        Assert.Single(traces.Distinct());
    }
}
