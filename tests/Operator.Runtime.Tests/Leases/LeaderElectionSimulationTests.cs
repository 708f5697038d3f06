using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Leases;

public sealed class LeaderElectionSimulationTests(ITestOutputHelper output)
{
    private const int Steps = 100_000;

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Never_do_two_lead_through_clock_skew_pauses_and_failures(int seed)
    {
        var random = new Random(seed);
        var simulation = new SimulationContext(_time, random);
        var lease = new SimulatedLease(random, _time) { FailurePercent = 10, Latency = TimeSpan.FromMilliseconds(400) };
        var candidates = Candidates(simulation, lease, random, count: 4, drift: 0.05);
        candidates.ForEach(c => c.Start(default));
        simulation.Post(_ => Disturbances(candidates, lease, random), null);
        var led = 0;

        simulation.RunUntil(
            () =>
            {
                var leaders = candidates.Count(c => c.IsLeading);
                Assert.True(leaders <= 1, $"{leaders} lead after {simulation.Steps} steps");
                led += leaders;
                return simulation.Steps >= Steps;
            },
            TimeSpan.FromDays(365));

        output.WriteLine($"{_time.Elapsed} simulated, {candidates.Sum(c => c.Acquired)} acquired, {candidates.Sum(c => c.Lost)} lost, {candidates.Sum(c => c.Released)} released");
        Assert.True(simulation.Steps >= Steps);
        Assert.True(led > Steps / 4, "hardly anybody ever led");
        Assert.True(candidates.Sum(c => c.Lost) > 50);
        Assert.True(candidates.Sum(c => c.Released) > 50);
        Assert.All(candidates, c => Assert.False(c.Running?.IsFaulted, c.Running?.Exception?.ToString()));
    }

    [Fact]
    public void A_graceful_stop_hands_over_within_one_retry_period()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var time = new VirtualTime();
            var random = new Random(seed);
            var simulation = new SimulationContext(time, random);
            var lease = new SimulatedLease(random, time) { Latency = TimeSpan.FromMilliseconds(5) };
            var candidates = Candidates(simulation, lease, random, count: 3, drift: 0, time);
            candidates.ForEach(c => c.Start(default));
            for (var handOver = 0; handOver < 5; handOver++)
            {
                simulation.RunUntil(() => candidates.Exists(c => c.IsLeading), TimeSpan.FromDays(1));
                var released = candidates.Sum(c => c.Released);
                simulation.RunUntil(() => candidates.Sum(c => c.Released) > released && lease.Record!.Holder.Length == 0, TimeSpan.FromDays(1));
                var start = time.Elapsed;
                simulation.RunUntil(() => candidates.Exists(c => c.IsLeading), TimeSpan.FromDays(1));

                // One retry period, and a request or two of at most 10 ms.
                Assert.InRange((time.Elapsed - start).TotalSeconds, 0, 2.05);
            }
        }
    }

    private List<Candidate> Candidates(
        SimulationContext simulation, SimulatedLease lease, Random random, int count, double drift, VirtualTime? time = null) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            var rate = 1 + (drift * ((2 * random.NextDouble()) - 1));
            return new Candidate(new SimulatedProcess(simulation, time ?? _time, rate, TimeSpan.FromHours(random.Next(0, 1000))), lease, random);
        })];

    private async void Disturbances(List<Candidate> candidates, SimulatedLease lease, Random random)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 60)), _time);
            var victim = candidates[random.Next(candidates.Count)].Process;
            switch (random.Next(4))
            {
                case 0:
                    lease.IsAway = true;
                    await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 40)), _time);
                    lease.IsAway = false;
                    break;
                case 1 or 2:
                    victim.Pause();
                    await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 40), _time);
                    victim.Resume();
                    break;
                default:
                    break;
            }
        }
    }
}
