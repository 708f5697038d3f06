using Operator.Runtime.Controllers;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Controllers;

public sealed class BurstEndTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly BurstEnd _burst;
    private int _ended;

    public BurstEndTests() => _burst = new BurstEnd(_time, () => _ended++);

    [Fact]
    public void A_burst_ends_once_it_has_been_quiet()
    {
        Reconcile(BurstEnd.SmallestBurst);
        _time.Advance(BurstEnd.Quiet / 2);
        Reconcile(1);
        _time.Advance(BurstEnd.Quiet / 2);
        Assert.Equal(0, _ended);

        _time.Advance(BurstEnd.Quiet * 10);

        Assert.Equal(1, _ended);
    }

    [Fact]
    public void Less_than_a_burst_is_passed_over()
    {
        Reconcile(BurstEnd.SmallestBurst - 1);

        _time.Advance(BurstEnd.Quiet * 10);

        Assert.Equal(0, _ended);
    }

    [Fact]
    public void Each_burst_ends()
    {
        for (var i = 1; i <= 3; i++)
        {
            Reconcile(BurstEnd.SmallestBurst);
            _time.Advance(BurstEnd.Quiet);
            Assert.Equal(i, _ended);
        }
    }

    public void Dispose() => _burst.Dispose();

    private void Reconcile(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _burst.Reconciled();
        }
    }
}
