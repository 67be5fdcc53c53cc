"""SIGKILL under load, again and again: no acknowledged write is lost, and
every log verifies. The number of kills is the first argument."""

import os
import random
import sys
import tempfile
import threading
import time
import unittest

import api
import grpc
from documents import registration
from federation import Federation
from patience import PATIENCE

from google.protobuf import json_format
from homeward.v1 import registration_service_pb2 as registrations
from homeward.v1 import registration_service_pb2_grpc as stubs
from homeward.v1 import roles_pb2

KILLS = 20


class Writers:
    """Register one child after the other, and keep what was acknowledged."""

    def __init__(self, net, metadata, count=4):
        self.net, self.metadata = net, metadata
        self.stopped = threading.Event()
        self.acknowledged = {}  # By request id.
        self.pending = {}  # Sent, and not answered: to be sent once more.
        self.wrong = []
        self.threads = [threading.Thread(target=self.write, args=(i,)) for i in range(count)]

    def write(self, number):
        channel, stub, next_number = None, None, 0
        while not self.stopped.is_set():
            if channel is None:
                # A connection of its own, without a wait after one that broke.
                channel = api.channel(self.net, "clinic", (("grpc.use_local_subchannel_pool", 1),))
                stub = stubs.RegistrationServiceStub(channel)
            key = f"kill-{number}-{next_number:06}"
            request = self.pending.get(key) or json_format.Parse(
                registration(name=f"Child {key}", number=f"{number:03}-{next_number:08}",
                             request_id=key, ago=60 + next_number % 9),
                registrations.RegisterChildRequest())
            self.pending[key] = request
            try:
                answer = stub.RegisterChild(request, metadata=self.metadata, timeout=PATIENCE)
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE:
                    self.wrong.append(f"{key}: {error.code()} {error.details()}")
                channel.close()
                channel = None
                time.sleep(0.02)
                continue  # The same request once more: retrying is safe.
            self.acknowledged[key] = answer.record_id
            del self.pending[key]
            next_number += 1
        if channel is not None:
            channel.close()

    def await_more(self):
        """Until another write was acknowledged."""
        before, deadline = len(self.acknowledged), time.monotonic() + PATIENCE
        while len(self.acknowledged) == before:
            if time.monotonic() > deadline:
                raise AssertionError(f"nothing is acknowledged any more; {self.wrong[:3]}")
            time.sleep(0.005)


class KillTest(unittest.TestCase):

    def test_no_acknowledged_write_is_lost(self):
        chance = random.Random(1)
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            metadata = api.signed_in(net, "clinic")
            writers = Writers(net, metadata)
            for thread in writers.threads:
                thread.start()
            for _ in range(KILLS):
                writers.await_more()
                time.sleep(chance.uniform(0, 0.3))
                net.kill("clinic")
                net.start("clinic")
            writers.await_more()
            writers.stopped.set()
            for thread in writers.threads:
                thread.join()
            self.assertEqual(writers.wrong, [])
            self.assertGreater(len(writers.acknowledged), KILLS)
            self.assertEqual(len(set(writers.acknowledged.values())), len(writers.acknowledged),
                             "two children share a record")
            self.reads_back(net, metadata, writers.acknowledged)
            net.sign_in("clinic", "auditor-1", "oversight.auditor")
            verified = net.at("clinic", "audit", "verify").out
            print(f"{KILLS} kills, {len(writers.acknowledged)} acknowledged writes, none lost; "
                  f"{verified.strip()}")

    def reads_back(self, net, metadata, acknowledged):
        with api.channel(net, "clinic") as channel:
            stub = stubs.RegistrationServiceStub(channel)
            for key, record_id in acknowledged.items():
                answer = stub.GetChild(
                    registrations.GetChildRequest(record_id=record_id,
                                                  purpose=roles_pb2.PURPOSE_TREAT),
                    metadata=metadata, timeout=PATIENCE)
                names = [claim.identity.name_full for claim in answer.record.claims
                         if claim.HasField("identity")]
                self.assertEqual(names, [f"Child {key}"], record_id)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[-1].isdigit():
        KILLS = int(sys.argv.pop())
    unittest.main()
