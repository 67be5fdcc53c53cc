"""The checks of the pages refuse what they are there to refuse."""

import io
import tempfile
import unittest
import unittest.mock

from checks import load


class LinksTest(unittest.TestCase):
    check = load("check_links")

    def problems(self, line, there=("docs/keys.md",)):
        return self.check.problems_in(
            "docs/a.md", [line], lambda path: path in (*there, "docs/a.md"),
            lambda path: ["# Keys", "## Erasing a child, and `why`", line])

    def test_lets_pass_what_leads_somewhere(self):
        for line in ("[keys](keys.md)", "[x](keys.md#erasing-a-child-and-why)", "[x](#keys)",
                     "[x](https://example.org/none)", "`[x](none.md)`", "[x][1] (none.md)"):
            self.assertEqual(self.problems(line), [], line)

    def test_names_what_is_missing_with_its_line(self):
        self.assertEqual(self.problems("[x](none.md)"), ["docs/a.md:1: none.md: no such file"])
        self.assertEqual(len(self.problems("![x](none.svg) [y](../none)")), 2)
        self.assertEqual(len(self.problems("<img alt=\"x\" src=\"none.svg\">")), 1)
        self.assertEqual(self.problems("[x](keys.md#gone)"),
                         ["docs/a.md:1: keys.md#gone: no such heading"])

    def test_nothing_to_check_is_a_failure(self):
        with tempfile.TemporaryDirectory() as top, \
                unittest.mock.patch("sys.stdout", new_callable=io.StringIO):
            self.assertEqual(self.check.main(top), 1)


class ThreatModelTest(unittest.TestCase):
    check = load("check_threat_model")
    FILES = {
        "storage/seal_test.cc": "TEST(SealTest, Opens) {\nTEST_F(SealTest,\n       Shuts) {\n"
                                "TEST(SealTest, DISABLED_Off) {\n// TEST(SealTest, Comment)\n",
        "tests/a_test.py": "class ATest(unittest.TestCase):\n    def test_one(self):\n",
        "tests/fuzz/dsse_fuzz.cc": "extern \"C\" int LLVMFuzzerTestOneInput(",
    }

    def problems(self, cell):
        return self.check.problems_in(
            ["| Threat | Control | Default | Test |", "|---|---|---|---|",
             f"| a | b | c | {cell} |"], self.FILES.get)

    def test_lets_pass_tests_that_are_there(self):
        for cell in ("[t](../storage/seal_test.cc) `SealTest.Opens`, `SealTest.Shuts`",
                     "[a](../tests/a_test.py) `ATest.test_one`",
                     "[dsse_fuzz](../tests/fuzz/dsse_fuzz.cc)",
                     "not yet tested (issue 3)", "not yet tested (a later issue)",
                     "[t](../storage/seal_test.cc) `SealTest.Opens`; timing not yet tested (issue 3)"):
            self.assertEqual(self.problems(cell), [], cell)

    def test_refuses_a_test_that_is_not_there_or_does_not_run(self):
        for cell in ("[t](../storage/seal_test.cc) `SealTest.Gone`",
                     "[t](../storage/seal_test.cc) `SealTest.DISABLED_Off`",
                     "[t](../storage/seal_test.cc) `SealTest.Comment`",
                     "[t](../storage/seal_test.cc) `OtherTest.Opens`",
                     "[a](../tests/a_test.py) `ATest.test_two`",
                     "[t](../storage/gone_test.cc) `SealTest.Opens`",
                     "[t](../storage/seal_test.cc) `SealTest.Gone`; not yet tested (issue 3)"):
            self.assertEqual(len(self.problems(cell)), 1, cell)

    def test_refuses_a_row_without_a_test(self):
        for cell in ("[t](../storage/seal_test.cc)", "tested", "not yet tested",
                     "`SealTest.Opens`"):
            self.assertEqual(len(self.problems(cell)), 1, cell)

    def test_refuses_an_empty_cell_and_a_page_without_a_table(self):
        self.assertEqual(len(self.problems("")), 1)
        self.assertEqual(len(self.check.problems_in(["words"], self.FILES.get)), 1)


class DocumentedTest(unittest.TestCase):
    check = load("check_documented")

    def test_finds_the_rooms_of_a_tree(self):
        rooms = self.check.rooms_in(
            ["auth/BUILD.bazel", "auth/testing/BUILD.bazel", "services/cases/BUILD.bazel",
             "docs/BUILD.bazel"], load("check_rooms"))
        self.assertEqual(rooms, {"auth": 2, "services/cases": 3})

    def test_each_room_has_a_row_on_its_line(self):
        rooms = {"auth": 2, "services/rpc": 5}
        page = ["| line | room |", "| 2 | `auth` | who |", "| 5 | `services/rpc` | gRPC |"]
        self.assertEqual(self.check.room_problems(page, rooms), [])
        self.assertEqual(len(self.check.room_problems(page[:2], rooms)), 1)
        self.assertEqual(len(self.check.room_problems(page, {"auth": 3, "services/rpc": 5})), 1)
        self.assertEqual(len(self.check.room_problems(page, {"auth": 2})), 1)

    def test_names_what_the_page_lacks(self):
        pattern = self.check.OPERATED["services/telemetry/metrics.cc"]
        source = "x = {\"homeward_a\", \"rpc_b\"};"
        self.assertEqual(self.check.lacking("`homeward_a` `rpc_b`", "f", source, pattern), [])
        self.assertEqual(self.check.lacking("`homeward_a`", "f", source, pattern),
                         ["docs/operations.md: lacks rpc_b of f"])
        self.assertEqual(len(self.check.lacking("", "f", "", pattern)), 1)


class ErrorCodesTest(unittest.TestCase):
    check = load("check_error_codes")
    CODES = {"HW-NET-001": "a.cc", "HW-TLS-003": "b.cc"}
    ROWS = ["| code | what happened | whose fault | next |", "|---|---|---|---|",
            "| `HW-NET-001` | no address | the network's | look |",
            "| `HW-TLS-003` | expired | the peer's | renew |"]

    def test_finds_the_codes_of_the_programs(self):
        self.assertEqual(self.check.codes_in({"b.cc": "{\"HW-TLS-003\"}", "a.cc": "\"HW-NET-001\" // HW-NET-009",
                                              "c.cc": "\"HW-TLS-003\", \"HW-TLS-\""}), self.CODES)

    def test_lets_pass_a_page_that_has_them_all(self):
        self.assertEqual(self.check.problems_in(self.ROWS, self.CODES), [])

    def test_names_what_is_missing_gone_twice_or_half_told(self):
        self.assertEqual(self.check.problems_in(self.ROWS[:3], self.CODES),
                         ["b.cc: HW-TLS-003 has no row in docs/errors.md"])
        self.assertEqual(self.check.problems_in(self.ROWS, {"HW-NET-001": "a.cc"}),
                         ["docs/errors.md:4: HW-TLS-003 is in no program"])
        self.assertEqual(len(self.check.problems_in(self.ROWS + self.ROWS[3:], self.CODES)), 1)
        for row in ("| `HW-TLS-003` | expired | | renew |", "| `HW-TLS-003` | expired | renew |"):
            self.assertEqual(len(self.check.problems_in(self.ROWS[:3] + [row], self.CODES)), 1, row)


if __name__ == "__main__":
    unittest.main()
