"""Bad input gets a clear error, changes nothing, and never takes a node down."""

import json
import unittest

import api
import grpc
from documents import GIRL, registration
from patience import PATIENCE
from shared_federation import SharedFederationTest

SECRET = "Никтошенко"  # A name that no error may repeat.
REGISTER = "/homeward.v1.RegistrationService/RegisterChild"


def changed(**more):
    """A good registration of somebody, but for `more`."""
    request = json.loads(registration(name=SECRET, number="101-00000001"))
    request.update(more)
    return json.dumps(request)


class BadInputTest(SharedFederationTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")

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

    def call(self, payload, metadata=(), **options):
        """The code with which the node refuses these bytes as a registration."""
        with api.channel(self.net, "clinic", (("grpc.max_metadata_size", 1 << 20),)) as channel:
            method = channel.unary_unary(REGISTER, request_serializer=bytes,
                                         response_deserializer=bytes)
            with self.assertRaises(grpc.RpcError) as caught:
                method(payload, metadata=api.signed_in(self.net, "clinic") + metadata, timeout=PATIENCE,
                       **options)
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

    def test_a_small_message_that_grows(self):
        """256 MiB as 256 KiB: refused before it is unpacked."""
        bomb = b"\x0a\x80\x80\x80\x80\x01" + bytes(256 << 20)
        for packed in (grpc.Compression.Gzip, grpc.Compression.Deflate):
            self.assertEqual(self.call(bomb, compression=packed), grpc.StatusCode.UNIMPLEMENTED)
            self.assertIn("ompression", self.said)
        with open(f"/proc/{self.net.nodes['clinic'].pid}/status", encoding="ascii") as file:
            (most,) = [line for line in file if line.startswith("VmHWM")]
        self.assertLess(int(most.split()[1]) >> 10, 200)

if __name__ == "__main__":
    unittest.main()
