"""What people of an agency write: registrations, and MOUs in force."""

import json
import os
import re
import time

from programs import PROJECT

DAY = 86400
GIRL = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "305-00412907" }'


def registration(name="Соломія Мельник", number="305-00412907", request_id="", ago=3600, **more):
    """A registration as `homeward register` reads it, with its location told."""
    now = time.time()
    request = {
        "purpose": "PURPOSE_REGISTER",
        "source": {"sourceTime": stamp(now - ago), "basis": "BASIS_OBSERVED"},
        "identity": {"nameFull": name, "documents": [
            {"type": "DOCUMENT_TYPE_UNHCR_INDIVIDUAL", "number": number}]},
        "locationProtection": {"state": "PROTECT_LOCATION_OFF"},
        **more,
    }
    if request_id:
        request["requestId"] = request_id
    return json.dumps(request, ensure_ascii=False)


def referred(*agencies, ago=3600):
    """`furtherClaims` of a registration: the child is referred to these agencies,
    which may ask after her from then on."""
    then = stamp(time.time() - ago)
    return [{"source": {"sourceTime": then, "basis": "BASIS_OBSERVED"}, "claim": {"referral": {
        "referralId": f"to-{agency}", "toAgencyId": agency, "madeTime": then,
        "service": "REFERRAL_SERVICE_CASE_MANAGEMENT"}}} for agency in agencies]


def in_force(text, until=None):
    """The text of an MOU, in force since a year ago and until then, a year from
    now if None: the project's templates end in 2028."""
    now = int(time.time())
    for field, value in (("effective_time", now - 365 * DAY), ("expiry_time", until or now + 365 * DAY)):
        text, count = re.subn(rf"^{field} {{[^}}]*}}.*$", f"{field} {{ seconds: {value} }}", text,
                              flags=re.MULTILINE)
        assert count == 1, f"{field} is there {count} times"
    return text


def template(name, until=None):
    """The text of deploy/mou_templates/`name`.textproto, in force as above."""
    with open(os.path.join(PROJECT, f"deploy/mou_templates/{name}.textproto"), encoding="utf-8") as file:
        return in_force(file.read(), until)


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
