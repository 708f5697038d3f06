using Operator.Rendering;

namespace Operator.Tests.Rendering;

public sealed class FenceScannerTests
{
    [Fact]
    public void A_fence_of_a_field_is_code()
    {
        var scanner = default(FenceScanner);
        List<bool> code = [];
        foreach (var line in "a\n```\n>>>\n\n```\nb\n  ~~~~\n  ```\n  x\n  ~~~~\n### c".EnumerateLines())
        {
            code.Add(scanner.IsCode(line));
        }

        Assert.Equal([false, false, true, true, true, false, false, true, true, true, false], code);
    }
}
