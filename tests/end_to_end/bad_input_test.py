"""Bad input gets a clear error, changes nothing, and never takes a node down."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

import api
import grpc
from federation import GIRL, Federation, program, registration

SECRET = "Никтошенко"  # A name that no error may repeat.
REGISTER = "/homeward.v1.RegistrationService/RegisterChild"


def changed(**more):
    """A good registration of somebody, but for `more`."""
    request = json.loads(registration(name=SECRET, number="101-00000001"))
    request.update(more)
    return json.dumps(request)


class BadInputTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        cls.net = Federation(cls.folder.name).__enter__()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__()
        cls.folder.cleanup()

    def tearDown(self):
        self.assertTrue(all(node.poll() is None for node in self.net.nodes.values()),
                        self.net.troubles())
        self.assertEqual(self.found(), "nothing to show", "something was kept")

    def found(self):
        child = GIRL.replace("305-00412907", "101-00000001")
        said = self.net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", stdin=child)
        return said.out.split("clinic: ")[1].split(" by ")[0]

    def test_registrations_that_say_what_is_wrong(self):
        identity = {"nameFull": SECRET}
        source = json.loads(registration())["source"]
        for words, stdin in (
                ("identity", changed(identity={})),
                ("source_time", changed(source={**source, "sourceTime": "2999-01-01T00:00:00Z"})),
                ("source_time", changed(source={"basis": "BASIS_OBSERVED"})),
                ("sex", changed(identity={**identity, "sex": "SEX_OF_NO_KIND"})),
                ("sex", changed(identity={**identity, "sex": 99})),
                ("name_full", changed(identity={"nameFull": SECRET * 10000})),
                ("adult", changed(identity={**identity, "dateOfBirth": {"year": 1950}})),
                ("date_of_birth", changed(identity={**identity,
                                                    "dateOfBirth": {"year": 2015, "month": 13}})),
                ("country_of_origin", changed(identity={**identity, "countryOfOrigin": "Ukraine"})),
                ("not known", changed(noSuchField=1)),
                ("standard input", changed()[:-40]),
                ("request_id", changed(requestId="x"))):
            ended = self.net.at("clinic", "register", "-", stdin=stdin, code=1)
            self.assertIn(words, ended.err)
            self.assertNotIn(SECRET, ended.err + ended.out)

    def test_names_that_look_right_and_are_not(self):
        for words, name in (("letters", ""), ("letters", "..."), ("only spaces", "\u00a0 "),
                            ("two scripts", "Солом\u0069я"), ("accent", "\u0301Анна"),
                            ("does not know", "Анна\u0378"), ("can't be seen", "Ан\u200bна"),
                            ("can't be seen", "\u202eАнна"), ("can't be seen", "Анна\u2069")):
            identity = {"nameFull": name} if name else {}
            ended = self.net.at("clinic", "register", "-", code=1,
                                stdin=changed(identity=identity or {"nameFirst": "-"}))
            self.assertIn(words, ended.err)
            if len(name) > 3:
                self.assertNotIn(name, ended.err + ended.out)

    def test_questions_that_say_what_is_wrong(self):
        for stdin in ("", "name { }", 'name { full_name: "" }', "identifier { value: '1' }", "nonsense",
                      'name { full_name: "%s" birth_year: 3000 }' % SECRET):
            ended = self.net.at("clinic", "locate", "--purpose", "treat", "-", stdin=stdin, code=1)
            self.assertNotIn(SECRET, ended.err)
            self.assertGreater(len(ended.err), 20)

    def call(self, payload, metadata=()):
        """The code with which the node refuses these bytes as a registration."""
        with api.channel(self.net, "clinic", (("grpc.max_metadata_size", 1 << 20),)) as channel:
            method = channel.unary_unary(REGISTER, request_serializer=bytes,
                                         response_deserializer=bytes)
            with self.assertRaises(grpc.RpcError) as caught:
                method(payload, metadata=api.signed_in(self.net, "clinic") + metadata, timeout=20)
            self.said = caught.exception.details()
            return caught.exception.code()

    def test_bytes_that_are_no_message(self):
        name_not_utf8 = b"\x2a\x06\x0a\x04ab\xff\xfe"  # identity.name_full
        for payload in (b"\xff" * 100, b"\x0a\xff\xff\xff\xff\x0f", b"\x2a\x7f" + b"a" * 20,
                        name_not_utf8, b"\x2b" * 5000):
            self.assertEqual(self.call(payload), grpc.StatusCode.INVALID_ARGUMENT)
            self.assertIn("not a message of this call's type", self.said)

    def test_messages_and_metadata_that_are_too_large(self):
        self.assertEqual(self.call(b"\x0a\x80\x80\x80\x10" + b"a" * (32 << 20)),
                         grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn(self.call(b"", (("padding", "a" * (200 << 10)),)),
                      (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE,
                       grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN))


class BadImportTest(unittest.TestCase):
    """Files of other systems, cut short or with records that are refused."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        cls.net = Federation(cls.folder.name).__enter__()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        cls.net.sign_in("police", "officer-7", "police.missing")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__()
        cls.folder.cleanup()

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
        self.assertIn("two scripts", said.err)
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
        half = self.net.write("half.xml", text[:len(text) // 2])
        said = self.load(half, 1)
        self.assertIn("line 1", said.err)
        # What was whole is there; the whole file adds the rest and nothing twice.
        self.assertIn("unchanged", self.load(whole, 0).out)
        self.assertIn("0 registered, 0 added to, 4 unchanged", self.load(whole, 0).out)
        bundle = self.net.write("half.json", '{"resourceType": "Bundle", "type": "docum')
        said = self.net.at("clinic", "import", "fhir", bundle, code=5)
        self.assertIn("refused, line 1", said.err)
        for name, command in (("half.mou", ("mou", "propose")),
                              ("half.list", ("directory", "revoke", "--list"))):
            with open(self.net.path("clinic/revocations.binpb"), "rb") as file:
                data = file.read()
            with open(self.net.path(name), "wb") as file:
                file.write(data[:len(data) // 2])
            said = self.net.at("clinic", *command, self.net.path(name), code=1)
            self.assertIn(name, said.err)


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
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stderr

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


class ClockTest(unittest.TestCase):

    @unittest.skipUnless(shutil.which("faketime"),
                         "SKIPPED: faketime is not installed, so no clock is set wrong")
    def test_a_node_whose_clock_is_ten_minutes_off(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "register", "-", stdin=registration())
            net.sign_in("police", "officer-7", "police.missing", "node.admin")
            case = net.open_case()
            self.assertIn("clinic: answered", self.ask(net, case))
            net.stop("clinic")
            library = subprocess.run(["faketime", "-f", "+10m", "printenv", "LD_PRELOAD"],
                                     capture_output=True, text=True, check=True).stdout.strip()
            net.start("clinic", env={"LD_PRELOAD": library, "FAKETIME": "+10m"})
            self.assertNotIn("clinic: answered", self.ask(net, case))
            # Peers that could not be reached are tried again after longer waits.
            deadline = time.monotonic() + 90
            while True:
                status = net.at("police", "status", code=None)
                (clock,) = [line for line in status.out.splitlines() if " clock: " in line]
                if not clock.startswith("ok"):
                    break
                self.assertLess(time.monotonic(), deadline, status)
                time.sleep(0.5)
            self.assertIn("clinic", clock)
            self.assertTrue(all(node.poll() is None for node in net.nodes.values()))

    def ask(self, net, case):
        return net.at("police", "locate", "--purpose", "missing-search", "--case", case, "-",
                      stdin=GIRL, code=None).out


if __name__ == "__main__":
    unittest.main()
