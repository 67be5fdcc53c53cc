"""Files that are cut short, or hold what can't be taken: it is said what is wrong,
and nothing is changed."""

import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import api
from federation import GIRL, PATIENCE, Federation, program
from shared_federation import SharedFederationTest


class BadImportTest(SharedFederationTest):
    """Files of other systems, cut short or with records that are refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        cls.net.sign_in("police", "officer-7", "police.missing")

    def pfif(self, name, *persons, version="1.4"):
        records = "".join(f"<person>{person}</person>" for person in persons)
        return self.net.write(name, f"<pfif xmlns='http://zesty.ca/pfif/{version}'>{records}</pfif>")

    def load(self, path, code):
        return self.net.at("clinic", "import", "pfif", path, code=code)

    def load_at_the_police(self, path, code):
        return self.net.at("police", "import", "pfif", "--purpose", "missing-search", path, code=code)

    def test_what_the_node_refuses_is_kept_to_be_corrected(self):
        old = self.pfif("old.xml", "<person_record_id>a.example/1</person_record_id>"
                        "<source_date>2026-01-02T03:04:05Z</source_date>"
                        "<first_name>Солом\u0069я</first_name><last_name>Мельник</last_name>",
                        version="1.2")
        said = self.load(old, 5)
        self.assertRegex(said.err, "refused, line 1: full_name/first_name/last_name .*two scripts")
        with open(old + ".refused.xml", encoding="utf-8") as file:
            kept = file.read()
        self.assertIn("pfif/1.2", kept)  # Its own version: the fields have other names.
        mended = self.net.write("mended.xml", kept.replace("Солом\u0069я", "Соломія"))
        self.assertIn("1 registered", self.load(mended, 0).out)

    def test_what_its_source_took_back_is_not_taken(self):
        def told(number, expiry, name):
            return (f"<person_record_id>a.example/{number}</person_record_id>"
                    "<source_date>2026-01-02T03:04:05Z</source_date>"
                    f"<expiry_date>{expiry}</expiry_date>{name}")
        name = "<full_name>Anna Kovač</full_name>"
        self.load(self.pfif("before.xml", told(2, "2999-01-01T00:00:00Z", name)), 0)
        path = self.pfif("gone.xml", told(2, "2026-01-03T03:04:05Z", ""),
                         told(3, "2026-01-03T03:04:05Z", name))
        said = self.load(path, 5)
        self.assertIn("0 registered", said.out)
        self.assertIn("2 taken back by their source, of which 1 are on this node", said.out)
        deleted, expired = [line for line in said.err.splitlines() if "not taken" in line]
        self.assertRegex(deleted, "deleted the record.*agencies/clinic/children/[0-9a-f]{32}")
        self.assertIn("has expired", expired)
        self.assertNotIn("agencies/clinic", expired)  # The node never had it.
        self.assertFalse(os.path.exists(path + ".refused.xml"))

    def note(self, number, person):
        return (f"<note><note_record_id>a.example/note.{number}</note_record_id>"
                f"<person_record_id>a.example/{person}</person_record_id>"
                "<source_date>2026-01-04T03:04:05Z</source_date><author_name>Desk</author_name>"
                "<text>Seen at the station.</text></note>")

    def test_a_note_outside_of_persons_finds_its_person(self):
        person = ("<person><person_record_id>a.example/5</person_record_id><full_name>Anna Kovač"
                  "</full_name><source_date>2026-01-02T03:04:05Z</source_date></person>")
        start = "<pfif xmlns='http://zesty.ca/pfif/1.4'>"
        # Before its person in the file, of nobody, and in a later file.
        path = self.net.write("notes.xml", f"{start}\n{self.note(1, 5)}{person}\n"
                              f"{self.note(2, 'nobody')}</pfif>")
        said = self.load_at_the_police(path, 5)
        self.assertIn("1 registered, 1 added to, 0 unchanged, 0 adults skipped, 1 refused", said.out)
        self.assertIn("refused, line 3: person_record_id names nobody whom this node has", said.err)
        self.assertIn("0 registered, 0 added to, 2 unchanged", self.load_at_the_police(path, 5).out)
        later = self.net.write("later.xml", f"{start}{self.note(3, 5)}</pfif>")
        self.assertIn("0 registered, 1 added to", self.load_at_the_police(later, 0).out)
        # What was refused is kept, and is taken once its person is there.
        with open(path + ".refused.xml", encoding="utf-8") as file:
            kept = file.read()
        mended = self.net.write("found.xml", kept.replace("a.example/nobody", "a.example/5"))
        self.assertIn("1 added to", self.load_at_the_police(mended, 0).out)

    def test_half_written_files(self):
        whole = self.pfif("whole.xml", *[
            f"<person_record_id>a.example/{n}</person_record_id><full_name>Anna Kovač</full_name>"
            "<source_date>2026-01-02T03:04:05Z</source_date>" for n in range(10, 14)])
        with open(whole, encoding="utf-8") as file:
            text = file.read()
        half = text[:len(text) // 2]
        said = self.load(self.net.write("half.xml", half), 1)
        self.assertIn("line 1", said.err)
        self.assertIn("nothing of the file was taken", said.err)
        # A pipe is not read twice: what came whole is there, and it is said so.
        said = self.net.at("clinic", "import", "pfif", "/dev/stdin", stdin=half, code=1)
        taken = int(re.search(r"(\d) registered and 0 added to before this stay", said.err)[1])
        # What is refused of a pipe is kept where one works, not among devices.
        said = self.net.at("clinic", "import", "fhir", "/dev/stdin", stdin="{}\n", code=5)
        self.assertIn("Refused records are in import.refused.ndjson", said.err)
        self.assertTrue(os.path.exists(self.net.path("import.refused.ndjson")))
        # The whole file adds the rest, and nothing twice.
        self.assertIn(f"{4 - taken} registered, 0 added to, {taken} unchanged",
                      self.load(whole, 0).out)
        self.assertIn("0 registered, 0 added to, 4 unchanged", self.load(whole, 0).out)
        bundle = self.net.write("half.json", '{"resourceType": "Bundle", "type": "docum')
        said = self.net.at("clinic", "import", "fhir", bundle, code=5)
        self.assertIn("refused, line 1", said.err)

    def half(self, name, of, cut=None):
        """The first half of the file `of`, or what comes before `cut`."""
        with open(self.net.path(of), "rb") as file:
            data = file.read()
        with open(self.net.path(name), "wb") as file:
            file.write(data[:data.index(cut) if cut else len(data) // 2])
        return self.net.path(name)

    def test_half_written_documents(self):
        self.net.sign_in("clinic", "ops-1", "node.admin")
        kept = self.documents()
        signed = self.net.path("x.signed")
        for words, args in (
                ("have it sent again", ("mou", "propose", self.half("mou", "police_clinic.signed"))),
                (":", ("mou", "sign", self.half("draft", "house_clinic.textproto"), "--out", signed)),
                ("have it sent again",
                 ("directory", "install", self.half("directory", "clinic/directory.binpb"))),
                ("have it sent again",
                 ("directory", "revoke", "--list", self.half("list", "clinic/revocations.binpb"))),
                ("have it sent again", ("join", self.half("invite", "clinic.invite"),
                                        "--fingerprint", "some-words"))):
            with self.subTest(args[:2]):
                said = self.net.at("clinic", *args, code=1)
                named = [arg for arg in args if arg.startswith(self.net.folder)][0]
                self.assertIn(named + " is" if len(words) > 1 else named + words, said.err)
                self.assertIn(words, said.err)
        self.assertFalse(os.path.exists(signed))
        self.assertEqual(self.documents(), kept)
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")

    def documents(self):
        """What the node of the clinic and its folder hold."""
        folder = [api.read(self.net.path("clinic"), name)
                  for name in ("directory.binpb", "revocations.binpb", "node.textproto")]
        return folder + [self.net.at("clinic", *args).out
                         for args in (("directory", "show"), ("mou", "list"))]

    def test_a_half_written_configuration(self):
        whole = self.net.path("clinic/node.textproto")
        shutil.copy(whole, whole + ".good")
        try:
            self.half("clinic/node.textproto", whole + ".good", b".0.1:")
            said = self.net.at("clinic", "status", code=1)
            self.assertRegex(said.err, r"clinic/node\.textproto:\d+:\d+: ")
        finally:
            shutil.move(whole + ".good", whole)
        self.net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", stdin=GIRL)


class BadFilesTest(unittest.TestCase):
    """A node that can't start says which field of its configuration is why."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(self.folder.cleanup)
        self.net = Federation(self.folder.name, ("clinic",)).__enter__()
        self.addCleanup(self.net.__exit__)
        self.assertEqual(self.net.stop("clinic"), 0)

    def start(self):
        done = subprocess.run([program("homewardd"), "--config", self.net.path("clinic/node.textproto")],
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stderr

    def test_a_wrong_command_line_is_usage(self):
        for args in ((), ("--config",), ("--confg", "node.textproto"), ("node.textproto",)):
            done = subprocess.run([program("homewardd"), *args], capture_output=True, text=True, timeout=PATIENCE,
                                  check=False)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("--help", done.stderr)

    def test_half_written_files_and_wrong_keys(self):
        for name, words in (("node.textproto", "node.textproto"),
                            ("keys/store.key", "root_key_file"),
                            ("keys/log.pem", "log_key_file"),
                            ("directory.binpb", "directory_file"),
                            ("certificates/node/cert.pem", "certificate_folder"),
                            ("data/keyring/named-keys", "root_key_file"),
                            ("data/log-head", "data_folder"),
                            ("data/store/CURRENT", "data_folder"),
                            ("data/store/MANIFEST-*", "data_folder")):
            # Each start may write a new manifest.
            path = max(glob.glob(self.net.path("clinic", name)))
            shutil.copy(path, path + ".good")
            with open(path, "r+b") as file:
                file.truncate(os.path.getsize(path) // 2)
            self.assertIn(words, self.start(), name)
            shutil.move(path + ".good", path)
        self.another_key()
        self.net.start("clinic")  # None of it did harm.

    def another_key(self):
        """A key of the right form, and not this store's."""
        path = self.net.path("clinic/keys/store.key")
        with open(path, "rb") as file:
            good = file.read()
        with open(path, "wb") as file:
            file.write(bytes(32))
        self.assertIn("key", self.start())
        with open(path, "wb") as file:
            file.write(good)

if __name__ == "__main__":
    unittest.main()
