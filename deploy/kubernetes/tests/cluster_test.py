"""The chart on a real API server and real controllers: `make test-kubernetes`.

Proved: every object of the matrix is accepted by server-side apply in strict mode, by the strictest pod security standard;
a roll-out replaces the one pod and keeps its claim; a stuck one is rolled back by Helm although its pod never gets ready, by
hand as well, and would not be if pods were managed in order; a sick node stops an upgrade before anything is changed; the volume
is enlarged without a restart; what the chart asks the cluster before it renders is refused with the reason.
Not proved: that a kubelet starts the pod, runs its probes and mounts its volume, or that a network enforces the policy: a stand-in
of a page (cluster.py) writes the status of pods, and nothing runs in them. Certificates and monitors are stored as they are; that
they fit cert-manager's and the operator's own types is checked by `strict`, a program built of those projects' modules.
"""

import itertools
import os
import subprocess
import tempfile
import unittest

import chart_test
import cluster
import rendered
from cluster import ApiError, tools, wait_until
from rendered import CHART, PROVINCE, yaml

tools.need("helm", "etcd", "kube-apiserver", "kube-controller-manager", "strict", "openssl")
ROLL_OUT = os.path.join(rendered.HERE, "..", "roll-out")
ROOT = (*chart_test.ROOT, "--set", "minReadySeconds=1")
CRDS = [("certificates", "Certificate", "cert-manager.io", "v1"), ("servicemonitors", "ServiceMonitor", "monitoring.coreos.com", "v1"),
        ("prometheusrules", "PrometheusRule", "monitoring.coreos.com", "v1")]
PARALLEL, IN_ORDER = "Parallel", "OrderedReady"


def custom_resource(plural, kind, group, version):
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.{group}"},
            "spec": {"group": group, "scope": "Namespaced", "names": {"plural": plural, "singular": kind.lower(), "kind": kind,
                                                                      "listKind": kind + "List"},
                     "versions": [{"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": {
                         "type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]}}


class ClusterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster.Cluster().__enter__()
        cls.addClassCleanup(cls.cluster.close)
        for crd in CRDS:
            cls.cluster.apply(custom_resource(*crd), None)
        for plural, _, group, version in CRDS:
            wait_until(plural, lambda p=f"/apis/{group}/{version}/{plural}": cls.cluster.get(p))

    def setUp(self):
        self.cluster.failing_jobs = False
        self.space = self.cluster.namespace(self.id().rsplit(".", 1)[1].replace("_", "-")[:60].strip("-"))

    # Small questions

    def objects(self, kind):
        group = "/apis/apps/v1" if kind == "statefulsets" else "/api/v1"
        return self.cluster.call("GET", f"{group}/namespaces/{self.space}/{kind}")["items"]

    def node_pods(self):
        return [p for p in self.objects("pods") if p["metadata"]["labels"]["app.kubernetes.io/name"] == "lienthong"]

    def pods_seen(self):
        """(uid, tag of the image, ready) of the node's pods, read once: they come and go meanwhile."""
        return [(p["metadata"]["uid"], p["spec"]["containers"][0]["image"].rsplit(":", 1)[1],
                 any(c["type"] == "Ready" and c["status"] == "True" for c in p["status"].get("conditions", [])))
                for p in self.node_pods()]

    def pod(self):
        """The one pod of the one node."""
        pods = self.pods_seen()
        self.assertEqual(len(pods), 1)
        return pods[0]

    def await_pod(self, tag, ready=True, **options):
        """Waits until there is one pod, of that image, ready or not; its uid."""
        def seen():
            pods = self.pods_seen()
            return pods[0][0] if [p[1:] for p in pods] == [(tag, ready)] else None
        return wait_until(f"a {'ready' if ready else 'bad'} pod of {tag}", seen, **options)

    def stateful(self, name="office"):
        return self.cluster.get(f"/apis/apps/v1/namespaces/{self.space}/statefulsets/{name}")

    def helm(self, verb, *options, status=0, release="office"):
        return self.cluster.helm(verb, *([release] if verb != "upgrade" else ["--install", release]),
                                 *([CHART] if verb in ("install", "upgrade") else []), "-n", self.space, *options, status=status)

    def refuses(self, reason, *options):
        done = self.helm("upgrade", *options, status=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(reason, done.stdout)

    def install(self, *options):
        self.helm("install", *ROOT, "--set", "image.tag=v1", *options, "--wait", "--timeout", "60s")
        return self.await_pod("v1")


class AcceptedTest(ClusterTest):
    def test_every_object_of_the_matrix(self):
        count = 0
        for name, options in chart_test.matrix():
            with self.subTest(name):
                for thing in rendered.render("office", *options, namespace=self.space):
                    self.cluster.apply(thing, self.space, "&fieldValidation=Strict&dryRun=All&force=true")
                    count += 1
        self.assertGreater(count, 150)

    def test_and_a_misspelt_field_is_not(self):
        thing = rendered.one(rendered.render("office", *chart_test.ROOT), "StatefulSet")
        thing["spec"]["podManagementpolicy"] = "Parallel"

        with self.assertRaisesRegex(ApiError, "podManagementpolicy"):
            self.cluster.apply(thing, self.space, "&fieldValidation=Strict&dryRun=All")

    def test_certificates_and_monitors_fit_their_own_projects_types(self):
        things = [t for _, options in chart_test.matrix() for t in rendered.render("office", *options)
                  if t["kind"] in {kind for _, kind, _, _ in CRDS}]
        with open(os.path.join(PROVINCE, "issuer.yaml"), encoding="utf-8") as f:
            things += list(yaml.safe_load_all(f))

        done = self.strict(things)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(f"{len(things)} fit", done.stdout)

        things[0]["spec"]["nonsense"] = 1
        done = self.strict(things)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nonsense", done.stdout)

    def strict(self, things):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            yaml.safe_dump_all(things, f)
            f.flush()
            return subprocess.run([tools.find("strict"), f.name], text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False)


class RollOutTest(ClusterTest):
    def test_replaces_the_pod_and_keeps_its_claim(self):
        first = self.install()
        claim = self.objects("persistentvolumeclaims")[0]["metadata"]
        self.assertEqual(claim["name"], "data-office-0")

        self.helm("upgrade", *ROOT, "--set", "image.tag=v2", "--wait", "--timeout", "60s")

        self.assertNotEqual(self.await_pod("v2"), first)
        self.assertEqual(self.objects("persistentvolumeclaims")[0]["metadata"]["uid"], claim["uid"])
        self.helm("test")
        self.helm("uninstall", "--wait")
        wait_until("no pod", lambda: not self.node_pods())
        self.assertEqual(self.objects("persistentvolumeclaims")[0]["metadata"]["uid"], claim["uid"], "facts outlive the release")

    def test_that_is_stuck_is_rolled_back(self):
        self.install()

        done = self.helm("upgrade", *ROOT, "--set", "image.tag=bad", "--rollback-on-failure", "--wait", "--timeout", "15s",
                         status=None)

        self.assertNotEqual(done.returncode, 0)
        self.await_pod("v1")

    def test_that_is_stuck_can_be_rolled_back_by_hand(self):
        self.install()
        self.helm("upgrade", *ROOT, "--set", "image.tag=bad")
        self.await_pod("bad", ready=False)

        self.cluster.helm("rollback", "office", "1", "-n", self.space, "--wait", "--timeout", "60s")

        self.await_pod("v1")

    def roll_back_a_bad_pod(self, policy):
        """Without Helm: a StatefulSet with a bad pod gets its good template back; True when a good pod comes."""
        objects = rendered.render("office", *ROOT, namespace=self.space)
        self.cluster.apply(rendered.one(objects, "ServiceAccount"), self.space)
        thing = rendered.one(objects, "StatefulSet")
        thing["spec"]["podManagementPolicy"] = policy
        container = thing["spec"]["template"]["spec"]["containers"][0]
        for tag, ready in (("v1", True), ("bad", False)):
            container["image"] = f"localhost/lienthong:{tag}"
            self.cluster.apply(thing, self.space)
            self.await_pod(tag, ready)
        container["image"] = "localhost/lienthong:v1"
        self.cluster.apply(thing, self.space)
        try:
            self.await_pod("v1", seconds=15)
        except AssertionError:
            return False
        return True

    def test_in_parallel_lets_a_bad_pod_go(self):
        self.assertTrue(self.roll_back_a_bad_pod(PARALLEL))

    def test_in_order_would_wait_for_the_bad_pod_for_ever(self):
        self.assertFalse(self.roll_back_a_bad_pod(IN_ORDER))

    def test_does_not_begin_on_a_sick_node(self):
        first = self.install()
        self.cluster.failing_jobs = True

        done = self.helm("upgrade", *ROOT, "--set", "image.tag=v2,preUpgrade.timeoutSeconds=5", "--wait", "--timeout", "60s", status=None)

        self.assertNotEqual(done.returncode, 0)
        self.assertIn("pre-upgrade", done.stdout)
        self.assertEqual(self.pod(), (first, "v1", True))

    def test_of_a_province_stops_at_the_first_that_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            offices = []
            for name, tag in (("h44", "v1"), ("h44-1", "bad"), ("h44-2", "v1")):
                offices.append(os.path.join(folder, f"{name}.yaml"))
                with open(offices[-1], "w", encoding="utf-8") as f:
                    f.write(f"unit: {name.upper().replace('-', '.')}\nlevel: province\nimage: {{repository: localhost/lienthong, tag: '{tag}'}}\n"
                            "parent: {address: '', root: true}\ntls: {enabled: false}\nminReadySeconds: 1\n")
            done = subprocess.run([ROLL_OUT, "--namespace", self.space, *offices], text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False, stdin=subprocess.DEVNULL, env={
                                      **os.environ, "KUBECONFIG": self.cluster.kubeconfig, "HELM": tools.find("helm"), "TIMEOUT": "15s"})
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("stopped at h44-1, which is rolled back; done: h44; not touched: h44-2", done.stdout)
        self.assertIsNotNone(self.stateful("h44"))
        self.assertIsNone(self.stateful("h44-2"))


class OperationTest(ClusterTest):
    def test_the_volume_grows_around_the_running_pod(self):
        pod = self.install()
        self.cluster.call("DELETE", f"/apis/apps/v1/namespaces/{self.space}/statefulsets/office?propagationPolicy=Orphan")
        wait_until("no StatefulSet", lambda: self.stateful() is None)

        self.helm("upgrade", "--reuse-values", "--set", "storage.size=200Gi,preUpgrade.enabled=false", "--wait", "--timeout", "60s")

        self.assertEqual(self.await_pod("v1"), pod)
        claim = self.stateful()["spec"]["volumeClaimTemplates"][0]
        self.assertEqual(claim["spec"]["resources"]["requests"]["storage"], "200Gi")

    def test_a_drain_goes_on_or_waits_as_the_values_say(self):
        self.install("--set", "podDisruptionBudget.maxUnavailable=0")
        budget = f"/apis/policy/v1/namespaces/{self.space}/poddisruptionbudgets/office"
        eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "office-0"}}
        where = f"/api/v1/namespaces/{self.space}/pods/office-0/eviction"
        wait_until("the budget is counted", lambda: self.cluster.get(budget)["status"].get("currentHealthy") == 1)

        with self.assertRaisesRegex(ApiError, "429"):
            self.cluster.call("POST", where, eviction)
        self.helm("upgrade", *ROOT, "--set", "image.tag=v1,podDisruptionBudget.maxUnavailable=1")
        wait_until("a disruption is allowed", lambda: self.cluster.get(budget)["status"].get("disruptionsAllowed") == 1)
        self.cluster.call("POST", where, eviction)

    def test_refuses_what_the_cluster_contradicts(self):
        self.refuses('there is no secret "office-tls"', *ROOT, *chart_test.TLS_SECRET)
        self.cluster.apply(cluster.secret("office-tls", "tls.crt", "tls.key"), self.space)
        self.refuses('secret "office-tls" has no ca.crt', *ROOT, *chart_test.TLS_SECRET)
        self.assertIsNone(self.stateful(), "nothing is started half-way")
        self.cluster.apply(cluster.secret("office-tls", "tls.crt", "tls.key", "ca.crt"), self.space, "&force=true")

        self.helm("install", *ROOT, *chart_test.TLS_SECRET)
        self.refuses('belongs to node "h44", not to "h45"', *ROOT, *chart_test.TLS_SECRET, "--set", "unit=H45")
        self.cluster.call("PATCH", f"/apis/apps/v1/namespaces/{self.space}/statefulsets/office",
                          {"metadata": {"annotations": {"lienthong.vn/storage-format": "99"}}}, "application/merge-patch+json")
        self.refuses("downgrade across a format change: the store may be in format 99", *ROOT, *chart_test.TLS_SECRET)


def load_tests(loader, _, __):
    """Only what is defined here; chart_test has a run of its own."""
    return unittest.TestSuite(itertools.chain(*(loader.loadTestsFromTestCase(c) for c in (AcceptedTest, RollOutTest, OperationTest))))


if __name__ == "__main__":
    tools.main()
