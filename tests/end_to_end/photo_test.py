"""A photo that stops half way: nothing is kept of it, and it can be sent again."""

import hashlib
import os
import tempfile
import threading
import unittest

import api
import grpc
from documents import registration
from federation import Federation
from patience import PATIENCE

from homeward.v1 import claim_pb2, registration_service_pb2, registration_service_pb2_grpc, roles_pb2

PHOTO = b"\xff\xd8\xff" + os.urandom(3 << 20)
CHUNK = 256 << 10


class PhotoTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name, ("registrar",)).__enter__()
        self.addCleanup(self.net.__exit__)
        self.net.sign_in("registrar", "officer-3", "imm.registrar")
        (made,) = self.net.json("registrar", "register", "-", stdin=registration())
        self.record = made["recordId"]

    def half(self, then):
        """The first half of the photo, under the request id of `homeward photo
        add`; then whatever `then` does."""
        digest = hashlib.sha256(PHOTO).digest()
        request_id = hashlib.sha256(f"photo\n{self.record}\n".encode() + digest).hexdigest()
        header = registration_service_pb2.PhotoHeader(
            request_id=request_id, purpose=roles_pb2.PURPOSE_REGISTER, record_id=self.record,
            content_type="image/jpeg", sha256=digest)
        header.source.source_time.seconds = 1700000000
        header.source.basis = claim_pb2.BASIS_OBSERVED
        yield registration_service_pb2.AddPhotoRequest(header=header)
        for at in range(0, len(PHOTO) // 2, CHUNK):
            yield registration_service_pb2.AddPhotoRequest(chunk=PHOTO[at:at + CHUNK])
        then()

    def refused(self, then):
        """With what the half photo is refused."""
        with api.channel(self.net, "registrar") as channel:
            stub = registration_service_pb2_grpc.RegistrationServiceStub(channel)
            with self.assertRaises(grpc.RpcError) as caught:
                stub.AddPhoto(self.half(then), metadata=api.signed_in(self.net, "registrar"), timeout=PATIENCE)
        return caught.exception

    def photos(self):
        (shown,) = self.net.json("registrar", "show", self.record, "--purpose", "register")
        return [claim["photo"] for claim in shown["record"]["claims"] if "photo" in claim]

    def test_nothing_is_kept_and_it_can_be_sent_again(self):
        cut = self.refused(lambda: None)
        self.assertEqual(cut.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("sha256", cut.details())
        self.assertEqual(self.photos(), [])

        self.goes_away()
        self.assertEqual(self.photos(), [])

        killed = self.refused(lambda: self.net.kill("registrar"))
        self.assertEqual(killed.code(), grpc.StatusCode.UNAVAILABLE)
        self.net.start("registrar")
        self.assertEqual(self.photos(), [])

        path = os.path.join(self.net.folder, "photo.jpg")
        with open(path, "wb") as file:
            file.write(PHOTO)
        add = ("photo", "add", "--purpose", "register", self.record, path)
        os.utime(path, (4e9, 4e9))  # As of a camera whose clock was ahead.
        self.assertIn("last changed in the future", self.net.at("registrar", *add, code=1).err)
        os.utime(path)
        self.assertIn("consent_claim_id", self.net.at("registrar", *add, "--consent", "0" * 32, code=1).err)
        self.assertIn("taken_time", self.net.at("registrar", *add, "--taken", "4000000000", code=1).err)
        self.net.at("registrar", *add, "--taken", "yesterday", code=2)
        add = (*add, "--taken", "2023-11-01T10:00:00Z")
        self.net.at("registrar", *add)
        (photo,) = self.photos()
        self.assertEqual(photo["takenTime"], "2023-11-01T10:00:00Z")
        self.assertEqual(int(photo["sizeBytes"]), len(PHOTO))
        self.net.at("registrar", *add)  # Sent twice, kept once.
        os.utime(path, (1.7e9, 1.7e9))
        self.assertIn("in the record already", self.net.at("registrar", *add, code=1).err)
        self.assertEqual(len(self.photos()), 1)
        self.comes_back(photo["photoId"])

    def comes_back(self, photo):
        """Saved, it has the same bytes, is for its owner alone, and no file is
        written over."""
        self.assertIn(photo, self.net.at("registrar", "show", self.record, "--purpose", "register").out)
        path = os.path.join(self.net.folder, "saved.jpg")
        save = ("photo", "save", "--purpose", "register", self.record)
        self.net.at("registrar", *save, photo, path)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), PHOTO)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertIn("name another file", self.net.at("registrar", *save, photo, path, code=1).err)
        other = os.path.join(self.net.folder, "other.jpg")
        self.net.at("registrar", *save, "0" * 32, other, code=1)
        self.assertFalse(os.path.exists(other))

    def goes_away(self):
        """The client vanishes after the first half."""
        half_sent, over = threading.Event(), threading.Event()

        def wait():
            half_sent.set()
            over.wait(PATIENCE)

        with api.channel(self.net, "registrar") as channel:
            stub = registration_service_pb2_grpc.RegistrationServiceStub(channel)
            call = stub.AddPhoto.future(self.half(wait), metadata=api.signed_in(self.net, "registrar"))
            self.assertTrue(half_sent.wait(PATIENCE))
        over.set()
        self.assertEqual(call.code(), grpc.StatusCode.CANCELLED)


if __name__ == "__main__":
    unittest.main()
