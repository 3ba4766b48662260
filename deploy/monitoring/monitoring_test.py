"""Alert rules, dashboard and documents agree with one another and with what a node exports."""

import json
import os
import re
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import tools  # noqa: E402

yaml = tools.module("yaml")

PROMTOOL = tools.need("promtool")
# What Prometheus adds to a histogram's name.
SUFFIXES = re.compile(r"_(bucket|sum|count)$")


def metrics_in(text):
    return {SUFFIXES.sub("", name) if name.endswith("bucket") else name
            for name in re.findall(r"\blienthong_[a-z_]+\b", text)}


def exported():
    source = tools.read(os.path.join(tools.ROOT, "services/gateway/metrics.cc"))
    names = set(re.findall(r'"(lienthong_[a-z_]+)"', source))
    histograms = re.findall(r'AddHistogram\(registry, "(lienthong_[a-z_]+)"', source)
    return names | {f"{h}_{s}" for h in histograms for s in ("sum", "count")}


def rules():
    return [r for g in yaml.safe_load(tools.read(os.path.join(HERE, "alerts.yaml")))["groups"] for r in g["rules"]]


def dashboard():
    return json.loads(tools.read(os.path.join(HERE, "dashboard.json")))


def targets():
    return [t["expr"] for p in dashboard()["panels"] for t in p["targets"]]


class AlertsTest(unittest.TestCase):
    def test_promtool_accepts_them_and_their_tests_pass(self):
        tools.run(PROMTOOL, "check", "rules", "alerts.yaml", cwd=HERE)
        said = tools.run(PROMTOOL, "test", "rules", "alerts_test.yaml", cwd=HERE)
        self.assertIn("SUCCESS", said)

    def test_each_rule_is_seen_firing_in_a_test(self):
        tests = yaml.safe_load(tools.read(os.path.join(HERE, "alerts_test.yaml")))["tests"]
        fired = {c["alertname"] for t in tests for c in t["alert_rule_test"] if c["exp_alerts"]}

        self.assertEqual(fired, {r["alert"] for r in rules()})

    def test_name_only_metrics_that_a_node_exports(self):
        for rule in rules():
            self.assertLessEqual(metrics_in(rule["expr"]), exported(), rule["alert"])

    def test_each_has_a_section_that_says_what_to_do(self):
        sections = dict(re.findall(r"(?ms)^## (\w+)\n(.*?)(?=^## |\Z)", tools.read(os.path.join(HERE, "alerts.md"))))

        for rule in rules():
            path, anchor = rule["annotations"]["runbook"].split("#")
            self.assertEqual(path, "deploy/monitoring/alerts.md")
            section = next((text for name, text in sections.items() if name.lower() == anchor), None)
            self.assertIsNotNone(section, rule["alert"])
            self.assertIn("\n1. ", section, rule["alert"])
            for key in ("summary", "summary_vi"):
                self.assertTrue(rule["annotations"].get(key), f"{rule['alert']}: {key}")
            self.assertIn(rule["labels"]["severity"], ("critical", "warning"))

    def test_cover_what_must_not_go_unnoticed(self):
        names = {r["alert"] for r in rules()}

        self.assertLessEqual({"LienthongChildSilent", "LienthongLag", "LienthongDiskFilling", "LienthongDiverged",
                              "LienthongParked", "LienthongStoreReadOnly", "LienthongCertificateEnding"}, names)


class DashboardTest(unittest.TestCase):
    def test_asks_only_for_metrics_that_a_node_exports(self):
        for expression in targets():
            self.assertLessEqual(metrics_in(expression), exported(), expression)

    def test_asks_in_a_language_that_prometheus_understands(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            yaml.safe_dump({"groups": [{"name": "panels", "rules": [
                {"record": f"panel:{i}", "expr": e.replace("$__rate_interval", "1m").replace("$instance", ".*")}
                for i, e in enumerate(targets())]}]}, f)
            f.flush()
            tools.run(PROMTOOL, "check", "rules", f.name)

    def test_panels_neither_overlap_nor_share_an_id(self):
        taken, ids = set(), [p["id"] for p in dashboard()["panels"]]
        for panel in dashboard()["panels"]:
            g = panel["gridPos"]
            cells = {(x, y) for x in range(g["x"], g["x"] + g["w"]) for y in range(g["y"], g["y"] + g["h"])}
            self.assertFalse(cells & taken, panel["title"])
            self.assertLessEqual(g["x"] + g["w"], 24)
            taken |= cells
        self.assertEqual(len(ids), len(set(ids)))


class DocumentTest(unittest.TestCase):
    def test_describes_every_metric_and_no_other(self):
        readme = tools.read(os.path.join(tools.ROOT, "services/gateway/README.md"))
        described = set(re.findall(r"(?m)^\| `(lienthong_[a-z_]+)", readme))
        source = tools.read(os.path.join(tools.ROOT, "services/gateway/metrics.cc"))

        self.assertEqual(described, set(re.findall(r'"(lienthong_[a-z_]+)"', source)))


if __name__ == "__main__":
    tools.main()
