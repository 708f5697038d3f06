using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Leases;

public sealed class LeaderElectorTests
{
    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly SimulatedLease _lease;
    private readonly LeaderElector _elector;

    public LeaderElectorTests()
    {
        _simulation = new SimulationContext(_time, new Random(1));
        _lease = new SimulatedLease(new Random(2), _time);
        _elector = new LeaderElector(
            _lease, new LeaderElectionOptions { Identity = "pod" }, _time, new Jitter(new Random(3)), RuntimeMetrics.None, NullLogger.Instance);
    }

    [Fact]
    public void A_missing_lease_is_created_and_held()
    {
        Acquire();

        Assert.True(_elector.IsValid);
        Assert.Equal(_elector.Identity, _lease.Record!.Holder);
        Assert.Equal(TimeSpan.FromSeconds(15), _lease.Record.Duration);
    }

    [Fact]
    public void A_lease_without_holder_is_acquired_at_once()
    {
        _lease.Put(new LeaseRecord("", TimeSpan.Zero, null, null, 0, ""));

        Acquire();

        Assert.True(_time.Elapsed < TimeSpan.FromSeconds(1));
        Assert.Equal(1, _lease.Record!.Transitions);
    }

    [Theory]
    [InlineData(1, 0.5, 5)]
    [InlineData(15, 15, 18)]
    [InlineData(60, 60, 63)]
    public void A_silent_holder_is_given_the_time_that_it_wrote_itself(int holderSeconds, double atLeast, double atMost)
    {
        // Written long ago by a clock that nobody trusts.
        _lease.Put(new LeaseRecord("other", TimeSpan.FromSeconds(holderSeconds), null, DateTimeOffset.UnixEpoch, 7, ""));

        Acquire();

        Assert.InRange(_time.Elapsed.TotalSeconds, atLeast, atMost);
        Assert.Equal(8, _lease.Record!.Transitions);
    }

    [Fact]
    public void The_lease_is_no_longer_valid_when_renewals_fail_for_the_renew_deadline()
    {
        Acquire();
        _lease.IsAway = true;

        Assert.Throws<LeadershipLostException>(() => _simulation.Run(() => _elector.HoldAsync(default), TimeSpan.FromMinutes(5)));

        Assert.False(_elector.IsValid);
        Assert.Throws<LeadershipLostException>(_elector.EnsureValid);
        Assert.InRange(_time.Elapsed.TotalSeconds, 10, 13);
    }

    [Fact]
    public void Validity_ends_by_the_clock_alone_though_nothing_runs()
    {
        Acquire();

        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.False(_elector.IsValid);
    }

    [Fact]
    public void A_lease_taken_by_somebody_else_is_lost_at_the_next_renewal()
    {
        Acquire();
        _lease.Put(_lease.Record! with { Holder = "thief" });
        var start = _time.Elapsed;

        Assert.Throws<LeadershipLostException>(() => _simulation.Run(() => _elector.HoldAsync(default), TimeSpan.FromMinutes(5)));

        Assert.InRange((_time.Elapsed - start).TotalSeconds, 0, 5);
        Assert.Equal("thief", _lease.Record!.Holder);
    }

    [Fact]
    public void Release_leaves_no_holder_and_one_second_of_patience()
    {
        Acquire();

        _simulation.Run(_elector.ReleaseAsync, TimeSpan.FromMinutes(1));

        Assert.False(_elector.IsValid);
        Assert.Equal("", _lease.Record!.Holder);
        Assert.Equal(TimeSpan.FromSeconds(1), _lease.Record.Duration);
    }

    [Fact]
    public void Release_writes_nothing_when_the_lease_is_not_held()
    {
        _lease.Put(new LeaseRecord("other", TimeSpan.FromSeconds(15), null, null, 0, ""));

        _simulation.Run(_elector.ReleaseAsync, TimeSpan.FromMinutes(1));

        Assert.Equal("other", _lease.Record!.Holder);
    }

    [Fact]
    public void Release_does_not_wait_for_a_server_that_is_away()
    {
        Acquire();
        _lease.IsAway = true;

        _simulation.Run(_elector.ReleaseAsync, TimeSpan.FromSeconds(5));

        Assert.False(_elector.IsValid);
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(15, 10, 10)]
    [InlineData(0.5, 0.2, 0.1)]
    public void Times_without_a_margin_are_refused(double lease, double renew, double retry) =>
        Assert.ThrowsAny<ArgumentException>(() => new LeaderElectionOptions
        {
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        }.Validate());

    private void Acquire() => _simulation.Run(() => _elector.AcquireAsync(default), TimeSpan.FromMinutes(5));
}
