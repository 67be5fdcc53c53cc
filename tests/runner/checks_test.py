"""The lint checks refuse what they are there to refuse."""

import io
import tempfile
import unittest
import unittest.mock
import xml.etree.ElementTree

from checks import load


class RpcCommentsTest(unittest.TestCase):
    check = load("check_rpc_comments")

    def test_a_whole_comment_passes(self):
        self.assertEqual(self.check.problems_in("a.proto", [
            "  // Answers.", "  //", "  // Caller: a partner.", "  // Retry: safe.",
            "  // Errors, in order:", "  rpc Ask(A) returns (B);"]), [])

    def test_names_each_label_that_lacks(self):
        found = self.check.problems_in("a.proto", ["// Caller: all.", "rpc Ask(A) returns (B);"])
        self.assertEqual(len(found), 2)
        self.assertIn("a.proto:2: rpc Ask", found[0])

    def test_a_comment_serves_one_rpc_only(self):
        comment = ["// Caller: x", "// Retry: x", "// Errors: x"]
        self.assertEqual(len(self.check.problems_in(
            "a.proto", comment + ["rpc A(X) returns (Y);", "rpc B(X) returns (Y);"])), 3)

    def test_nothing_to_check_is_a_failure(self):
        with tempfile.TemporaryDirectory() as top, \
                unittest.mock.patch("sys.stdout", new_callable=io.StringIO):
            self.assertEqual(self.check.main(top), 1)


class TextTest(unittest.TestCase):
    check = load("check_text")

    def test_refuses(self):
        for line in ("x = '/ro" "ot/a'", "see /ho" "me/ann/x", "../sha" "red/data", "// TO" "DO: x",
                     "<<<<<<" "< HEAD"):
            self.assertEqual(len(self.check.problems_in("f", [line])), 1, line)

    def test_lets_pass(self):
        for line in ("a framework/root/x", "mastodon", "https://example.org/home/x", "/proc/self"):
            self.assertEqual(self.check.problems_in("f", [line]), [], line)


class RoomsTest(unittest.TestCase):
    check = load("check_rooms")

    def refused(self, rule, dep, testonly=False):
        return len(self.check.problems_in([(rule, testonly, [dep])])) == 1

    def test_refuses_upward_and_sideways(self):
        self.assertTrue(self.refused("//storage:a", "//auth:b"))
        self.assertTrue(self.refused("//auth:a", "//storage:b"))
        self.assertTrue(self.refused("//storage:a", "//services/query:b"))
        self.assertTrue(self.refused("//services/cases:a", "//services/registration:b"))

    def test_refuses_a_part_that_comes_later(self):
        self.assertTrue(self.refused("//auth/signing:a", "//auth/mou:b"))
        self.assertFalse(self.refused("//auth/mou:a", "//auth/signing:b"))
        self.assertFalse(self.refused("//auth/mou:a", "//auth/mou:b"))
        self.assertFalse(self.refused("//storage:a", "//storage/log:b"))
        self.assertFalse(self.refused("//storage/log:a", "//storage:b"))
        self.assertFalse(self.refused("//auth/testing:a", "//auth/decision:b"))
        self.assertTrue(self.refused("//services/federation/merging:a",
                                     "//services/federation/asking:b"))
        self.assertFalse(self.refused("//services/federation/asking:a",
                                      "//services/federation/merging:b"))

    def test_lets_a_test_use_a_part_that_comes_later(self):
        self.assertFalse(self.refused("//auth/signing:a_test", "//auth/mou:b", testonly=True))

    def test_refuses_libraries_of_other_rooms(self):
        self.assertTrue(self.refused("//services/query:a", "@system//:grpc"))
        self.assertTrue(self.refused("//storage:records", "@system//:rocksdb"))
        self.assertTrue(self.refused("//auth:a", "@system//:gtest"))

    def test_refuses_services_where_there_is_no_grpc(self):
        self.assertTrue(self.refused("//services/query:a", "//proto:v1_grpc"))

    def test_refuses_test_helpers_in_programs(self):
        self.assertTrue(self.refused("//auth:a", "//tests/testing:x"))
        self.assertFalse(self.refused("//auth:a_test", "//tests/testing:x", testonly=True))

    def test_refuses_what_the_command_need_not_know(self):
        self.assertTrue(self.refused("//services/cli:a", "//storage:b"))

    def test_refuses_a_folder_that_is_no_room(self):
        self.assertTrue(self.refused("//misc:a", "@system//:absl"))

    def test_lets_downward_pass(self):
        self.assertFalse(self.refused("//services/query:a", "//storage:b"))
        self.assertFalse(self.refused("//services/rpc:a", "@system//:grpc"))
        self.assertFalse(self.refused("//storage/engine:rocksdb_engine", "@system//:rocksdb"))
        self.assertFalse(self.refused("//auth:a_test", "@system//:gtest_main", testonly=True))

    def test_reads_bazels_answer(self):
        xml = xml_of("""<query><rule class="cc_test" name="//a:b"><list name="deps">
            <label value="//c:d"/></list><list name="srcs"><label value="//a:b.cc"/></list>
            </rule><rule class="genrule" name="//a:g"/></query>""")
        self.assertEqual(list(self.check.rules_of(xml)), [("//a:b", True, ["//c:d"])])


def xml_of(text):
    return xml.etree.ElementTree.fromstring(text)


if __name__ == "__main__":
    unittest.main()
