"""An authority and certificates made by `lienthong pki`, for tests of the harness."""

import os


class Pki:
    def __init__(self, test, name="pki", tree="h99"):
        self.test, self.folder = test, os.path.join(test.folder, name)
        self.passphrase = os.path.join(test.folder, name + ".passphrase")
        with open(os.open(self.passphrase, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as f:
            f.write("quả cam vàng\n")
        self._run("init", "--tree", tree)
        self.ca = self.path("ca.pem")

    def path(self, name):
        return os.path.join(self.folder, name)

    def node(self, name, *options):
        """(certificate, key, authority) as a node's configuration names them."""
        self._run("issue", "--node-name", name, *options)
        return self.path(name + ".pem"), self.path(name + ".key"), self.ca

    def client(self, name):
        """Options of the command line."""
        self._run("issue", "--client", name)
        return ["--ca", self.ca, "--cert", self.path(name + ".pem"), "--key", self.path(name + ".key")]

    def renew(self, certificate, *options):
        self._run("renew", certificate, *options)

    def _run(self, command, *arguments):
        self.test.lienthong("pki", command, *arguments, "--dir", self.folder, "--passphrase-file", self.passphrase)
