"""A node that asks what it wants, of whom it wants: it holds the real keys of
an agency's node and keeps none of its rules."""

import hashlib
import os
import subprocess
import time

import api
import grpc
from google.protobuf import text_format
from homeward.v1 import (envelope_pb2, peer_service_pb2, peer_service_pb2_grpc, question_pb2,
                         record_pb2)
from patience import PATIENCE

TYPE = "application/vnd.homeward.question.v1+protobuf"


def openssl(*args, stdin=b""):
    return subprocess.run(["openssl", *args], input=stdin, capture_output=True, check=True).stdout


def encoded(kind, payload):
    """The bytes that a signature covers (DSSE's pre-authentication encoding)."""
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


def sealed(kind, message, key):
    """An envelope of `message`, signed with the private key of the file `key`."""
    payload = message.SerializeToString()
    public = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
    signature = envelope_pb2.EnvelopeSignature(
        key_id=hashlib.sha256(public).digest(),
        signature=openssl("dgst", "-sha256", "-sign", key, stdin=encoded(kind, payload)))
    return envelope_pb2.Envelope(payload=payload, payload_type=kind, signatures=[signature])


def child(text):
    """The text protobuf of how a child is named, read."""
    return text_format.Parse(text, record_pb2.ChildDescriptor())


def without_ids(answer):
    """What of an answer could tell one child, or one reason, from another."""
    kept = question_pb2.Answer()
    kept.CopyFrom(answer)
    for field in ("question_id", "question_sha256", "answer_time", "responder_checkpoint"):
        kept.ClearField(field)
    return kept.SerializeToString()


class Asker:
    """The node of `agency`, talking to the node of `target`."""

    def __init__(self, net, agency, target):
        self.net, self.agency, self.target = net, agency, target
        self.key = net.path(agency, "certificates/node/key.pem")
        self.certificate = net.path(agency, "certificates/node/cert.pem")
        credentials = grpc.ssl_channel_credentials(
            api.read(net.path(target), "root", "cert.pem"), api.read(self.key),
            api.read(self.certificate))
        self.channel = grpc.secure_channel(f"127.0.0.1:{net.ports[target][0]}", credentials)
        self.peer = peer_service_pb2_grpc.PeerServiceStub(self.channel)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def question(self, mou_id, **more):
        """A question of whoever is signed in, as a good node would ask it, by
        the signed MOU in the file `mou_id`.signed; `more` are its fields."""
        signed = envelope_pb2.Envelope.FromString(api.read(self.net.path(f"{mou_id}.signed")))
        question = question_pb2.Question(
            question_id=os.urandom(16), asker_agency_id=self.agency,
            audience_agency_id=self.target, mou_id=mou_id.replace("_", "-"),
            mou_sha256=hashlib.sha256(signed.payload).digest(),
            query_id="q-" + os.urandom(16).hex(), **more)
        question.issued_time.FromNanoseconds(time.time_ns())
        question.staff_assertion.ParseFromString(
            api.read(self.net.path(self.agency), "session.binpb"))
        return question

    def sign(self, question):
        return peer_service_pb2.AskRequest(
            question=sealed(TYPE, question, self.key),
            signer_certificate=openssl("x509", "-in", self.certificate, "-outform", "DER"))

    def ask(self, question):
        """The answer, which the target's node signed."""
        response = self.peer.Ask(self.sign(question), timeout=PATIENCE)
        return question_pb2.Answer.FromString(response.answer.payload)
