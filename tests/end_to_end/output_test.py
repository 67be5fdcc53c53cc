"""What is shown to people is there for programs: `-o json` and `-o ndjson` of
every command that shows something, and nothing else on standard output."""

import json
import os
import subprocess
import unittest

from documents import GIRL, registration
from patience import PATIENCE
from programs import PROJECT, program
from shared_federation import SharedFederationTest


class OutputTest(SharedFederationTest):

    def values(self, out):
        """The JSON values that `out` is made of, one after the other."""
        decoder, values = json.JSONDecoder(), []
        while out.strip():
            value, end = decoder.raw_decode(out.lstrip())
            values.append(value)
            out = out.lstrip()[end:]
        return values

    def shown(self, agency, *words, stdin=""):
        """The command shows text, and the same values in either form: a line may
        come for each step of a long one."""
        text = self.net.at(agency, *words, stdin=stdin)
        self.assertTrue(text.out.strip(), text)
        whole = self.net.at(agency, "-o", "json", *words, stdin=stdin)
        lines = self.net.at(agency, "-o", "ndjson", *words, stdin=stdin)
        values = self.values(whole.out)
        self.assertGreater(len(values), 0, whole)
        single = [json.loads(line) for line in lines.out.splitlines()]
        self.assertGreaterEqual(len(single), len(values), lines)
        self.assertEqual(single[-1].keys(), values[-1].keys(), lines)
        return values

    def test_a_node_and_its_documents(self):
        self.net.sign_in("police", "ops-1", "node.admin", "oversight.auditor")
        for words in (("status",), ("doctor", "--peer", "clinic"), ("health",), ("directory", "show"),
                      ("completion", "bash"), ("mou", "list"), ("audit", "verify"),
                      ("certificate", "issue", "--client", "desk-2"),
                      ("certificate", "verify", "--root", self.net.path("police/root/cert.pem"), "--leaf",
                       self.net.path("police/certificates/client/cert.pem")),
                      ("sign-in", "--as", "ops-1", "--role", "node.admin"),
                      ("mou", "check", self.net.path("police_clinic.textproto")),
                      ("mou", "sign", self.net.path("police_clinic.textproto"), "--out", self.net.path("again"))):
            self.shown("police", *words)

    def test_both_programs_and_the_node_are_of_one_version(self):
        self.net.sign_in("police", "ops-1", "node.admin")
        version = self.shown("police", "status")[0]["version"]
        for name in ("homeward", "homewardd"):
            done = subprocess.run([program(name), "--version"], capture_output=True, text=True, timeout=PATIENCE,
                                  check=True)
            self.assertEqual((done.stdout, done.stderr), (f"{name} {version}\n", ""))

    def test_governance(self):
        folder = self.net.path("governance")
        keys = [f"--key={folder}/governance-{n}.pem" for n in (1, 3)]
        member = self.net.path("police/member.textproto")
        (waits,) = self.values(self.net.run("-o", "json", "federation", "admit", member, "--folder", folder,
                                            keys[0]).out)
        self.assertEqual(waits, {"signatures": 1, "threshold": 2})
        (published,) = self.values(self.net.run("-o", "json", "federation", "sign", "--folder", folder,
                                                keys[1]).out)
        self.assertEqual(published["members"], 2)
        (invite,) = self.values(self.net.run("-o", "json", "federation", "invite", "police", "--folder", folder,
                                             "--out", self.net.path("invite")).out)
        self.assertEqual(invite["agencyId"], "police")
        template = os.path.join(PROJECT, "deploy/mou_templates/house_clinic.textproto")
        (mou,) = self.values(self.net.run("-o", "json", "mou", "new", "house", "--from", template, "--out",
                                          self.net.path("house.mou")).out)
        self.assertEqual(mou["mouId"], "house")

    def test_records_and_questions(self):
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        (answer, *_) = self.shown("clinic", "register", "-", stdin=registration(request_id="the-same"))
        self.shown("clinic", "show", answer["recordId"], "--purpose", "treat")
        self.net.sign_in("police", "officer-7", "police.missing")
        case = self.net.open_case()
        for command in ("locate", "wellbeing"):
            events = self.shown("police", command, "--purpose", "missing-search", "--case", case, "-", stdin=GIRL)
        self.net.sign_in("police", "auditor-1", "oversight.auditor")
        self.shown("police", "explain", events[-1]["queryId"])


if __name__ == "__main__":
    unittest.main()
