"""What the chart renders, and what no schema says about it: that names and selectors meet.

    objects = rendered.render("h44", *options)      [{...}, ...]; raises Refused with Helm's reason
    rendered.faults(objects)                        [] when they hang together
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CHART = os.path.join(HERE, "..", "chart")
PROVINCE = os.path.join(HERE, "..", "province")
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools"))
import tools  # noqa: E402

yaml = tools.module("yaml")

# Labels that a new version changes; none may stand where a change means a restart or is forbidden.
VERSIONED = ("app.kubernetes.io/version", "helm.sh/chart")


class Refused(Exception):
    pass


def text(release, *options, namespace="lienthong"):
    done = subprocess.run([tools.find("helm"), "template", release, CHART, "-n", namespace, *options], text=True,
                          capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Refused(done.stderr)
    return done.stdout


def render(release, *options, namespace="lienthong"):
    return [o for o in yaml.safe_load_all(text(release, *options, namespace=namespace)) if o]


def of_kind(objects, kind):
    return [o for o in objects if o["kind"] == kind]


def one(objects, kind):
    found = of_kind(objects, kind)
    assert len(found) == 1, f"{len(found)} of {kind}"
    return found[0]


def selects(selector, labels):
    return bool(selector) and all(labels.get(k) == v for k, v in selector.items())


def pod_specs(objects):
    """(name, pod template) of everything that makes pods."""
    for o in objects:
        spec = o.get("spec", {})
        template = {"Pod": lambda: o, "Job": lambda: spec["template"], "StatefulSet": lambda: spec["template"],
                    "CronJob": lambda: spec["jobTemplate"]["spec"]["template"]}.get(o["kind"])
        if template:
            yield f"{o['kind']}/{o['metadata']['name']}", template()


def faults(objects):
    found = []
    for check in (_services, _probes, _volumes, _claims, _security, _policy, _names):
        found += check(objects)
    return found


def _pod(objects):
    return one(objects, "StatefulSet")["spec"]["template"]


def _ports(pod):
    return {p["name"]: p["containerPort"] for c in pod["spec"]["containers"] for p in c.get("ports", [])}


def _services(objects):
    stateful, services = one(objects, "StatefulSet"), of_kind(objects, "Service")
    labels = _pod(objects)["metadata"]["labels"]
    if not selects(stateful["spec"]["selector"]["matchLabels"], labels):
        yield "StatefulSet: its selector does not select its own pods"
    headless = [s for s in services if s["metadata"]["name"] == stateful["spec"]["serviceName"]]
    if len(headless) != 1 or headless[0]["spec"].get("clusterIP") != "None":
        yield f"StatefulSet: serviceName {stateful['spec']['serviceName']} is no headless service"
    if len(services) - len(headless) != 1:
        yield "Service: expected one for clients besides the headless one"
    for service in services:
        name = service["metadata"]["name"]
        if not selects(service["spec"]["selector"], labels):
            yield f"Service/{name}: selects no pod"
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in _ports(_pod(objects)):
                yield f"Service/{name}: port {port['name']} goes to no container port"
    for other, template in pod_specs(objects):
        if not other.startswith("StatefulSet") and any(selects(s["spec"]["selector"], template["metadata"]["labels"])
                                                       for s in services):
            yield f"{other}: its pods would receive the node's calls"
    for budget in of_kind(objects, "PodDisruptionBudget"):
        if not selects(budget["spec"]["selector"]["matchLabels"], labels):
            yield "PodDisruptionBudget: selects no pod"
    for monitor in of_kind(objects, "ServiceMonitor"):
        chosen = [s for s in services if selects(monitor["spec"]["selector"]["matchLabels"], s["metadata"]["labels"])]
        if len(chosen) != 1:
            yield f"ServiceMonitor: selects {len(chosen)} services, so figures are read that often"
        for endpoint in monitor["spec"]["endpoints"]:
            if not any(endpoint["port"] == p["name"] for s in chosen for p in s["spec"]["ports"]):
                yield f"ServiceMonitor: no port {endpoint['port']}"


def _config(objects):
    return yaml.safe_load(one(objects, "ConfigMap")["data"]["node.yaml"])


def _probes(objects):
    config, pod = _config(objects), _pod(objects)
    ports, container = _ports(pod), pod["spec"]["containers"][0]
    for key, name in (("listen", "grpc"), ("metrics", "metrics"), ("health", "health")):
        if not config[key].endswith(f":{ports.get(name)}"):
            yield f"node.yaml: {key} is not the container's port {name}"
    for key in ("health", "metrics"):
        if not config[key].startswith("0.0.0.0:"):
            yield f"node.yaml: nobody outside reaches {key}"
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if container[probe].get("grpc", {}).get("port") != ports.get("health"):
            yield f"{probe}: asks another port than health"
    if container["readinessProbe"]["grpc"].get("service") != "ready":
        yield "readinessProbe: does not ask for ready"
    for probe in ("startupProbe", "livenessProbe"):
        if container[probe]["grpc"].get("service"):
            yield f"{probe}: a parent that is away would restart the node"


def _volumes(objects):
    for name, template in pod_specs(objects):
        spec = template["spec"]
        have = {v["name"] for v in spec.get("volumes", [])}
        if name.startswith("StatefulSet"):
            have |= {c["metadata"]["name"] for c in one(objects, "StatefulSet")["spec"]["volumeClaimTemplates"]}
        mounted = {m["name"] for c in spec["containers"] for m in c.get("volumeMounts", [])}
        if have != mounted:
            yield f"{name}: volumes {sorted(have)}, mounted {sorted(mounted)}"
    config, mounts = _config(objects), {m["mountPath"]: m for m in _pod(objects)["spec"]["containers"][0]["volumeMounts"]}
    data = next((m for path, m in mounts.items() if config["data_dir"].startswith(path + "/")), None)
    if data is None or data["name"] != "data" or data.get("readOnly"):
        yield f"node.yaml: data_dir {config['data_dir']} is not inside the volume"
    for key, path in config.get("tls", {}).items():
        mount = mounts.get(os.path.dirname(path))
        if mount is None or mount.get("subPath"):
            yield f"node.yaml: tls.{key} {path} is not in a mounted folder that renews"
    for certificate in of_kind(objects, "Certificate"):
        if not any(uri.endswith(f"/node/{config['node']}") for uri in certificate["spec"].get("uris", [])):
            yield "Certificate: does not name the node"
    secrets = {v["secret"]["secretName"] for v in _pod(objects)["spec"]["volumes"] if "secret" in v}
    for certificate in of_kind(objects, "Certificate"):
        if certificate["spec"]["secretName"] not in secrets:
            yield "Certificate: nobody mounts its secret"


def _claims(objects):
    stateful = one(objects, "StatefulSet")
    for where, labels in [("pod", _pod(objects)["metadata"]["labels"]),
                          ("selector", stateful["spec"]["selector"]["matchLabels"]),
                          *[("claim", c["metadata"].get("labels", {})) for c in stateful["spec"]["volumeClaimTemplates"]]]:
        for label in VERSIONED:
            if label in labels:
                yield f"StatefulSet: {where} carries {label}"
    if stateful["spec"]["podManagementPolicy"] != "Parallel":
        yield "StatefulSet: a bad pod would block its own rollback"
    if stateful["spec"]["replicas"] != 1:
        yield "StatefulSet: two writers on one volume"
    if set(stateful["spec"]["persistentVolumeClaimRetentionPolicy"].values()) != {"Retain"}:
        yield "StatefulSet: facts would go with the release"


def _security(objects):
    for name, template in pod_specs(objects):
        spec = template["spec"]
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name}: carries a token of the cluster"
        if not spec["securityContext"].get("runAsNonRoot") or "runAsUser" not in spec["securityContext"]:
            yield f"{name}: may be root"
        if spec["securityContext"].get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{name}: any system call"
        for container in spec["containers"]:
            context = container.get("securityContext", {})
            if (not context.get("readOnlyRootFilesystem") or context.get("allowPrivilegeEscalation") is not False
                    or context.get("capabilities", {}).get("drop") != ["ALL"]):
                yield f"{name}: container {container['name']} is not closed"
            resources = container.get("resources", {})
            if not resources.get("requests") or "memory" not in resources.get("limits", {}):
                yield f"{name}: container {container['name']} has no bounds"


def _policy(objects):
    policies = of_kind(objects, "NetworkPolicy")
    if not policies:
        return
    spec, labels, ports = policies[0]["spec"], _pod(objects)["metadata"]["labels"], _ports(_pod(objects))
    if not selects(spec["podSelector"]["matchLabels"], labels):
        yield "NetworkPolicy: selects no pod"
    for rule in spec["ingress"]:
        for port in rule["ports"]:
            if port["port"] not in ports:
                yield f"NetworkPolicy: no port {port['port']}"
        if not rule.get("from"):
            yield "NetworkPolicy: a rule lets everybody in"
    asks = [t["metadata"]["labels"] for _, t in pod_specs(objects)
            if t["spec"]["containers"][0].get("command", [])[:2] == ["lienthong", "health"]]
    health = [p["podSelector"]["matchLabels"] for r in spec["ingress"] if {"port": "health"} in r["ports"] for p in r["from"]]
    for labels in asks:
        if not any(selects(h, labels) for h in health):
            yield "NetworkPolicy: keeps the chart's own check out"
    parent = _config(objects).get("parent", {}).get("address")
    reachable = {p["port"] for r in spec["egress"] for p in r["ports"]}
    if 53 not in reachable or (parent and int(parent.rsplit(":", 1)[1]) not in reachable):
        yield "NetworkPolicy: the parent or its name cannot be reached"


def _names(objects):
    names = [(o["kind"], o["metadata"]["name"]) for o in objects]
    for name in set(names):
        if names.count(name) > 1:
            yield f"{name}: twice"
    for kind, name in names:
        if len(name) > 63:
            yield f"{kind}/{name}: longer than 63"
    account = _pod(objects)["spec"]["serviceAccountName"]
    if ("ServiceAccount", account) not in names:
        yield f"StatefulSet: no service account {account}"
