using k8s.Exceptions;
using Operator.Runtime.Client.Kubeconfigs;

namespace Operator.Runtime.Tests.Client.Kubeconfigs;

public sealed class MergedKubeconfigTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    [Fact]
    public void Without_KUBECONFIG_the_home_directory_has_it()
    {
        Write(".kube/config", KubeconfigText.Whole("home"));

        Assert.Equal("https://home:6443", Server(null));
    }

    [Fact]
    public void An_empty_KUBECONFIG_is_none()
    {
        Write(".kube/config", KubeconfigText.Whole("home"));

        Assert.Equal("https://home:6443", Server(""));
    }

    [Fact]
    public void KUBECONFIG_wins_over_the_home_directory()
    {
        Write(".kube/config", KubeconfigText.Whole("home"));

        Assert.Equal("https://named:6443", Server(Write("named", KubeconfigText.Whole("named"))));
    }

    [Fact]
    public void The_first_file_that_sets_a_current_context_sets_it()
    {
        var none = Write("none", "current-context: ''\nclusters: null\ncontexts: null\nusers: null");
        var first = Write("first", KubeconfigText.Whole("first"));
        var second = Write("second", KubeconfigText.Whole("second"));

        Assert.Equal("https://first:6443", Server(none, first, second));
        Assert.Equal("https://second:6443", Server(none, second, first));
    }

    [Fact]
    public void Context_cluster_and_user_may_be_in_different_files()
    {
        var context = Write("context", "current-context: it\ncontexts: [{name: it, context: {cluster: c, user: u, namespace: there}}]");
        var cluster = Write("cluster", "clusters: [{name: c, cluster: {server: 'https://c:6443'}}]");
        var user = Write("user", "users: [{name: u, user: {token: secret}}]");

        var configuration = Find(user, cluster, context).Select(null);

        Assert.Equal(
            ("https://c:6443", "secret", "there"),
            (configuration.Host.TrimEnd('/'), configuration.AccessToken, configuration.Namespace));
    }

    [Fact]
    public void What_the_first_file_says_of_a_name_is_not_mixed_with_what_the_second_says()
    {
        var first = Write("first", KubeconfigText.Whole("same").Replace("token: t", "username: alice, password: p"));
        var second = Write("second", KubeconfigText.Whole("same").Replace("https://same", "https://other"));

        var configuration = Find(first, second).Select(null);

        Assert.Equal("https://same:6443", configuration.Host.TrimEnd('/'));
        Assert.Equal(("alice", (string?)null), (configuration.Username, configuration.AccessToken));
    }

    [Fact]
    public void Names_that_differ_in_case_are_different()
    {
        var first = Write("first", KubeconfigText.Whole("SAME"));
        var second = Write("second", KubeconfigText.Whole("same"));

        Assert.Equal("https://same:6443", Find(first, second).Select("same").Host.TrimEnd('/'));
    }

    [Fact]
    public void Files_that_do_not_exist_are_skipped()
    {
        var there = Write("there", KubeconfigText.Whole("there"));

        Assert.Equal("https://there:6443", Server(Missing("a"), Missing("no/such/directory"), "", there));
    }

    [Fact]
    public void Paths_are_relative_to_the_file_that_has_them()
    {
        var first = Write("one/config", KubeconfigText.Whole("first").Replace("token: t", "client-certificate: a.crt, client-key: ../a.key"));
        var second = Write("two/config", "users: [{name: other, user: {client-certificate: b.crt, client-key: /keys/b.key}}]\ncontexts: [{name: other, context: {cluster: first, user: other}}]");
        var merged = Find(first, second);

        var own = merged.Select(null);
        var other = merged.Select("other");

        Assert.Equal(
            (Path.Combine(_root, "one", "a.crt"), Path.Combine(_root, "one", "../a.key")),
            (own.ClientCertificateFilePath, own.ClientKeyFilePath));
        Assert.Equal(
            (Path.Combine(_root, "two", "b.crt"), "/keys/b.key"),
            (other.ClientCertificateFilePath, other.ClientKeyFilePath));
    }

    [Fact]
    public void That_no_file_of_KUBECONFIG_exists_is_an_error_that_names_them()
    {
        Write(".kube/config", KubeconfigText.Whole("home"));

        var error = Assert.Throws<KubeConfigException>(() => Find(Missing("a"), Missing("b")));

        Assert.Contains($"KUBECONFIG names no file that exists: {Missing("a")}:{Missing("b")}", error.Message);
    }

    [Fact]
    public void That_there_is_none_at_all_is_an_error_that_names_where_one_may_be()
    {
        var error = Assert.Throws<KubeConfigException>(() => Find());

        Assert.Contains(Path.Combine(_root, ".kube", "config"), error.Message);
        Assert.Contains("KUBECONFIG", error.Message);
    }

    [Fact]
    public void One_bad_file_among_good_ones_is_refused_by_its_name_and_line()
    {
        var good = Write("good", KubeconfigText.Whole("good"));
        var bad = Write("bad", "apiVersion: v1\nclusters: 5");

        var error = Assert.Throws<KubeConfigException>(() => Find(good, bad));

        Assert.Contains($"{bad}, line 2", error.Message);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_named_not_only_that_reading_failed()
    {
        var bad = Write("bad", "apiVersion: v1\nclusters: [{name: a, cluster: {server: 'https://a', insecure-skip-tls-verify: perhaps}}]");

        var error = Assert.Throws<KubeConfigException>(() => Find(bad));

        Assert.Contains("\"perhaps\" is not", error.Message);
    }

    [Fact]
    public void A_directory_is_refused_by_its_name()
    {
        var error = Assert.Throws<KubeConfigException>(() => Find(_root));

        Assert.StartsWith($"{_root}: this kubeconfig cannot be read", error.Message);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Server(params string[]? kubeconfig) => Find(kubeconfig ?? []).Select(null).Host.TrimEnd('/');

    private MergedKubeconfig Find(params string[] kubeconfig) => MergedKubeconfig.Find(name => name switch
    {
        "HOME" => _root,
        "KUBECONFIG" => kubeconfig.Length > 0 ? string.Join(Path.PathSeparator, kubeconfig) : null,
        _ => null,
    });

    private string Missing(string name) => Path.Combine(_root, name);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
