"""The Helm chart: over a matrix of values it lints, renders, fits the strict schemas of current Kubernetes versions
and hangs together; wrong values are refused with the reason. What it does not prove: that a cluster runs it
(`make test-kubernetes` has a real API server and controllers; a kubelet runs nowhere in these tests).
"""

import copy
import itertools
import os
import re
import subprocess
import tempfile
import unittest

import rendered
from rendered import CHART, PROVINCE, Refused, render, tools, yaml

# Before anything else: without the tools there is nothing to test.
HELM, SCHEMAS = tools.need("helm", "schemas")

# The oldest that the chart admits, and those that are maintained.
KUBERNETES = ("1.27", "1.34", "1.35", "1.36", "1.37")
ROOT = ("--set", "level=province,unit=H44,parent.root=true,tls.enabled=false")
CHILD = ("--set", "unit=H44.100,parent.address=h44.lienthong.svc:7000,parent.node=h44")
TLS_SECRET = ("--set", "tls.enabled=true,tls.secret=office-tls")
CERT_MANAGER = ("--set", "tls.enabled=true,tls.tree=h44,tls.certManager.enabled=true,tls.certManager.issuer.name=ca")

POSITIONS = {"root": ROOT, "child": CHILD, "district": (*CHILD, "--set", "level=district,unit=H44.13")}
TRANSPORTS = {"secret": TLS_SECRET, "cert-manager": CERT_MANAGER}
EXTRAS = {
    "bare": ("--set", "podDisruptionBudget.enabled=false,networkPolicy.enabled=false,preUpgrade.enabled=false"),
    "default": (),
    "all": ("--set", "serviceMonitor.enabled=true,prometheusRule.enabled=true,backup.enabled=true,"
            "backup.command={lienthong,version},backup.claim=backups,preUpgrade.shadowCheck={lienthong,version},"
            "storage.size=50Gi,storage.className=fast,image.digest=sha256:" + "0" * 64 +
            ",imagePullSecrets[0].name=pull,priorityClassName=high,nodeSelector.disk=ssd,"
            "limits.queue_records_max=1000,limits.block_cache_bytes=1073741824,parent.streamSecondsMax=60,"
            "podLabels.team=one-stop,podAnnotations.note=x,resources.requests.cpu=1,resources.limits.memory=1Gi,"
            "tolerations[0].key=dedicated,tolerations[0].operator=Exists,"
            "networkPolicy.grpcFrom[0].podSelector.matchLabels.app=desk,"
            "networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name=monitoring,"
            "networkPolicy.parentTo[0].ipBlock.cidr=10.0.0.0/8"),
}


def matrix():
    for (p, position), (t, transport), (e, extra) in itertools.product(
            POSITIONS.items(), TRANSPORTS.items(), EXTRAS.items()):
        yield f"{p}/{t}/{e}", (*position, *transport, *extra)
    # Without TLS a node serves nobody but its own pod, so only a root makes sense.
    yield "root/loopback/default", ROOT


class MatrixTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.objects = {name: render("office", *options) for name, options in matrix()}

    def test_hangs_together(self):
        for name, objects in self.objects.items():
            with self.subTest(name):
                self.assertEqual(rendered.faults(objects), [])

    def test_fits_the_schemas_of_current_versions(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            yaml.safe_dump_all(itertools.chain(*self.objects.values()), f)
            f.flush()
            for version in KUBERNETES:
                with self.subTest(version):
                    said = tools.run(os.path.join(SCHEMAS, "bin/kubernetes-validate"), "--strict", "-k", version, f.name)
                    passed = said.count(" passed for resource ")
                    unknown = set(re.findall(r"find schema for kind (\w+)", said))
                    self.assertGreater(passed, 8 * len(self.objects))
                    # Of other projects; `make test-kubernetes` reads them with those projects' own types.
                    self.assertLessEqual(unknown, {"Certificate", "ServiceMonitor", "PrometheusRule"})

    def test_has_what_an_operator_expects(self):
        kinds = [o["kind"] for o in self.objects["child/cert-manager/all"]]

        for kind in ("StatefulSet", "ConfigMap", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy", "Certificate",
                     "ServiceMonitor", "PrometheusRule", "CronJob", "Job", "Pod"):
            self.assertEqual(kinds.count(kind), 1, kind)
        self.assertEqual(kinds.count("Service"), 2)

    def test_does_what_the_values_do_not_ask_for_nowhere(self):
        kinds = {o["kind"] for o in self.objects["child/secret/default"]}

        self.assertFalse(kinds & {"Certificate", "ServiceMonitor", "PrometheusRule", "CronJob"})

    def test_lints(self):
        for name, options in matrix():
            with self.subTest(name):
                tools.run(HELM, "lint", "--strict", "--quiet", CHART, *options)

    def test_a_volume_claim_is_the_same_for_every_version_and_configuration(self):
        def claims(*options):
            return rendered.one(render("office", *CHILD, *TLS_SECRET, *options), "StatefulSet")["spec"]["volumeClaimTemplates"]

        self.assertEqual(claims(), claims("--set", "image.tag=9.9.9,log.level=debug,podLabels.a=b"))

    def test_a_changed_configuration_is_a_roll_out_and_nothing_else_is(self):
        def template(*options):
            return rendered.one(render("office", *CHILD, *TLS_SECRET, *options), "StatefulSet")["spec"]["template"]

        self.assertNotEqual(template(), template("--set", "log.level=debug"))
        self.assertEqual(template(), template("--set", "serviceMonitor.enabled=true,minReadySeconds=1"))


class NodeTest(unittest.TestCase):
    """The program itself reads what the chart writes for it."""

    def check(self, *options):
        config = yaml.safe_load(rendered.one(render("office", *options), "ConfigMap")["data"]["node.yaml"])
        # Read to its end, and then refused for the one fault that is put in.
        config["no_such_key"] = 1
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            yaml.safe_dump(config, f)
            f.flush()
            done = subprocess.run([os.path.join(tools.BIN, "lienthong-node"), "--config", f.name], text=True,
                                  capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)
        faults = [line for line in done.stderr.splitlines() if "key " in line]
        self.assertEqual(len(faults), 1, done.stderr)
        self.assertIn("no_such_key", faults[0])

    def test_reads_a_roots_configuration(self):
        self.check(*ROOT)

    def test_reads_what_a_child_has_with_tls(self):
        self.check(*CHILD, *CERT_MANAGER)
        self.check(*CHILD, *TLS_SECRET)

    def test_reads_limits_and_a_parent_on_loopback(self):
        self.check("--set", "tls.enabled=false,unit=H44.1,parent.address=127.0.0.1:7100,parent.streamSecondsMax=60,"
                   "limits.queue_records_max=1000,limits.block_cache_bytes=1073741824,log.level=debug")

    def test_the_chart_knows_the_format_that_the_program_writes(self):
        source = tools.read(os.path.join(tools.ROOT, "storage/journal/keys.h"))
        chart = yaml.safe_load(tools.read(os.path.join(CHART, "Chart.yaml")))

        written = re.search(r"constexpr uint32_t kFormat = (\d+);", source).group(1)
        self.assertEqual(chart["annotations"]["lienthong.vn/storage-format"], written)

    def test_the_chart_carries_the_version_of_the_program(self):
        chart = yaml.safe_load(tools.read(os.path.join(CHART, "Chart.yaml")))
        built = re.search(r"project\(lienthong VERSION ([0-9.]+)", tools.read(os.path.join(tools.ROOT, "CMakeLists.txt")))

        self.assertEqual((chart["version"], chart["appVersion"]), (built.group(1), built.group(1)))


class RefusalTest(unittest.TestCase):
    def refuses(self, reason, *options):
        with self.assertRaises(Refused) as refused:
            render("office", *options)
        self.assertIn(reason, str(refused.exception))

    def test_a_wrong_unit(self):
        self.refuses("unit: missing", "--set", "parent.address=h44:7000", *TLS_SECRET)
        for unit in ("h44", "H44.", "H44..1", "Xã Một", "H44/100", "H44.100 "):
            with self.subTest(unit):
                self.refuses("at '/unit'", "--set", f"parent.address=h44:7000,unit={unit}", *TLS_SECRET)

    def test_a_wrong_level(self):
        self.refuses("at '/level'", "--set", "unit=H44.1,level=village,parent.address=h44:7000", *TLS_SECRET)

    def test_a_wrong_parent(self):
        self.refuses("parent.address: missing", "--set", "unit=H44.1", *TLS_SECRET)
        self.refuses("a root has no parent", "--set", "unit=H44,level=province,parent.root=true,parent.address=a:1,parent.node=a", *TLS_SECRET)
        self.refuses("a commune has somebody above", "--set", "unit=H44.1,parent.root=true", *TLS_SECRET)
        self.refuses("must be true where level is nation", "--set", "unit=VN,level=nation,parent.address=a:1,parent.node=a", *TLS_SECRET)
        for address in ("h44", "h44:0", "h44:", ":7000", "https://h44:7000", "h44:7000/x", "h44:123456"):
            with self.subTest(address):
                self.refuses("at '/parent/address'", "--set", f"unit=H44.1,parent.address={address}", *TLS_SECRET)
        self.refuses("parent.node: missing", "--set", "unit=H44.1,parent.address=h44:7000", *TLS_SECRET)
        self.refuses("is this node itself", "--set", "unit=H44.1,parent.address=h44:7000,parent.node=h44-1", *TLS_SECRET)
        for own in ("office", "office.lienthong", "office.lienthong.svc", "office.lienthong.svc.cluster.local"):
            with self.subTest(own):
                self.refuses("is this node itself", "--set", f"unit=H44.1,parent.address={own}:7000", *TLS_SECRET)

    def test_a_missing_certificate(self):
        self.refuses("tls.secret: missing", *CHILD, "--set", "tls.enabled=true")
        self.refuses("tls.certManager.issuer.name: missing", *CHILD, "--set", "tls.enabled=true,tls.certManager.enabled=true")
        self.refuses("tls.tree: missing", *CHILD, "--set", "tls.enabled=true,tls.certManager.enabled=true,tls.certManager.issuer.name=ca")
        self.refuses("needs tls.enabled", *CHILD, "--set", "tls.enabled=false")
        self.refuses("tls.certManager.enabled: needs tls.enabled", *ROOT, "--set", "tls.certManager.enabled=true")

    def test_a_backup_without_a_command_or_a_place(self):
        self.refuses("backup.command: missing", *ROOT, "--set", "backup.enabled=true,backup.claim=x")
        self.refuses("backup.claim: missing", *ROOT, "--set", "backup.enabled=true,backup.command={a}")

    def test_values_that_nobody_knows(self):
        self.refuses("replicas", *ROOT, "--set", "replicas=2")
        self.refuses("streamsecondsmax", *ROOT, "--set", "parent.streamsecondsmax=2")
        self.refuses("terminationGracePeriodSeconds", *ROOT, "--set", "terminationGracePeriodSeconds=3")
        self.refuses("at '/storage/size'", *ROOT, "--set", "storage.size=much")

    def test_says_every_value_in_the_schema_and_every_default_fits(self):
        values = yaml.safe_load(tools.read(os.path.join(CHART, "values.yaml")))
        schema = yaml.safe_load(tools.read(os.path.join(CHART, "values.schema.json")))

        def compare(value, rule, path):
            if isinstance(value, dict) and "properties" in rule:
                self.assertEqual(set(rule["properties"]) - {"global"}, set(value), path)
                for key in value:
                    compare(value[key], rule["properties"][key], f"{path}.{key}")
        # Free maps and bounds that are absent by default.
        values["limits"] = dict.fromkeys(schema["properties"]["limits"]["properties"], 0)
        compare(values, schema, "values")


class ProvinceTest(unittest.TestCase):
    def test_every_office_of_the_example_renders_and_finds_its_parent(self):
        offices = sorted(f for f in os.listdir(PROVINCE) if re.fullmatch(r"h44.*\.yaml", f))
        objects = {f[:-5]: render(f[:-5], "-f", os.path.join(PROVINCE, "common.yaml"), "-f", os.path.join(PROVINCE, f))
                   for f in offices}

        self.assertGreaterEqual(len(offices), 4)
        doors = {f"{o['metadata']['name']}.lienthong.svc:{p['port']}" for rendering in objects.values()
                 for o in rendered.of_kind(rendering, "Service") for p in o["spec"]["ports"] if p["name"] == "grpc"}
        roots = 0
        for name, rendering in objects.items():
            self.assertEqual(rendered.faults(rendering), [], name)
            config = yaml.safe_load(rendered.one(rendering, "ConfigMap")["data"]["node.yaml"])
            self.assertEqual(config["node"], name)
            parent = config.get("parent", {}).get("address")
            roots += parent is None
            self.assertTrue(parent is None or parent in doors, f"{name}: nobody answers at {parent}")
        self.assertEqual(roots, 1)


class CheckTest(unittest.TestCase):
    """The checks of `rendered` find what is broken on purpose."""

    def test_finds_planted_faults(self):
        good = render("office", *CHILD, *CERT_MANAGER, *EXTRAS["all"])
        stateful = lambda o: rendered.one(o, "StatefulSet")["spec"]  # noqa: E731
        container = lambda o: stateful(o)["template"]["spec"]["containers"][0]  # noqa: E731
        plants = {
            "does not select its own pods": lambda o: stateful(o)["template"]["metadata"]["labels"].pop("app.kubernetes.io/instance"),
            "is no headless service": lambda o: stateful(o).update(serviceName="other"),
            "goes to no container port": lambda o: container(o)["ports"].pop(),
            "selects no pod": lambda o: rendered.one(o, "PodDisruptionBudget")["spec"]["selector"].update(matchLabels={"a": "b"}),
            "figures are read that often": lambda o: rendered.one(o, "ServiceMonitor")["spec"]["selector"]["matchLabels"].pop("lienthong.vn/door"),
            "does not ask for ready": lambda o: container(o)["readinessProbe"]["grpc"].pop("service"),
            "would restart the node": lambda o: container(o)["livenessProbe"]["grpc"].update(service="ready"),
            "asks another port": lambda o: container(o)["livenessProbe"]["grpc"].update(port=7000),
            "volumes": lambda o: container(o)["volumeMounts"].pop(0),
            "is not in a mounted folder": lambda o: container(o)["volumeMounts"][-1].update(mountPath="/elsewhere"),
            "does not name the node": lambda o: rendered.one(o, "Certificate")["spec"].pop("uris"),
            "nobody outside reaches metrics": lambda o: rendered.one(o, "ConfigMap")["data"].update(
                {"node.yaml": rendered.one(o, "ConfigMap")["data"]["node.yaml"].replace("0.0.0.0:7080", "127.0.0.1:7080")}),
            "nobody mounts its secret": lambda o: rendered.one(o, "Certificate")["spec"].update(secretName="x"),
            "carries helm.sh/chart": lambda o: stateful(o)["volumeClaimTemplates"][0]["metadata"]["labels"].update({"helm.sh/chart": "1"}),
            "block its own rollback": lambda o: stateful(o).update(podManagementPolicy="OrderedReady"),
            "two writers": lambda o: stateful(o).update(replicas=2),
            "go with the release": lambda o: stateful(o)["persistentVolumeClaimRetentionPolicy"].update(whenDeleted="Delete"),
            "carries a token": lambda o: stateful(o)["template"]["spec"].pop("automountServiceAccountToken"),
            "is not closed": lambda o: container(o)["securityContext"].update(readOnlyRootFilesystem=False),
            "has no bounds": lambda o: container(o).pop("resources"),
            "lets everybody in": lambda o: rendered.one(o, "NetworkPolicy")["spec"]["ingress"][0].pop("from"),
            "keeps the chart's own check out": lambda o: rendered.one(o, "NetworkPolicy")["spec"]["ingress"].pop(1),
            "cannot be reached": lambda o: rendered.one(o, "NetworkPolicy")["spec"]["egress"].pop(),
            "no service account": lambda o: stateful(o)["template"]["spec"].update(serviceAccountName="x"),
            "receive the node's calls": lambda o: rendered.one(o, "Job")["spec"]["template"]["metadata"]["labels"].update(
                {"app.kubernetes.io/name": "lienthong"}),
        }
        self.assertEqual(rendered.faults(good), [])
        for reason, plant in plants.items():
            with self.subTest(reason):
                bad = copy.deepcopy(good)
                plant(bad)
                self.assertTrue(any(reason in fault for fault in rendered.faults(bad)), rendered.faults(bad))


if __name__ == "__main__":
    tools.main()
