"""A revoked certificate stops working everywhere, on live connections, with no
restart; nobody hands a list over."""

import os
import shutil
import socket
import ssl
import tempfile
import time
import unittest

from federation import GIRL, MANY_QUESTIONS, PATIENCE, Federation, registration, tried_again

SOON = 5  # Seconds until every node knows, as promised.


def is_let_in(net, agency, folder):
    """Whether the node of `agency` goes on after the handshake with who holds
    the certificate in `folder`: a server of HTTP/2 speaks first."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    context.set_alpn_protocols(["h2"])
    try:
        with socket.create_connection(("127.0.0.1", net.ports[agency][0]), timeout=PATIENCE) as plain, \
                context.wrap_socket(plain) as tls:
            return tls.recv(1) != b""
    except TimeoutError:
        raise  # A node that says nothing refuses nobody.
    except OSError:
        return False


class RevocationTest(unittest.TestCase):

    def ask(self, net, case):
        """How each peer ended that the police asked, by agency."""
        ended = net.at("police", "locate", "--purpose", "missing-search", "--case", case, "-",
                       stdin=GIRL, code=None)
        outcomes = {}
        for line in ended.out.splitlines():
            for agency in ("clinic", "ngo"):
                if line.startswith(f"{agency}: "):
                    outcomes[agency] = line.split(": ")[1].split(" by ")[0]
        return outcomes

    def meet(self, net):
        """The police, their case, and two agencies that know the girl."""
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        net.at("clinic", "register", "-", stdin=registration())
        net.sign_in("ngo", "anna-4", "cp.caseworker")
        net.at("ngo", "register", "-", stdin=registration())
        net.sign_in("police", "officer-7", "police.missing")
        case = net.open_case()
        self.assertEqual(self.ask(net, case), {"clinic": "answered", "ngo": "answered"})
        return case

    @tried_again
    def test_every_node_denies_within_five_seconds(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("police", "clinic", "ngo"), MANY_QUESTIONS) as net:
            case = self.meet(net)
            before = {agency: node.pid for agency, node in net.nodes.items()}

            net.sign_in("police", "ops-1", "node.admin")
            revoked = time.monotonic()
            net.at("police", "certificate", "revoke", "--leaf",
                   net.path("police/certificates/node/cert.pem"))
            self.assertIn("the node's certificate is revoked", net.at("police", "status", code=1).out)
            net.sign_in("police", "officer-7", "police.missing")
            net.await_promised(lambda: "answered" not in self.ask(net, case).values(), SOON, revoked)
            # It stays so, and the clinic's own people work on.
            time.sleep(1)
            self.assertNotIn("answered", self.ask(net, case).values())
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", stdin=GIRL)

            # A new certificate mends it.
            net.at("police", "certificate", "renew")
            net.await_true(lambda: net.at("police", "sign-in", "--as", "officer-7", "--role",
                                          "police.missing", code=None).code == 0
                           and self.ask(net, case) == {"clinic": "answered", "ngo": "answered"})
            self.assertEqual({agency: node.pid for agency, node in net.nodes.items()}, before)
            self.assertTrue(all(node.poll() is None for node in net.nodes.values()))

    @tried_again
    def test_who_was_away_learns_it_from_another(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("police", "clinic", "ngo"), MANY_QUESTIONS) as net:
            stolen = net.path("police/certificates/node")
            self.assertTrue(is_let_in(net, "ngo", stolen))
            self.assertEqual(net.stop("ngo"), 0)
            net.at("police", "certificate", "revoke", "--leaf", os.path.join(stolen, "cert.pem"))
            net.await_promised(lambda: not is_let_in(net, "clinic", stolen), SOON)
            # The police can tell nobody any more.
            net.kill("police")
            net.start("ngo")
            net.await_promised(lambda: not is_let_in(net, "ngo", stolen), SOON)

    def test_a_program_of_staff_is_refused_on_its_next_call(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",), MANY_QUESTIONS) as net:
            net.sign_in("clinic", "ops-1", "node.admin")
            net.at("clinic", "status", code=None)
            net.at("clinic", "certificate", "revoke", "--leaf",
                   net.path("clinic/certificates/client/cert.pem"))
            ended = net.at("clinic", "status", code=None)
            self.assertIn(ended.code, (1, 4), ended)
            self.assertIn("HW-TLS-", ended.err)

    def test_a_second_desk_goes_on_from_the_list_of_the_node(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",), MANY_QUESTIONS) as net:
            net.sign_in("clinic", "ops-1", "node.admin")
            list_file = net.path("clinic/revocations.binpb")
            shutil.copy(list_file, list_file + ".second-desk")
            net.at("clinic", "certificate", "revoke", "--serial", "5f0a71c2")
            os.replace(list_file + ".second-desk", list_file)
            self.assertIn("takes back 2 ", net.at("clinic", "certificate", "revoke", "--serial", "5f0a71c3").out)
            # Nothing of it was lost on the way to the file.
            self.assertIn("takes back 2 ", net.at("clinic", "certificate", "revoke", "--offline").out)


if __name__ == "__main__":
    unittest.main()
