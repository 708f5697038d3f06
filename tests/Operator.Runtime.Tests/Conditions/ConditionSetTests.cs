using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operator.Runtime.Conditions;
using Operator.Testing.Kstatus;

namespace Operator.Runtime.Tests.Conditions;

public sealed class ConditionSetTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 12, 14, 7, 0, 0, 750, TimeSpan.Zero));

    [Fact]
    public void A_transition_is_dated_to_the_second() =>
        Assert.Equal(new DateTime(2025, 12, 14, 7, 0, 0, DateTimeKind.Utc), Ready(null).LastTransitionTime);

    [Fact]
    public void The_date_stays_while_the_status_stays_and_moves_with_it()
    {
        var first = Ready(null);
        _time.Advance(TimeSpan.FromMinutes(1));
        var set = new ConditionSet([first], 2, _time);
        set.MarkReady("Other", "other words");
        var second = set.Find("Ready")!;
        Assert.Equal((first.LastTransitionTime, "Other", 2L), (second.LastTransitionTime, second.Reason, second.ObservedGeneration));

        set.MarkRetrying("Broken", "it is broken");
        Assert.Equal(first.LastTransitionTime.AddMinutes(1), set.Find("Ready")!.LastTransitionTime);
    }

    [Fact]
    public void The_order_is_fixed_whatever_the_order_of_setting()
    {
        var set = new ConditionSet(null, 1, _time);
        foreach (var type in (string[])["Published", "Ready", "Complete", "Reconciling", "Stalled"])
        {
            set.Set(type, "True", "R", "m");
        }

        Assert.Equal(["Stalled", "Reconciling", "Ready", "Complete", "Published"], set.ToList().Select(c => c.Type));
    }

    [Fact]
    public void Conditions_of_things_that_are_no_more_go_away()
    {
        var set = new ConditionSet(null, 1, _time);
        set.Set("action-item/1", "True", "Done", "");
        set.Set("action-item/2", "False", "Open", "");

        set.RemoveWhere(type => type.StartsWith("action-item/", StringComparison.Ordinal) && type != "action-item/2");

        Assert.Equal(["action-item/2"], set.ToList().Select(c => c.Type));
    }

    [Fact]
    public void The_objects_own_conditions_are_never_changed_in_place()
    {
        var original = Ready(null);
        var set = new ConditionSet([original], 9, _time);
        set.MarkStalled("Bad", "bad");
        set.ToList()[0].Reason = "changed";

        Assert.Equal("Fine", original.Reason);
        Assert.Equal("Bad", set.Find("Stalled")!.Reason);
    }

    [Fact]
    public void A_message_beyond_the_limit_of_the_API_is_cut()
    {
        var set = new ConditionSet(null, 1, _time);
        set.MarkReady("R", new string('x', 40_000));

        Assert.Equal(32_768, set.Find("Ready")!.Message.Length);
    }

    [Fact]
    public void Every_mark_is_valid_by_kstatus()
    {
        Action<ConditionSet>[] marks =
        [
            s => s.MarkReady("Fine", "m"),
            s => s.MarkRetrying("Broken", "m"),
            s => s.MarkStalled("Bad", "m"),
        ];
        foreach (var first in marks)
        {
            foreach (var second in marks)
            {
                var set = new ConditionSet(null, 4, _time);
                first(set);
                second(set);
                var report = new KstatusChecker().Check(set.ToList(), 4, 4);
                Assert.True(report.IsClean, report.ToString());
            }
        }
    }

    private V1Condition Ready(V1Condition? existing)
    {
        var set = new ConditionSet(existing is null ? null : [existing], 1, _time);
        set.MarkReady("Fine", "all is fine");
        return set.ToList()[0];
    }
}
