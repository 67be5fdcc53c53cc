"""A federation of real nodes, set up by the real command, for tests.

Each agency has a folder, a node of its own process on free loopback ports, and
mutual TLS. Nothing is faked.
"""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import time

from documents import GIRL, template
from patience import PATIENCE, TooSlow, idle_time
from ports import free_ports
from programs import PROJECT, program

KINDS = {
    "registrar": "AGENCY_KIND_IMMIGRATION_REGISTRAR",
    "enforcement": "AGENCY_KIND_IMMIGRATION_ENFORCEMENT",
    "ngo": "AGENCY_KIND_CHILD_WELFARE",
    "clinic": "AGENCY_KIND_HEALTH",
    "police": "AGENCY_KIND_POLICE",
}
HOUSE = {"registrar": "house_registrar", "ngo": "house_ngo", "clinic": "house_clinic",
         "police": "house_police"}
PAIRS = ("police_registrar", "police_ngo", "police_clinic", "ngo_clinic", "ngo_registrar",
         "clinic_registrar")

# So that no peer on a busy machine counts as one that does not answer.
PATIENT = "peer_timeout_milliseconds: 30000\n"
# For tests that ask about one child more than people do.
MANY_QUESTIONS = "probe_limits { %s }\n" % " ".join(
    scope + " { questions_per_hour: 1000000 misses_per_hour: 1000000 }"
    for scope in ("agency", "officer", "purpose", "child"))


class Ended:
    """How a command ended, and what it said."""

    def __init__(self, args, code, out, err):
        self.args, self.code, self.out, self.err = args, code, out, err

    def __str__(self):
        return f"{' '.join(self.args)}\nexit code {self.code}\n{self.out}{self.err}"


TRY_AGAIN = 6  # The exit code of `homeward`.


class Federation:
    """Agencies with their nodes. Use as a context: nothing outlives it."""

    def __init__(self, folder, agencies=("police", "clinic"), config=""):
        """`config` is more of each node's configuration."""
        self.folder = folder
        self.config = PATIENT + config
        self.agencies = agencies
        self.ports = {}
        self.nodes = {}

    def __enter__(self):
        try:
            self._found()
            for agency in self.agencies:
                self.start(agency)
            for agency in self.agencies:
                self.sign_in(agency, "ops-1", "node.admin")
            self.await_peers()
            self._agree()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for node in self.nodes.values():
            node.kill()
            node.wait()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run(self, *args, stdin="", code=0, env=None, silent_node=False):
        """Runs `homeward`; the test fails when its exit code is not `code`,
        unless that is None. Where no node is silent, it is run again when its
        node did not answer in time, as people would on a busy machine."""
        for _ in range(5):
            done = subprocess.run(
                [program("homeward"), *args], input=stdin, text=True, cwd=self.folder,
                capture_output=True, timeout=PATIENCE, env={**os.environ, **(env or {})})
            ended = Ended(args, done.returncode, done.stdout, done.stderr)
            if silent_node or ended.code != TRY_AGAIN or "HW-NET-003" not in ended.err:
                break
        if code is not None and ended.code != code:
            raise AssertionError(f"exit code {code} was due: {ended}\n{self.troubles()}")
        return ended

    def at(self, agency, *args, **options):
        """What somebody of `agency` types."""
        return self.run("--home", self.path(agency), *args, **options)

    def json(self, agency, *args, **options):
        """The same, as a list of JSON values."""
        ended = self.at(agency, "-o", "ndjson", *args, **options)
        return [json.loads(line) for line in ended.out.splitlines()]

    def troubles(self):
        words = []
        for agency in self.agencies:
            try:
                with open(self.path(agency, "log"), encoding="utf-8") as log:
                    words.append(f"{agency}: {log.read()[-600:]}")
            except OSError:
                pass
        return "\n".join(words)

    def _found(self):
        charter = self.write("charter.textproto", template("charter"))
        red_lines = os.path.join(PROJECT, "deploy/red_lines/red_lines.textproto")
        self.run("federation", "create", "test.example", "--charter", charter,
                 "--red-lines", red_lines, "--folder", self.path("governance"))
        for agency in self.agencies:
            listen, metrics, health = self.ports[agency] = free_ports(3)
            answers = self.write(f"{agency}.answers", f'''
                federation: "test.example" agency_id: "{agency}" kind: {KINDS[agency]}
                listen_address: "127.0.0.1:{listen}" metrics_address: "127.0.0.1:{metrics}"
                health_address: "127.0.0.1:{health}"''')
            self.at(agency, "init", "--answers", answers)
        self.run("federation", "admit", *(self.path(a, "member.textproto") for a in self.agencies),
                 "--folder", self.path("governance"), "--key", self.path("governance/governance-1.pem"),
                 "--key", self.path("governance/governance-3.pem"))
        for agency in self.agencies:
            invite = self.path(f"{agency}.invite")
            said = self.run("federation", "invite", agency, "--out", invite, "--folder",
                            self.path("governance")).out
            words = re.search(r"words: +(\S+)", said).group(1)
            self.at(agency, "join", invite, "--fingerprint", words)
            with open(self.path(agency, "node.textproto"), "a", encoding="utf-8") as file:
                file.write(self.config)

    def _agree(self):
        """House rules for each, and an MOU for each pair, signed and active."""
        for agency in self.agencies:
            if agency in HOUSE:
                self._mou(HOUSE[agency], (agency,))
        for pair in PAIRS:
            parties = tuple(pair.split("_"))
            if set(parties) <= set(self.agencies):
                self._mou(pair, parties)

    def _mou(self, template, parties):
        draft = self.path(f"{template}.textproto")
        signed = self.path(f"{template}.signed")
        options = [option for party in parties for option in ("--party", party)]
        self.run("mou", "new", template.replace("_", "-"), "--out", draft, "--from",
                 os.path.join(PROJECT, f"deploy/mou_templates/{template}.textproto"), *options)
        for party in parties:
            self.at(party, "mou", "sign", draft, "--out", signed)
            draft = signed
        for party in parties:
            self.at(party, "mou", "propose", signed)

    def sign_in(self, agency, person, *roles):
        self.at(agency, "sign-in", "--as", person, *(f"--role={role}" for role in roles))

    def start(self, agency, wait=True, env=None):
        log = open(self.path(agency, "log"), "ab")
        self.nodes[agency] = subprocess.Popen(
            [program("homewardd"), "--config", self.path(agency, "node.textproto")],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **(env or {})})
        log.close()
        if wait:
            self.await_serving(agency)

    def await_true(self, holds, seconds=PATIENCE):
        """How long it took until `holds()`, in seconds."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"not within {seconds} s\n{self.troubles()}")
            time.sleep(0.1)
        return time.monotonic() - began

    def await_promised(self, holds, seconds, began=None):
        """Waits until `holds()`, which is promised within `seconds` from `began`,
        now if None; on a busy machine within what ten commands that do nothing
        take more."""
        asked = time.monotonic()
        began, idle = began or asked, 0
        while not holds():
            idle = max(idle, idle_time())
            if asked - began > seconds + 10 * idle:
                raise TooSlow(f"not within {seconds} s, nor {10 * idle:.1f} s more\n{self.troubles()}")
            time.sleep(0.1)
            asked = time.monotonic()

    def await_serving(self, agency, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while self.at(agency, "health", code=None).code != 0:
            if self.nodes[agency].poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the node of {agency} does not serve\n{self.troubles()}")
            time.sleep(0.05)

    def await_peers(self, seconds=PATIENCE):
        """Waits until every node has met every other, and so has its list of
        revoked certificates. Somebody must be signed in everywhere."""
        deadline = time.monotonic() + seconds
        for agency in self.agencies:
            while not self.has_met_all(agency):
                if time.monotonic() > deadline:
                    raise AssertionError(f"{agency} does not reach all\n{self.troubles()}")
                time.sleep(0.05)

    def has_met_all(self, agency):
        # A node that is too busy to answer says nothing.
        said = self.json(agency, "status", code=None) or [{}]
        peers = said[0].get("peers", [])
        return len(peers) == len(self.agencies) - 1 and all(p.get("reachable") for p in peers)

    def await_certificate(self, agency):
        """Waits until the node shows the newest certificate of its folder."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])

        def is_shown():
            with socket.create_connection(("127.0.0.1", self.ports[agency][0]), timeout=PATIENCE) as plain, \
                    context.wrap_socket(plain) as tls, \
                    open(self.path(agency, "certificates/node/cert.pem"), encoding="ascii") as file:
                shown = ssl.DER_cert_to_PEM_cert(tls.getpeercert(binary_form=True))
                return file.read().startswith(shown)

        self.await_true(is_shown)

    def stop(self, agency):
        """SIGTERM; returns the exit code."""
        self.nodes[agency].send_signal(signal.SIGTERM)
        return self.nodes[agency].wait(timeout=PATIENCE)

    def kill(self, agency):
        self.nodes[agency].kill()
        self.nodes[agency].wait()

    def open_case(self, child=GIRL, name="case.token"):
        """A case of the police about `child`; returns the token's path."""
        self.at("police", "case", "open", "--case", "2026/117", "--to", "officer-7", "--purpose",
                "missing-search", "--out", self.path(name), "-", stdin=child)
        return self.path(name)
