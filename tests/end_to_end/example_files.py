"""The files that the examples of `homeward COMMAND --help` name."""

import base64
import json
import os
import time

from documents import GIRL, registration, stamp
from programs import PROJECT

# One white pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==")
# The start of a JPEG, which is all that is looked at.
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(64)
# The same of a WAV and an MP3.
WAV = b"RIFF\x40\0\0\0WAVEfmt " + bytes(52)
MP3 = b"ID3\x04\0\0" + bytes(64)

PFIF = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>rivermark.example/person.{number}</pfif:person_record_id>
    <pfif:entry_date>2026-01-02T03:04:05Z</pfif:entry_date>
    <pfif:author_name>Desk 2</pfif:author_name>
    <pfif:source_date>2026-01-02T03:04:05Z</pfif:source_date>
    <pfif:full_name>Marta Ilnytska</pfif:full_name>
    <pfif:date_of_birth>2016-05-04</pfif:date_of_birth>
  </pfif:person>
</pfif:pfif>
"""

# Police with an open case ask the NGO where a child is.
QUESTION = json.dumps({
    "request": {"requesterAgencyId": "police", "requesterKind": "AGENCY_KIND_POLICE", "ownerAgencyId": "ngo",
                "roles": ["ROLE_POLICE_MISSING"], "purpose": "PURPOSE_MISSING_SEARCH",
                "action": "ACTION_LOCATE", "mouId": "police-ngo", "categories": ["CATEGORY_LOC_COARSE"]},
    "facts": {"caseIssuerAgencyId": "police", "facts": [
        {"fact": "FACT_OPEN_CASE", "truth": "TRUTH_TRUE"},
        {"fact": "FACT_LOCATION_PROTECTED", "truth": "TRUTH_FALSE"}]},
    "time": "2026-09-21T00:00:00Z"})

AGO = stamp(time.time() - 600)
FACTS = {
    "sighting": {"sighting": {"sightingId": "sighting-{n}", "seenTime": AGO, "place": {"countryCode": "GB"}}},
    "wellbeing": {"wellbeingCheck": {"status": "WELLBEING_STATUS_SAFE", "checkedTime": AGO}},
    "custody": {"custodyEvent": {"custodyEventId": "custody-{n}", "kind": "CUSTODY_KIND_TAKEN_IN",
                                 "toAgencyId": "clinic", "effectiveTime": AGO}},
    "crossing": {"crossingEvent": {"crossingEventId": "crossing-{n}", "crossingTime": AGO,
                                   "toCountryCode": "GB"}},
    "health": {"healthSummary": {"immunizations": [{"display": "Measles {n}"}]}},
    "missing": {"missingReport": {"reportId": "missing-{n}"}},
    "adult": {"accompanyingAdult": {"adultId": "adult-{n}", "relationName": "Oksana"}},
    "family": {"familyMember": {"familyMemberId": "family-{n}", "relationName": "Oksana"}},
    "consent": {"consent": {"purpose": "PURPOSE_TREAT", "givenBy": "CONSENT_GIVER_CHILD", "givenTime": AGO}},
    "identity": {"identity": {"nameFull": "Solomia {n}"}},
    "location-protection": {"locationProtection": {"state": "PROTECT_LOCATION_OFF"}},
    "adoption-hold": {"adoptionHold": {"crisisId": "flood-{n}", "competentAgencyId": "registrar"}},
    "referral": {"referral": {"referralId": "referral-{n}", "toAgencyId": "ngo", "madeTime": AGO,
                              "service": "REFERRAL_SERVICE_CASE_MANAGEMENT"}},
    "objection": {"seekerObjection": {"objectionId": "objection-{n}", "ground": "OBJECTION_GROUND_CONCERN"}},
    "screening": {"screening": {"screeningId": "screening-{n}", "screenedTime": AGO,
                                "urgency": "SCREENING_URGENCY_SOON"}},
}


def fact(kind, number, record=""):
    """A claim of `kind` as `homeward add` reads it."""
    claim = json.loads(json.dumps(FACTS[kind]).replace("{n}", str(number)))
    return json.dumps({"purpose": "PURPOSE_TREAT", "recordId": record, "newClaim": {
        "source": {"sourceTime": AGO, "basis": "BASIS_OBSERVED"}, "claim": claim}})


def ips(child):
    """The patient summary of a child of the demo, on one line."""
    with open(os.path.join(PROJECT, f"deploy/demo_data/clinic-{child}.ips.json"), encoding="utf-8") as file:
        return json.dumps(json.load(file), ensure_ascii=False)


def write_for_a_clinic(write):
    """Writes what a clinic's staff read in; `write` takes a name and a text."""
    write("child.json", registration(number="305-00412908"))
    write("summary.json", ips("ahmad"))
    write("summaries.ndjson", ips("hana") + "\n" + ips("solomiya") + "\n")
    write("persons.xml", PFIF.format(number=1))
    write("missing.xml", PFIF.format(number=2))
    write("child.textproto", GIRL)


# Files of persons for `homeward match`, under a map that also reads columns
# called as fields are.
PERSONS = {
    "columns.map": "id = id\nname = name\nbirth = birth\n",
    "ours.csv": "id,name,birth\nours-1,Marta Ilnytska,2016-05-04\nours-2,Yusuf Karimi,2010-09-11\n",
    "theirs.csv": "id,name,birth\ntheirs-1,Martha Ilnitska,2016-05-04\ntheirs-2,Anna Lund,2009-07-19\n",
    "asked.csv": "id,name,birth\nasked-1,Marta Ilnitskaya,2016-04-05\n",
    "one.csv": "id,name,birth\n1,Marta Ilnytska,2016-05-04\n",
    "other.csv": "id,name,birth\n2,Martha Ilnitska,2016-05-04\n",
}


def write_persons(write):
    for name, text in PERSONS.items():
        write(name, text)
