"""One archive, and an office without a network: checked, refused when tampered with, installed, run."""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import tools  # noqa: E402

HELM = tools.need("helm", "dpkg-scanpackages", "mmdebstrap", "buildah", "podman", "openssl", "unshare")[0]
START_SECONDS_MAX = 60


class BundleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="lienthong-bundle-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name
        cls.keys = {}
        for name in ("release", "other"):
            key = cls.path(f"{name}.key")
            tools.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key)
            tools.run("openssl", "pkey", "-in", key, "-pubout", "-out", cls.path(f"{name}.pub"))
        tools.run(os.path.join(HERE, "../systemd/build-deb"), "--bin", tools.BIN, "--out", cls.path("packages"))
        tools.run(os.path.join(HERE, "../container/build-image"), "--bin", tools.BIN, "--out", cls.path("image"))
        cls.bundle = tools.run(
            os.path.join(HERE, "build-bundle"), "--packages", cls.path("packages"), "--image", cls.path("image"),
            "--helm", HELM, "--key", cls.path("release.key"), "--out", cls.path("bundle")).strip().splitlines()[-1]
        cls.outer, cls.payload = cls.path("outer"), cls.path("payload")
        for folder, archive in ((cls.outer, cls.bundle), (cls.payload, os.path.join(cls.outer, "payload.tar"))):
            os.mkdir(folder)
            tools.run("tar", "-xf", archive, "-C", folder)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def check(self, key, bundle):
        return subprocess.run([os.path.join(HERE, "install"), "check", self.path(key), bundle], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT).returncode

    def test_is_signed(self):
        self.assertEqual(self.check("release.pub", self.bundle), 0)
        self.assertNotEqual(self.check("other.pub", self.bundle), 0)

        spoilt = self.path("spoilt.tar")
        shutil.copy(self.bundle, spoilt)
        with open(spoilt, "r+b") as f:
            f.seek(os.path.getsize(spoilt) // 2)
            byte = f.read(1)
            f.seek(-1, os.SEEK_CUR)
            f.write(bytes([byte[0] ^ 1]))
        self.assertNotEqual(self.check("release.pub", spoilt), 0)

    def test_is_refused_without_a_signing_key(self):
        tools.run("openssl", "genrsa", "-out", self.path("rsa.key"), "2048")
        for key in ("absent.key", "rsa.key"):
            done = subprocess.run([os.path.join(HERE, "build-bundle"), "--packages", "x", "--image", "x", "--helm", HELM,
                                   "--key", self.path(key), "--out", self.path("none")], check=False, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertEqual(done.returncode, 2)
            self.assertIn("key", done.stdout)

    def test_installs_where_there_is_no_network(self):
        root = self.path("root")
        tools.run(os.path.join(HERE, "../container/debian-root"), "--variant=apt", root)
        # Nothing that the machine knows of any mirror may help.
        for known in glob.glob(os.path.join(root, "etc/apt/sources.list*")) + glob.glob(os.path.join(root, "var/lib/apt/lists/*")):
            shutil.rmtree(known, ignore_errors=True) if os.path.isdir(known) else os.remove(known)
        shutil.copytree(self.payload, os.path.join(root, "bundle"))

        tools.run("unshare", "-n", "chroot", root, "/bundle/install", "package", env={"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})

        self.run_node(root)

    def run_node(self, root):
        config = os.path.join(root, "etc/lienthong/node.yaml")
        with open(config, "w", encoding="utf-8") as f:
            f.write("node: h44\ndata_dir: /var/lib/lienthong\nlisten: 127.0.0.1:0\nplaintext_on_loopback: true\n"
                    "runtime_file: /var/lib/lienthong/node.json\n")
        node = subprocess.Popen(["chroot", "--userspec=lienthong:lienthong", root, "/usr/bin/lienthong-node", "--config",
                                 "/etc/lienthong/node.yaml"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            runtime = os.path.join(root, "var/lib/lienthong/node.json")
            deadline = time.monotonic() + START_SECONDS_MAX
            while not os.path.exists(runtime):
                self.assertIsNone(node.poll(), "the node ended")
                self.assertLess(time.monotonic(), deadline, "the node does not serve")
                time.sleep(0.02)
            with open(runtime, encoding="utf-8") as f:
                address = json.load(f)["grpc"]
            status = json.loads(tools.run("chroot", root, "lienthong", "--node", address, "--output", "json", "status"))
            self.assertEqual(status["node"], "h44")
        finally:
            node.terminate()
            node.communicate()

    def test_its_image_loads_into_an_empty_store(self):
        environment = {**os.environ, "ENGINE_DIR": self.path("store")}
        engine = os.path.join(HERE, "../container/engine")
        archive = glob.glob(os.path.join(self.payload, "image/*.oci.tar"))[0]

        self.assertIn("localhost/lienthong:", tools.run(engine, "podman", "load", "-i", archive, env=environment))
        tools.run(engine, "podman", "rmi", "--all", "--force", env=environment)

    def test_its_chart_renders_and_names_its_image(self):
        chart = glob.glob(os.path.join(self.payload, "chart/*.tgz"))[0]
        text = tools.run(HELM, "template", "h44", chart, "--set", "level=province,unit=H44,parent.root=true,tls.enabled=false")

        version = tools.read(os.path.join(self.payload, "VERSION")).strip()
        self.assertIn(f'"localhost/lienthong:{version}"', text)
        self.assertTrue(os.path.exists(os.path.join(self.payload, f"image/lienthong-{version}.oci.tar")))

    def test_brings_the_documents(self):
        for name in ("README.md", "deploy/README.md", "deploy/monitoring/alerts.md", "LICENSE", "alerts.yaml"):
            self.assertTrue(os.path.exists(os.path.join(self.payload, "documents", name)), name)


if __name__ == "__main__":
    tools.main()
