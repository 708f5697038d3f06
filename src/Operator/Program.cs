using Operator.Crds;

if (args is not ["crd"])
{
    await Console.Error.WriteLineAsync("usage: Operator crd");
    return 2;
}

Console.Out.Write(CrdGenerator.Yaml());
return 0;
