"""A real Kubernetes API server and controllers on loopback, with Debian's etcd, and a small stand-in for the kubelet.

    with cluster.Cluster() as c:
        c.call("POST", "/api/v1/namespaces", {...})
        c.helm("install", ...)

The stand-in binds every pod to one made-up machine and writes the status that a kubelet would: a pod runs and is ready at
once, unless its image's tag contains "bad" (it then crashes for ever); pods of jobs succeed, unless `failing_jobs` is set. It runs
nothing, probes nothing and mounts nothing.
"""

import base64
import json
import os
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
import tools  # noqa: E402

START_SECONDS_MAX = 180
WAIT_SECONDS_MAX = 120
POLL_SECONDS = 0.1
# Node lifecycle is left out: it would take the made-up machine for a dead one.
CONTROLLERS = ("statefulset-controller,serviceaccount-controller,job-controller,cronjob-controller,disruption-controller,"
               "endpointslice-controller,garbage-collector-controller,pod-garbage-collector-controller")
MACHINE = "stand-in"


class ApiError(Exception):
    def __init__(self, code, body):
        super().__init__(f"{code}: {body}")
        self.code, self.body = code, body


def free_ports(count):
    """Ports that were free a moment ago; a server that finds its own taken ends, and the test with it."""
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def wait_until(what, condition, seconds=WAIT_SECONDS_MAX):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not after {seconds} s")
        time.sleep(POLL_SECONDS)
    return found


class Cluster:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="lienthong-cluster-")
        self.token = secrets.token_hex(16)
        self.processes, self.failing_jobs = [], False
        self.context = ssl._create_unverified_context()
        self.ended = threading.Event()

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.ended.set()
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name, *arguments):
        log = open(os.path.join(self.folder, f"{name}.log"), "wb")
        process = subprocess.Popen([tools.find(name), *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.processes.append(process)
        return process

    def log(self, name):
        with open(os.path.join(self.folder, f"{name}.log"), encoding="utf-8", errors="replace") as f:
            return "".join(f.readlines()[-30:])

    def _await(self, name, process, condition):
        def check():
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with {process.returncode}\n{self.log(name)}")
            return condition()
        wait_until(f"{name} serves", check, START_SECONDS_MAX)

    def _start(self):
        client, peer, port, manager = free_ports(4)
        path = lambda name: os.path.join(self.folder, name)  # noqa: E731
        self._run("etcd", "--data-dir", path("etcd"), "--listen-client-urls", f"http://127.0.0.1:{client}",
                  "--advertise-client-urls", f"http://127.0.0.1:{client}", "--listen-peer-urls", f"http://127.0.0.1:{peer}",
                  "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
                  "--initial-cluster", f"default=http://127.0.0.1:{peer}")
        with open(path("tokens.csv"), "w", encoding="utf-8") as f:
            f.write(f'{self.token},admin,admin,"system:masters"\n')
        tools.run("openssl", "genrsa", "-out", path("accounts.key"), "2048")
        self.address = f"https://127.0.0.1:{port}"
        server = self._run(
            "kube-apiserver", "--etcd-servers", f"http://127.0.0.1:{client}", "--bind-address", "127.0.0.1",
            "--advertise-address", "127.0.0.1", "--secure-port", str(port), "--cert-dir", path("certs"),
            "--token-auth-file", path("tokens.csv"), "--authorization-mode", "RBAC",
            "--service-cluster-ip-range", "10.96.0.0/16", "--service-account-issuer", "https://kubernetes.default.svc",
            "--service-account-key-file", path("accounts.key"), "--service-account-signing-key-file", path("accounts.key"),
            "--endpoint-reconciler-type", "none", "--v", "1")
        self._await("kube-apiserver", server, self._serves)
        with open(path("kubeconfig"), "w", encoding="utf-8") as f:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "c",
                       "clusters": [{"name": "c", "cluster": {"server": self.address, "insecure-skip-tls-verify": True}}],
                       "users": [{"name": "u", "user": {"token": self.token}}],
                       "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]}, f)
        self.kubeconfig = path("kubeconfig")
        self._run("kube-controller-manager", "--kubeconfig", self.kubeconfig, "--controllers", CONTROLLERS,
                  "--leader-elect=false", "--bind-address", "127.0.0.1", "--secure-port", str(manager),
                  "--cert-dir", path("manager-certs"),
                  "--service-account-private-key-file", path("accounts.key"), "--v", "1")
        self.call("POST", "/api/v1/nodes", {"metadata": {"name": MACHINE}})
        self.stand_in = threading.Thread(target=self._play_kubelet, daemon=True)
        self.stand_in.start()

    def _serves(self):
        try:
            return self.call("GET", "/readyz") == "ok"
        except (OSError, ApiError):
            return False

    # The API

    def call(self, verb, path, body=None, content="application/json"):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=verb, headers={
            "Authorization": f"Bearer {self.token}", "Content-Type": content, "Accept": "application/json"})
        try:
            with urllib.request.urlopen(request, context=self.context, timeout=60) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as e:
            text = e.read().decode()
            try:
                text = json.loads(text)["message"]
            except (ValueError, KeyError):
                pass
            raise ApiError(e.code, text) from None
        return json.loads(text) if text.startswith("{") else text

    def get(self, path):
        try:
            return self.call("GET", path)
        except ApiError as e:
            if e.code == 404:
                return None
            raise

    def path_of(self, thing, namespace):
        """Where an object lives, by what the server itself says of its kind."""
        group = f"/apis/{thing['apiVersion']}" if "/" in thing["apiVersion"] else f"/api/{thing['apiVersion']}"
        for resource in self.call("GET", group)["resources"]:
            if resource["kind"] == thing["kind"] and "/" not in resource["name"]:
                place = f"/namespaces/{namespace}" if resource["namespaced"] else ""
                return f"{group}{place}/{resource['name']}"
        raise AssertionError(f"the server knows no {thing['kind']}")

    def apply(self, thing, namespace, query="&fieldValidation=Strict"):
        """Server-side apply; strict, so that an unknown or doubled field is an error."""
        path = f"{self.path_of(thing, namespace)}/{thing['metadata']['name']}?fieldManager=test{query}"
        return self.call("PATCH", path, thing, "application/apply-patch+yaml")

    def namespace(self, name):
        """Only pods that the strictest standard admits are let in."""
        self.call("POST", "/api/v1/namespaces", {"metadata": {"name": name, "labels": {
            "pod-security.kubernetes.io/enforce": "restricted"}}})
        wait_until("a default account", lambda: self.get(f"/api/v1/namespaces/{name}/serviceaccounts/default"))
        return name

    def helm(self, *arguments, status=0):
        done = subprocess.run([tools.find("helm"), *arguments], text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              env={**os.environ, "KUBECONFIG": self.kubeconfig, "HELM_CACHE_HOME": self.folder,
                                   "HELM_CONFIG_HOME": self.folder, "HELM_DATA_HOME": self.folder})
        if status is not None and done.returncode != status:
            raise AssertionError(f"helm {' '.join(arguments)}: {done.returncode}\n{done.stdout}")
        return done.stdout if status is not None else done

    # The stand-in

    def _play_kubelet(self):
        while not self.ended.wait(POLL_SECONDS):
            try:
                for pod in self.call("GET", "/api/v1/pods")["items"]:
                    self._tend(pod)
            except (OSError, ApiError):
                continue  # a pod that is gone, or a server that ends

    def _tend(self, pod):
        path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}"
        if pod["metadata"].get("deletionTimestamp"):
            return self.call("DELETE", path, {"gracePeriodSeconds": 0, "preconditions": {"uid": pod["metadata"]["uid"]}})
        if not pod["spec"].get("nodeName"):
            return self.call("POST", path + "/binding", {"apiVersion": "v1", "kind": "Binding", "target": {
                "apiVersion": "v1", "kind": "Node", "name": MACHINE}, "metadata": {"name": pod["metadata"]["name"]}})
        status = self._status(pod)
        if pod["status"].get("phase") != status["phase"] or not pod["status"].get("containerStatuses"):
            self.call("PATCH", path + "/status", {"status": status}, "application/merge-patch+json")
        return None

    def _status(self, pod):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        job = pod["spec"]["restartPolicy"] == "Never"
        image = pod["spec"]["containers"][0]["image"]
        bad = "bad" in image.rsplit(":", 1)[1]
        state, phase = {"running": {"startedAt": now}}, "Running"
        if job:
            code = 1 if self.failing_jobs else 0
            phase = "Failed" if code else "Succeeded"
            state = {"terminated": {"exitCode": code, "finishedAt": now, "startedAt": now, "reason": "Completed"}}
        elif bad:
            state = {"waiting": {"reason": "CrashLoopBackOff", "message": "made up"}}
        ready = not job and not bad
        return {"phase": phase, "startTime": now, "podIP": "10.0.0.1", "podIPs": [{"ip": "10.0.0.1"}],
                "conditions": [{"type": kind, "status": "True" if ready or kind == "PodScheduled" else "False",
                                "lastTransitionTime": now} for kind in ("PodScheduled", "Initialized", "ContainersReady", "Ready")],
                "containerStatuses": [{"name": c["name"], "image": c["image"], "imageID": c["image"], "ready": ready,
                                       "restartCount": 0, "started": ready, "state": state} for c in pod["spec"]["containers"]]}


def secret(name, *keys):
    value = base64.b64encode(b"x").decode()
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": {k: value for k in keys}}
