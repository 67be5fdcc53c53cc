"""Every example of `homeward COMMAND --help`, run as it stands: it does what
the help says. What stands for something else (a record, a query, words of a
fingerprint) is replaced by what it is here."""

import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
import tempfile
import unittest

import broken
import example_files
from documents import registration
from federation import KINDS, TRY_AGAIN, Ended, Federation
from patience import PATIENCE
from ports import free_ports
from programs import PROJECT, program

RECORD = "agencies/clinic/children/0123456789abcdef0123456789abcdef"
PHOTO = "fedcba9876543210fedcba9876543210"
RECORDING = "89abcdef0123456789abcdef01234567"
QUERY = "q-0123456789abcdef0123456789abcdef"
WORDS = "lusab-babad-gutih-tugad"
MOU_WORDS = "rapif-lozun-davib-mutog-kisaf-bolun-gatiz-domup"


def examples(net, words=()):
    """All that the help shows of the command `words` and what is below."""
    shown = re.sub(r" \\\n +", " ", net.run(*words, "--help").out)  # Long ones go on in a next line.
    if "Examples:" in shown:
        return [line.strip() for line in shown.split("Examples:")[1].splitlines() if line.strip()]
    below = net.run("__complete", "--", *words, "").out.split()
    return [example for word in below for example in examples(net, (*words, word))]


class HelpExamplesTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name, ("police", "clinic", "ngo"))
        self.addCleanup(self.net.__exit__)
        self.done = []
        self.means = {}
        self.here = None

    def go_to(self, name):
        """A folder of its own to type in, with the project's own files below."""
        self.here = self.net.path(name)
        if not os.path.isdir(self.here):
            os.mkdir(self.here)
            os.symlink(os.path.join(PROJECT, "deploy"), os.path.join(self.here, "deploy"))

    def write(self, name, text):
        with open(os.path.join(self.here, name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(os.path.join(self.here, name), "rb") as file:
            return file.read()

    def typed(self, line, env, text):
        """Runs a line of a shell, at a terminal where `text` is typed if any."""
        mine, theirs = pty.openpty() if text else (None, subprocess.DEVNULL)
        if text:
            os.write(mine, text.encode())
        done = subprocess.run(["sh", "-c", line], cwd=self.here, env=env, stdin=theirs, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        if text:
            os.close(mine)
            os.close(theirs)
        return Ended([line], done.returncode, done.stdout, done.stderr)

    def example(self, line, *said, code=0, home=None, typed=None):
        """Runs an example; each of the patterns `said` is found in what it says.
        `typed` is typed at a terminal."""
        self.done.append(line)
        for placeholder, meaning in self.means.items():
            line = line.replace(placeholder, meaning)
        env = {**os.environ, "PATH": os.path.dirname(os.path.abspath(program("homeward"))) + ":/usr/bin:/bin"}
        env.pop("HOMEWARD_HOME", None)
        if home:
            env["HOMEWARD_HOME"] = self.net.path(home)
        for _ in range(5):
            ended = self.typed(line, env, typed)
            if ended.code != TRY_AGAIN or "HW-NET-003" not in ended.err:  # As of a node that is too busy.
                break
        if code is not None:
            self.assertEqual(ended.code, code, f"{ended}\n{self.net.troubles()}")
        for pattern in said:
            self.assertRegex(ended.out + ended.err, pattern, ended)
        if "-o json" in line:
            json.loads(ended.out)
        if "-o ndjson" in line:
            self.assertTrue([json.loads(one) for one in ended.out.splitlines()])
        return ended

    def test_every_example(self):
        self.governance()
        self.certificates()
        self.net.__enter__()
        self.staff()
        self.directory()
        self.mous()
        self.records()
        self.imports()
        self.questions()
        self.matching()
        self.running()
        self.rights()
        self.statistics()
        self.terms()
        self.maxDiff = None
        self.assertEqual(sorted(self.done), sorted(examples(self.net)))

    def answers(self, agency):
        return (f'federation: "rivermark.example" agency_id: "{agency}" kind: {KINDS[agency]} '
                f'listen_address: "127.0.0.1:{free_ports(1)[0]}"')

    def governance(self):
        self.go_to("by-hand")
        self.example("homeward init --home agency", "agency is the folder of clinic", "Next: send",
                     typed="rivermark.example\nclinic\nSt Luke\nhealth\n127.0.0.1:7443\n\n\n")
        self.go_to("from-answers")
        self.write("answers.textproto", self.answers("clinic"))
        self.example("homeward init --home agency --answers answers.textproto", "words: ")
        shutil.copytree(self.net.path("from-answers/agency"), self.net.path("from-answers/again"))
        self.example("homeward federation create rivermark.example --charter "
                     "deploy/mou_templates/charter.textproto --folder governance", "2 of 3", "exists")
        self.write("answers.police", self.answers("police"))
        self.net.run("--home", os.path.join(self.here, "police"), "init", "--answers",
                     os.path.join(self.here, "answers.police"))
        os.symlink("agency", os.path.join(self.here, "clinic"))
        self.example("homeward federation admit clinic/member.textproto police/member.textproto --folder governance",
                     "Member clinic", "Member police", "Next: homeward federation sign")
        for key in ("1", "2"):
            shutil.copy(self.net.path(f"from-answers/governance/governance-{key}.pem"), self.here)
        self.net.run("federation", "sign", "--key", os.path.join(self.here, "governance-1.pem"), "--folder",
                     os.path.join(self.here, "governance"))
        self.example("homeward federation sign --key governance-2.pem --folder governance", "with 2 members")
        self.example("homeward federation remove clinic --dry-run --folder governance", "wait for more signatures")
        invite = self.example("homeward federation invite clinic --out clinic.invite --folder governance",
                              "Wrote clinic.invite").out
        self.means[WORDS] = re.search(r"words: +(\S+)", invite).group(1)
        self.example("homeward directory show --folder governance -o json", '"clinic"', '"police"')
        self.example("homeward join clinic.invite --home agency --fingerprint lusab-babad-gutih-tugad",
                     "clinic has joined", "Next: homewardd")
        shutil.rmtree(os.path.join(self.here, "agency"))
        os.rename(os.path.join(self.here, "again"), os.path.join(self.here, "agency"))
        self.example("homeward join clinic.invite --home agency", "clinic has joined",
                     typed=self.means[WORDS] + "\n")
        self.example("homeward federation renew --days 90 --folder governance", "Signed by 0; 2 must sign")
        self.governance_in_its_own_folder()

    def governance_in_its_own_folder(self):
        member = self.net.path("from-answers/agency/member.textproto")
        self.go_to("five-keys")
        shutil.copy(os.path.join(PROJECT, "deploy/mou_templates/charter.textproto"), self.here)
        self.example("homeward federation create rivermark.example --keys 5 --threshold 3 --charter "
                     "charter.textproto", "3 of 5")
        os.mkdir(os.path.join(self.here, "clinic"))
        shutil.copy(member, os.path.join(self.here, "clinic"))
        self.example("homeward federation admit clinic/member.textproto --key governance-1.pem --key "
                     "governance-2.pem", "Signed by 2; ")
        self.net.run("federation", "admit", os.path.join(self.here, "clinic/member.textproto"), "--folder", self.here,
                     "--discard-draft", *(f"--key={self.here}/governance-{n}.pem" for n in (1, 3)))
        self.example("homeward federation sign --key governance-2.pem", "with 1 member")
        self.example("homeward federation invite clinic", "Wrote clinic.invite")
        self.example("homeward federation renew --key governance-1.pem --key governance-2.pem", "Signed by 2; ")
        os.remove(os.path.join(self.here, "draft.binpb"))
        self.example("homeward federation remove clinic --confirm=clinic --key governance-1.pem --key "
                     "governance-2.pem", "Signed by 2; ")

    def certificates(self):
        self.go_to("certificates")
        root = self.net.path("from-answers/agency/root/cert.pem")
        home = "from-answers/agency"
        self.example("homeward certificate issue --client desk-2", "/client/desk-2 is good until",
                     "Next: give what is in .*client-desk-2", home=home)
        self.example("homeward certificate issue --node 2 --host node2.clinic.example", "/node/2 is good until",
                     home=home)
        shutil.copy(root, os.path.join(self.here, "root.pem"))
        shutil.copy(self.net.path(home, "certificates/node-2/cert.pem"), os.path.join(self.here, "cert.pem"))
        shutil.copy(root, os.path.join(self.here, "chain.pem"))
        self.example("homeward certificate verify --root root.pem --leaf cert.pem", "A node would accept it")
        # On that day it was not valid yet.
        self.example("homeward certificate verify --root root.pem --leaf cert.pem --chain chain.pem --time "
                     "2026-03-01T12:00:00Z -o json", '"validity"', code=1)

    def staff(self):
        self.go_to("staff")
        os.symlink(self.net.path("clinic"), os.path.join(self.here, "agency"))
        self.example("homeward sign-in --as anna-4 --role cp.caseworker", "Signed in as anna-4", home="clinic")
        self.example("homeward sign-out", "Signed out", home="clinic")
        self.net.at("clinic", "status", code=4)
        self.example("homeward sign-in --as ops-1 --role node.admin --role oversight.auditor", "for 15 minutes",
                     home="clinic")
        self.example("homeward audit verify", "every one verified", home="clinic")
        self.example("homeward audit verify -o json", '"ok": true', home="clinic")
        self.example("homeward sign-out --home agency", "Signed out")
        self.net.at("clinic", "status", code=4)

    def directory(self):
        self.go_to("directory")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        self.example("homeward directory show", "clinic .*, health", "police", home="clinic")
        shutil.copy(self.net.path("governance/directory.binpb"), self.here)
        self.example("homeward directory install directory.binpb --offline", "is version", "restart the node", home="clinic")
        self.example("homeward directory install directory.binpb", "relies on version", home="clinic")
        os.symlink(self.net.path("clinic"), os.path.join(self.here, "clinic"))
        shutil.copy(self.net.path("police/revocations.binpb"), self.here)
        self.example("homeward directory revoke --list clinic/revocations.binpb --dry-run", "nothing was sent",
                     home="clinic")
        self.example("homeward directory revoke --list revocations.binpb", "relies on list", home="clinic")
        self.net.at("clinic", "certificate", "issue", "--client", "stolen")
        shutil.copy(self.net.path("clinic/certificates/client-stolen/cert.pem"),
                    os.path.join(self.here, "stolen.pem"))
        self.assertIn("nothing was written or sent", self.net.at(
            "clinic", "certificate", "revoke", "--leaf", os.path.join(self.here, "stolen.pem"), "--dry-run").err)
        self.example("homeward certificate revoke --leaf stolen.pem", "takes back 1 ", "Next: homeward status",
                     home="clinic")
        self.example("homeward certificate revoke --serial 5f0a71c2", "takes back 2 ", home="clinic")
        self.example("homeward certificate revoke", "takes back 2 ", home="clinic")

    def mous(self):
        self.go_to("mous")
        self.net.sign_in("police", "ops-1", "node.admin")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        self.example("homeward mou list", "police-clinic version 1", home="clinic")
        self.example("homeward mou list -o json", '"police-clinic"', home="clinic")
        for state in ("suspend", "resume", "terminate"):
            self.example(f"homeward mou {state} police-clinic --dry-run --confirm=police-clinic",
                         "nothing was sent", home="clinic")
        self.example("homeward mou suspend police-clinic --confirm=police-clinic", "suspended", home="clinic")
        self.net.at("police", "mou", "resume", "police-clinic", "--confirm=police-clinic")
        self.await_resumed_by_police()
        self.example("homeward mou resume police-clinic --confirm=police-clinic", "active", home="clinic")
        self.example("homeward mou new police-clinic --from deploy/mou_templates/police_clinic.textproto "
                     "--party police --party clinic", "Wrote police-clinic.mou.textproto")
        self.example("homeward mou new house --from deploy/mou_templates/house_clinic.textproto --party clinic "
                     "--days 90 --sign", "Wrote house.mou", "1 of 1 signatures", home="clinic")
        shutil.copy(os.path.join(PROJECT, "deploy/mou_templates/charter.textproto"), self.here)
        self.example("homeward mou check police-clinic.mou.textproto", "to the last word")
        self.example("homeward mou check --charter charter.textproto -o json")
        self.trials()
        self.example("homeward mou sign police-clinic.mou.textproto", "has 1 of 2 signatures", home="police")
        self.example("homeward mou sign police-clinic.mou.signed --out police-clinic.mou.signed",
                     "has 2 of 2 signatures", home="clinic")
        self.texts()
        self.net.at("clinic", "mou", "suspend", "police-clinic", "--confirm=police-clinic", "--out",
                    os.path.join(self.here, "police-clinic.suspended"))
        self.example("homeward mou state police-clinic.suspended --dry-run", "nothing was sent", home="clinic")
        self.example("homeward mou state police-clinic.suspended", "must resume it: clinic, police", home="clinic")
        self.net.at("police", "mou", "resume", "police-clinic", "--confirm=police-clinic")
        self.await_resumed_by_police()
        self.net.at("clinic", "mou", "resume", "police-clinic", "--confirm=police-clinic")

    def await_resumed_by_police(self):
        """Until the clinic's node has heard it."""
        self.net.await_true(lambda: "must resume it: clinic\n" in self.net.at("clinic", "mou", "list").out)

    def texts(self):
        self.example("homeward mou render police-clinic.mou.textproto", "Memorandum police-clinic, version 1")
        self.example("homeward mou render police-clinic.mou.signed --html --out police-clinic.html", "Wrote")
        self.example("homeward mou amend police-clinic.mou.signed", "Wrote police-clinic-2.mou.textproto")
        self.example("homeward mou amend police-clinic.mou.signed --days 365 --out next.textproto", "version 2")
        self.example("homeward mou diff police-clinic.mou.signed police-clinic-2.mou.textproto",
                     "Nobody learns more or less")
        for name in ("old", "new"):
            shutil.copy(os.path.join(self.here, "police-clinic.mou.textproto"),
                        os.path.join(self.here, f"{name}.textproto"))
        self.example("homeward mou diff old.textproto new.textproto --charter charter.textproto -o json")

    def trials(self):
        templates = os.path.join(PROJECT, "deploy/mou_templates")
        os.mkdir(os.path.join(self.here, "mous"))
        shutil.copy(os.path.join(templates, "police_ngo.textproto"), os.path.join(self.here, "mous"))
        shutil.copy(os.path.join(PROJECT, "deploy/red_lines/red_lines.textproto"), self.here)
        shutil.copy(self.net.path("clinic/directory.binpb"), self.here)
        self.write("questions.ndjson", example_files.QUESTION + "\n")
        self.example("homeward mou decide --charter deploy/mou_templates/charter.textproto "
                     "--mous deploy/mou_templates --requests questions.ndjson", "DECISION_EFFECT_PERMIT")
        self.example("homeward mou decide --charter charter.textproto --mous mous "
                     "--directory directory.binpb --drafts --requests questions.ndjson",
                     "DECISION_EFFECT_PERMIT", "as signed")
        self.example("homeward mou prove --charter deploy/mou_templates/charter.textproto "
                     "--mous deploy/mou_templates --red-lines deploy/red_lines/red_lines.textproto", "hold")
        self.example("homeward mou prove --charter charter.textproto --mous mous "
                     "--red-lines red_lines.textproto -o text", "red lines hold")
        shutil.copytree(os.path.join(self.here, "mous"), os.path.join(self.here, "next"))
        self.write("decisions.ndjson", example_files.QUESTION + "\n")
        self.example("homeward mou replay --charter charter.textproto --mous mous --candidate next "
                     "--from 2026-09-01T00:00:00Z", "decisions would come out otherwise", home="clinic")
        self.example("homeward mou replay --charter charter.textproto --mous mous --candidate next "
                     "--recorded decisions.ndjson --as-of 2026-09-01T00:00:00Z -o json", '"decisions"')

    def records(self):
        self.go_to("records")
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        example_files.write_for_a_clinic(self.write)
        self.write("child.textproto", registration())
        said = self.example("homeward register child.textproto", "Registered ", home="clinic").out
        self.means[RECORD] = re.search(r"agencies/clinic/children/\w+", said).group()
        self.example("homeward register --purpose register - < child.json", "Registered ", home="clinic")
        for kind in example_files.FACTS:
            self.write(f"{kind}.textproto", example_files.fact(kind, 1, self.means[RECORD]))
            self.write(f"{kind}.json", example_files.fact(kind, 2))
            self.example(f"homeward add {kind} {kind}.textproto", "Added |Known already", home="clinic")
            self.example(f"homeward add {kind} --record {RECORD} - < {kind}.json", "Added |Known already",
                         home="clinic")
        self.example(f"homeward show {RECORD} --purpose treat", "sighting", "Соломія", home="clinic")
        self.example(f"homeward show {RECORD} --purpose treat -o json", "sighting-1", home="clinic")
        self.attachments("photo", PHOTO, {"jpg": example_files.JPEG, "png": example_files.PNG})
        self.attachments("recording", RECORDING, {"wav": example_files.WAV, "mp3": example_files.MP3})

    def attachments(self, kind, example_id, files):
        """`kind` of RECORD, whose id stands as `example_id` in the examples;
        `files` by their extensions: the first is added and saved."""
        for extension, content in files.items():
            with open(os.path.join(self.here, f"{kind}.{extension}"), "wb") as file:
                file.write(content)
        added, tried = files
        self.example(f"homeward {kind} add --purpose register --dry-run {RECORD} {kind}.{tried}", "nothing was sent",
                     home="clinic")
        said = self.example(f"homeward {kind} add --purpose register {RECORD} {kind}.{added}", f"Added the {kind}",
                            home="clinic").out
        self.means[example_id] = re.search(kind + r" (\w{32})", said)[1]
        self.example(f"homeward {kind} save --purpose register {RECORD} {example_id} saved.{added}",
                     f"Wrote saved.{added}", home="clinic")
        self.example(f"homeward {kind} save --purpose register {RECORD} {example_id} again.{added} -o json",
                     "sizeBytes", home="clinic")
        for name in ("saved", "again"):
            self.assertEqual(self.read(f"{name}.{added}"), files[added])

    def imports(self):
        self.example("homeward import fhir summary.json", "1 registered", home="clinic")
        self.example("homeward import fhir summaries.ndjson --purpose treat --dry-run", "A dry run", home="clinic")
        self.net.sign_in("ngo", "anna-4", "cp.caseworker")
        self.example("homeward import pfif persons.xml --purpose family-tracing", "1 registered", home="ngo")
        self.net.sign_in("police", "officer-7", "police.missing")
        self.example("homeward import pfif missing.xml --sought --purpose missing-search", home="police")

    def questions(self):
        self.go_to("questions")
        example_files.write_for_a_clinic(self.write)
        self.example(f"homeward case open --case 2026/117 --to anna-4 --purpose missing-search --record {RECORD}",
                     "Case 2026/117", home="police")
        self.example("homeward case open --case 2026/117 --to anna-4 --purpose missing-search child.textproto "
                     "--out case.token", "Case 2026/117: case.token", home="police")
        enrol = "homeward case supervisor supervisor-2 --out supervisor-2.pem"
        self.example(f"{enrol} --dry-run", "nothing was written", home="police")
        self.example(enrol, "is the key of supervisor-2", home="police")
        self.net.sign_in("police", "anna-4", "police.missing")
        asked = self.example("homeward locate --purpose missing-search --case case.token child.textproto",
                             "clinic: answered", home="police")
        self.means[QUERY] = re.search(r"q-[0-9a-f]{32}", asked.err).group()
        self.example("homeward wellbeing --purpose missing-search --case case.token child.textproto",
                     "How she is", home="police")
        self.broken_glass()
        self.decisions()
        self.example("homeward case withdraw case.token --key supervisor-2.pem --dry-run", "nobody was told",
                     home="police")
        self.example("homeward case withdraw case.token", "withdrawn", home="police")
        self.example("homeward case withdrawals", "withdrawn", home="police")
        self.example("homeward case withdrawals -o json", "withdrawal", home="police")
        for command in ("locate", "wellbeing"):
            self.example(f"homeward {command} --as nurse-2 --role clinic.clinician --purpose care-coordination "
                         f"--record {RECORD} -o ndjson", "summary",
                         home="clinic", code=None)
        self.net.sign_in("police", "auditor-1", "oversight.auditor")
        self.example(f"homeward explain {QUERY}", "police asks clinic", home="police")
        self.example(f"homeward explain {QUERY} -o json", '"entries"', home="police")
        self.example(f"homeward mou explain {QUERY}", "police asks clinic", home="police")
        self.example(f"homeward mou explain {QUERY} -o json", '"entries"', home="police")
        self.copies()

    def broken_glass(self):
        """No MOU here lets it stand in for a case: it counts, and is to be reviewed."""
        self.write("what-happened.txt", "She was seen at the harbour.")
        for command in ("locate", "wellbeing"):
            self.example(f"homeward {command} --purpose missing-search --break-glass imminent-danger --category "
                         "loc-coarse --category wellbeing --break-glass-text what-happened.txt child.textproto",
                         home="police", code=None)
        self.net.sign_in("police", "supervisor-1", "cp.supervisor")
        self.example("homeward break-glass list", "anna-4, to be reviewed until", home="police")
        listed = self.example("homeward break-glass list --open", "said: She was seen", home="police").out
        glass = "9f86d081884c7d659a2feaa0c55ad015"
        self.means[glass] = listed.split()[0]
        self.assertIn("nothing was sent", self.net.at(
            "police", "break-glass", "review", self.means[glass], "--justified", "--dry-run").err)
        self.assertIn("to be reviewed", self.net.at("police", "break-glass", "list").out)
        # Her key is in no directory yet.
        self.example(f"homeward break-glass review {glass} --not-justified --key supervisor-2.pem", home="police",
                     code=None)
        self.example(f"homeward break-glass review {glass} --justified", "justified, by supervisor-1", home="police")
        self.net.sign_in("police", "anna-4", "police.missing")

    def copies(self):
        """What the police keep of the clinic's answer."""
        self.net.sign_in("police", "anna-4", "police.missing")
        listed = self.example("homeward answers list", "clinic, kept until", home="police").out
        self.example("homeward answers list -o json", "COPY_STATE_KEPT", home="police")
        copy = "0123456789abcdef0123456789abcdef-0"
        self.means[copy] = listed.split()[0]
        show = f"homeward answers show {copy} --purpose missing-search"
        self.example(show, "clinic, kept until", home="police")
        self.example(f"{show} -o json", '"match"', home="police")
        self.example("homeward consent revocations", "Nothing to show", home="clinic")
        self.example("homeward consent revocations --open", "Nothing to show", home="clinic")

    def decisions(self):
        child = os.path.join(self.here, "child.textproto")
        self.assertIn("nothing was sent", self.net.at(
            "police", "matches", "confirm", "--purpose", "missing-search", "--candidate", self.means[RECORD],
            "--because", "family-says", "--dry-run", child).err)
        self.assertIn("Nobody here has decided", self.net.at(
            "police", "matches", "list", "--purpose", "missing-search", child).out)
        for verdict, because, state in (("confirm", " --because family-says", "confirmed"),
                                        ("reject", " --because family-says", "rejected"),
                                        ("withdraw", "", "proposed")):
            words = f"homeward matches {verdict} --purpose missing-search --candidate {RECORD}{because}"
            self.example(f"{words} child.textproto", f": {state}", "Next: homeward matches list", home="police")
            self.example(f"{words} -o json child.textproto", f"MATCH_STATE_{state.upper()}", home="police")
        self.example("homeward matches list --purpose missing-search child.textproto", ": proposed", home="police")
        self.example("homeward matches list --purpose missing-search -o json child.textproto", RECORD[:20],
                     home="police")

    def matching(self):
        self.go_to("matching")
        example_files.write_persons(self.write)
        link = "homeward match link --left ours.csv --right theirs.csv --columns columns.map --output pairs.csv"
        self.example(link, "1 pairs")
        self.example(f"{link} --floor 0.5", "1 pairs")
        self.assertIn(b"ours-1,theirs-1,0.", self.read("pairs.csv"))
        deduplicate = "homeward match deduplicate --input ours.csv --columns columns.map --output"
        self.example(f"{deduplicate} pairs.csv", "0 pairs")
        self.example(f"{deduplicate} - --floor 0.95", "left_id,right_id,probability,score")
        search = "homeward match search --index ours.csv --queries asked.csv --columns columns.map --top"
        self.example(f"{search} 10 --output found.csv", "1 queries: p50")
        self.assertIn(b"asked-1,1,ours-1,", self.read("found.csv"))
        self.example(f"{search} 1 --output - --floor 0.5", "asked-1,1,ours-1,0.")
        estimate = "homeward match estimate --input ours.csv --columns columns.map --output"
        self.example(f"{estimate} ours.weights", "read them first")
        self.assertIn(b"birth exact 0.", self.read("ours.weights"))
        self.example(f"{estimate} -", "phone exact 0.")
        self.example("homeward match score --left one.csv --right other.csv", "prior", "score", "probability")
        self.example("homeward match score --left one.csv --right other.csv --columns columns.map -o json",
                     '"evidence"')
        for name, text in (("pairs.tsv", "Mariam Haddad\tMaryam Hadad\n"), ("names.txt", "Mariam Haddad\n")):
            self.write(name, text)
        self.example("homeward match names --pairs pairs.tsv", r"^0\.\d+$")
        self.example("homeward match names --pairs - -o ndjson", "0\\.", typed="Mariam Haddad\tMaryam Hadad\n\x04")
        self.example("homeward match normalize names.txt", "mariam")
        self.example("homeward match normalize - -o ndjson", '"mariam"', typed="Mariam Haddad\n\x04")

    def running(self):
        self.go_to("running")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        self.example("homeward status", "clinic in test.example", "ok +certificate", home="clinic")
        self.example("homeward status -o json", '"agencyId": "clinic"', home="clinic")
        self.example("homeward doctor", "ok +the way to the own node", "clinic in test.example", home="clinic")
        self.example("homeward doctor --peer police", "ok +back mou", home="clinic")
        self.example("homeward health", "^serving", home="clinic")
        self.example("homeward health -o json", "SERVING", home="clinic")
        self.lockouts()
        self.example("homeward completion bash", "complete -F")
        self.example("homeward completion fish", "complete -c homeward")
        self.last_words()

    def lockouts(self):
        self.assertEqual(self.net.stop("clinic"), 0)
        with open(self.net.path("clinic/node.textproto"), "a", encoding="utf-8") as config:
            config.write("probe_limits { officer { misses_per_hour: 1 } }\n")
        self.net.start("clinic")
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        for code in (0, 3):
            self.net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", code=code,
                        stdin='name { full_name: "Nobody Atall" }')
        self.net.sign_in("clinic", "ops-1", "node.admin")
        said = self.example("homeward lockout list", "nurse-2 of clinic", "that find nothing", home="clinic").out
        first = "homeward lockout lift 0123456789abcdef0123456789abcdef"
        self.example("homeward lockout list -o json", "PROBE_SCOPE_OFFICER", home="clinic")
        self.means["0123456789abcdef0123456789abcdef"] = said.split()[0]
        self.assertIn("nurse-2 of clinic", self.net.at("clinic", "lockout", "lift", said.split()[0], "--dry-run").out)
        self.assertIn(said.split()[0], self.net.at("clinic", "lockout", "list").out)
        self.net.at("clinic", "lockout", "lift", "0" * 32, "--dry-run", code=1)
        self.example(first, "Lifted", home="clinic")
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        for code in (0, 3):
            self.net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", code=code,
                        stdin='name { full_name: "Nobody Atall" }')
        self.net.sign_in("clinic", "ops-1", "node.admin")
        self.means["0123456789abcdef0123456789abcdef"] = self.net.at("clinic", "lockout", "list").out.split()[0]
        self.example(first + " -o json", home="clinic")
        self.notices()

    def notices(self):
        """The desk was told of both lockouts."""
        said = self.example("homeward notices list", "nurse-2 of clinic", "locked out for probing", home="clinic").out
        first, second = re.findall("(?m)^[0-9a-f]{32}", said)
        done = "homeward notices done 00064f1d2a3b4c5d6e7f8091a2b3c4d"
        self.means[done[-31:] + "5"], self.means[done[-31:] + "6"] = first, second
        self.net.at("clinic", "notices", "done", first, second, "--dry-run")
        self.net.at("clinic", "notices", "done", "0" * 32, "--dry-run", code=1)
        self.assertEqual(re.findall("(?m)^[0-9a-f]{32}", self.net.at("clinic", "notices", "list").out), [first, second])
        self.example(done + "5", "done .* by ops-1", home="clinic")
        self.example(done + "6 -o json", '"acknowledgedBy": "ops-1"', home="clinic")
        self.example("homeward notices list --all -o json", first, second, home="clinic")

    def rights(self):
        """What she may ask for. Her case may still be open at the clinic."""
        self.net.sign_in("clinic", "head-1", "clinic.clinician", "clinic.admin")
        self.example(f"homeward child seen {RECORD}", "police|do not tell of them|Nothing was shown", home="clinic")
        self.example(f"homeward child seen {RECORD} -o json", home="clinic")
        keep = f"homeward child keep {RECORD}"
        self.assertIn("nothing was sent", self.net.at(
            "clinic", "child", "keep", self.means[RECORD], "--reviewed", "case-file", "--dry-run").err)
        self.example(f"{keep} --reviewed case-file", "it runs anew", home="clinic")
        self.example(f"{keep} --investigation-days 90 -o json", "CRIMINAL_INVESTIGATION", home="clinic")
        erase = f"homeward child erase {RECORD} --request-of subject --ground told-as-child"
        self.example(f"{erase} --dry-run", "Nothing was changed", home="clinic", code=None)
        self.example(f"{erase} --confirm={RECORD} -o json", "ERASURE_STATE_(ERASED|REFUSED)", home="clinic", code=None)
        self.example("homeward child erasures", "erased|refused", home="clinic")
        self.example("homeward child erasures --open -o json", home="clinic")

    def terms(self):
        """From now on nobody signs in at the clinic who has not signed."""
        self.write("terms.txt", "Tell nobody.\n")
        digest = hashlib.sha256(b"Tell nobody.\n").hexdigest()
        with open(self.net.path("clinic/node.textproto"), "a", encoding="utf-8") as config:
            config.write(f'terms_sha256: "{digest}"\n')
        self.example("homeward sign-terms --as anna-4 terms.txt --dry-run", "nothing was written", home="clinic")
        self.example("homeward sign-terms --as anna-4 terms.txt -o json", '"signed": ?true', home="clinic")

    def statistics(self):
        self.net.sign_in("clinic", "rita-1", "research.analyst")
        self.example("homeward statistics --list", "registrations: children", "screening: ")
        self.example("homeward statistics registrations", "all, 12-17: 0", "Hidden are", home="clinic")
        self.example("homeward statistics wellbeing -o json", "STATISTICS_TABLE_WELLBEING", home="clinic")

    def last_words(self):
        """What makes an MOU anew, and what ends one."""
        self.go_to("mous")
        self.net.sign_in("police", "ops-1", "node.admin")
        self.net.at("police", "mou", "sign", broken.next_version(self.net), "--out",
                    os.path.join(self.here, "police-clinic.mou.signed"))
        self.example("homeward mou propose police-clinic.mou.signed --dry-run", "nothing was changed", home="police")
        self.example("homeward mou propose police-clinic.mou.signed", "version 2: proposed", home="police")
        self.net.await_true(lambda: "version 2" in self.net.at("clinic", "mou", "list").out)
        read = self.example("homeward mou countersign police-clinic --dry-run", "Memorandum police-clinic, version 2",
                            "nothing was changed", home="clinic").out
        self.means[MOU_WORDS] = re.search(r"words: +(\S+)", read).group(1)
        self.example(f"homeward mou countersign police-clinic --confirm={MOU_WORDS}", "version 2: active",
                     home="clinic")
        self.example("homeward mou terminate police-clinic --confirm=police-clinic", "terminated", home="clinic")
        self.example("homeward certificate renew --pair node", "/node/1 is good until", home="clinic")
        self.example("homeward certificate renew", "/node/1 is good until", "/client/", home="clinic")
        # Who signs in before is signed in for a certificate before the last.
        self.net.await_certificate("clinic")


if __name__ == "__main__":
    unittest.main()
