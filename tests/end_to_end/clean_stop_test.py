"""SIGTERM ends a node in order: what runs is finished, nothing is lost."""

import os
import re
import signal
import tempfile
import threading
import time
import unittest
import urllib.request

import api
import grpc
from documents import GIRL, registration
from federation import Federation
from patience import PATIENCE, TooSlow, idle_time, tried_again

from google.protobuf import json_format
from homeward.v1 import registration_service_pb2 as registrations
from homeward.v1 import registration_service_pb2_grpc as stubs
from homeward.v1 import roles_pb2


class CleanStopTest(unittest.TestCase):

    def stop(self, net, agency, seconds):
        """It stops in order, within `seconds`, or what ten commands that do nothing
        take more."""
        idle = idle_time()
        start = time.monotonic()
        self.assertEqual(net.stop(agency), 0, net.troubles())
        took = time.monotonic() - start
        if took > seconds + 10 * max(idle, idle_time()):
            raise TooSlow(f"it took {took:.1f} s to stop")

    @tried_again
    def test_under_load(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            metadata = api.signed_in(net, "clinic")
            records, wrong, threads = [], [], []
            for number in range(4):
                threads.append(threading.Thread(
                    target=self.register, args=(net, number, metadata, records, wrong)))
                threads[-1].start()
            while len(records) < 20:
                time.sleep(0.01)
            try:
                self.stop(net, "clinic", 10)
            finally:
                for thread in threads:
                    thread.join()
            # Whoever was cut off was told to try again, and nothing else: gRPC
            # says either to a call that came too late to be taken.
            self.assertLessEqual(
                set(wrong), {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED})
            with open(net.path("clinic/log"), encoding="utf-8") as log:
                self.assertIn("homewardd: stopped", log.read())

            net.start("clinic")
            with api.channel(net, "clinic", (("grpc.use_local_subchannel_pool", 1),)) as channel:
                stub = stubs.RegistrationServiceStub(channel)
                for record in records:
                    stub.GetChild(registrations.GetChildRequest(
                        record_id=record, purpose=roles_pb2.PURPOSE_TREAT), metadata=metadata)
            net.sign_in("clinic", "auditor-1", "oversight.auditor")
            net.at("clinic", "audit", "verify")

    def register(self, net, number, metadata, records, wrong):
        """Until the node refuses."""
        with api.channel(net, "clinic", (("grpc.use_local_subchannel_pool", 1),)) as channel:
            stub = stubs.RegistrationServiceStub(channel)
            for i in range(100000):
                request = json_format.Parse(
                    registration(number=f"{number:03}-{i:08}", request_id=f"stop-{number}-{i:06}"),
                    registrations.RegisterChildRequest())
                try:
                    records.append(stub.RegisterChild(request, metadata=metadata, timeout=PATIENCE).record_id)
                except grpc.RpcError as error:
                    wrong.append(error.code())
                    return

    def await_question(self, net, agency):
        """Until the node of `agency` wrote its first question to the log: it asks
        its peers next."""
        url = f"http://127.0.0.1:{net.ports[agency][1]}/metrics"

        def is_written():
            with urllib.request.urlopen(url, timeout=PATIENCE) as page:
                return re.search(r'duration_seconds_count\{stage="log"\} [1-9]', page.read().decode())

        net.await_true(is_written)

    @tried_again
    def test_a_silent_peer_does_not_hold_it(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder) as net:
            net.sign_in("police", "officer-7", "police.missing")
            case = net.open_case()
            net.nodes["clinic"].send_signal(signal.SIGSTOP)
            asked = []
            asking = threading.Thread(target=lambda: asked.append(net.at(
                "police", "locate", "--case", case, "--purpose", "missing-search",
                "--peer-timeout-ms", "30000", "-", stdin=GIRL, code=None)))
            asking.start()
            self.await_question(net, "police")
            self.assertTrue(asking.is_alive(), asked)
            # It drains for 10 s at most; the peer had 30 s to answer.
            try:
                self.stop(net, "police", 20)
            finally:
                asking.join()
            # Who asked still gets what there is.
            self.assertIn("clinic", asked[0].out + asked[0].err)
            self.assertIn("did not answer", asked[0].out + asked[0].err)

    def test_every_way_to_end_it(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            node = net.nodes["clinic"]
            node.send_signal(signal.SIGINT)
            self.assertEqual(node.wait(timeout=PATIENCE), 0)
            net.start("clinic")
            node = net.nodes["clinic"]
            node.send_signal(signal.SIGTERM)
            node.send_signal(signal.SIGTERM)  # Impatience changes nothing.
            self.assertEqual(node.wait(timeout=PATIENCE), 0)


if __name__ == "__main__":
    unittest.main()
