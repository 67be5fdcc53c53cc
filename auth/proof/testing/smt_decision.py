"""What docs/mou.md says of a decision, as SMT-LIB, with every role, fact,
category and time as a variable of its own. It shares nothing with auth/proof nor
auth/decision.
"""

import datetime

# An age is an int32.
OLDEST = 2 ** 31 - 1
FIELDS = {
    "claim_id": "EXIST", "source_agency_id": "EXIST",
    "identity.name_full": "ID_MIN", "identity.sex": "ID_MIN",
    "identity.address_current.site": "LOC_EXACT", "sighting.place.site": "LOC_EXACT",
    "wellbeing_check.checked_time": "WELLBEING", "health_summary.allergies": "HEALTH",
}
CATEGORIES = ["EXIST", "ID_MIN", "LOC_EXACT", "WELLBEING", "HEALTH", "PHOTO"]
ROLES = ["CP_CASEWORKER", "POLICE_MISSING", "CLINIC_CLINICIAN", "IMM_ENFORCEMENT",
         "CP_SUPERVISOR", "NODE_ADMIN", "GUARDIAN"]
NO_RECORDS = {"IMM_ENFORCEMENT", "NODE_ADMIN", "RESEARCH_ANALYST"}
PURPOSES = ["LOCATE_SAFETY", "MISSING_SEARCH", "IMM_ENFORCEMENT", "ADOPTION", "TREAT"]
ACTIONS = ["LOCATE", "GET_WELLBEING", "READ_RECORD"]
AGENCIES = ["a", "b", "c", "d", "stranger"]
FACTS = ["OPEN_CASE", "IMMINENT_DANGER", "CONSENT_ON_FILE", "CUSTODY_RELATION",
         "LOCATION_PROTECTED", "ADOPTION_HOLD", "BREAK_GLASS", "CARE_RELATION"]
# Who may break the glass, and for what nobody may.
GLASS_ROLES = {"CP_SUPERVISOR", "CLINIC_CLINICIAN", "POLICE_MISSING"}
NO_GLASS = {"ADOPTION", "IMM_ENFORCEMENT"}


def conj(terms):
    terms = list(terms)
    return "true" if not terms else terms[0] if len(terms) == 1 else f"(and {' '.join(terms)})"


def disj(terms):
    terms = list(terms)
    return "false" if not terms else terms[0] if len(terms) == 1 else f"(or {' '.join(terms)})"


def seconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def short(name, prefix):
    return name[len(prefix):]


def listed(values, name, prefix):
    return [short(v, prefix) for v in values.get(name, [])]


def one_of(variable, values, all_values):
    return disj(f"(= {variable} {all_values.index(v)})" for v in values)


def agency(variable, agencies):
    return "true" if agencies.get("any") else one_of(variable, agencies.get("agencyIds", []), AGENCIES)


def role(roles, permits):
    names = ROLES if roles.get("any") else listed(roles, "roles", "ROLE_")
    return disj(f"role_{r}" for r in names if not (permits and r in NO_RECORDS))


def purpose(purposes):
    return "true" if purposes.get("any") else one_of(
        "purpose", listed(purposes, "purposes", "PURPOSE_"), PURPOSES)


def action(actions):
    return "true" if actions.get("any") else one_of(
        "action", listed(actions, "actions", "ACTION_"), ACTIONS)


def has_category(categories, category):
    return bool(categories.get("any")) or category in listed(categories, "categories", "CATEGORY_")


def condition(c, category, surely):
    """Whether a condition holds for a category, surely or at least not surely not."""
    fact, expected = short(c["fact"], "FACT_"), c.get("expected", False)
    yes, no = f"yes_{fact}_{category}", f"no_{fact}_{category}"
    if surely:
        return yes if expected else no
    return f"(not {no})" if expected else f"(not {yes})"


def age(match, surely, permits):
    if "subjectAge" not in match and not permits:
        return "true"
    limits = match.get("subjectAge", {"maxYears": 17})
    low, high = limits.get("minYears", 0), limits.get("maxYears", 0) or OLDEST
    if surely:
        return f"(and sane (<= {low} youngest) (<= oldest {high}))"
    return f"(or (not sane) (and (<= {low} oldest) (<= youngest {high})))"


def question(match, permits):
    """What of a match needs neither facts nor a category."""
    return conj([agency("owner", match["owner"]), agency("requester", match["requester"]),
                 role(match["roles"], permits), purpose(match["purposes"]), action(match["actions"])])


def glass(match, category, surely):
    """Whether a broken glass stands in for the conditions."""
    if not match.get("allowBreakGlass"):
        return "false"
    roles = ROLES if match["roles"].get("any") else listed(match["roles"], "roles", "ROLE_")
    return conj([disj(f"role_{r}" for r in roles if r in GLASS_ROLES)] +
                [f"(not (= purpose {PURPOSES.index(p)}))" for p in sorted(NO_GLASS)] +
                [condition({"fact": "FACT_BREAK_GLASS", "expected": True}, category, surely)])


def covers(match, category, surely, permits):
    if not has_category(match["categories"], category):
        return "false"
    conditions = conj(condition(c, category, surely) for c in match.get("conditions", []))
    return conj([question(match, permits), age(match, surely, permits),
                 disj([conditions, glass(match, category, surely)])])


def speaks_of(match, category):
    """A prohibition of EXIST takes everything."""
    return disj(covers(match, c, False, False) for c in {category, "EXIST"})


def prohibited(mou, category):
    return disj(speaks_of(c["match"], category) for c in mou["clauses"]
                if c["effect"] == "EFFECT_PROHIBIT")


def in_time(mou):
    return f"(and (<= {seconds(mou['effectiveTime'])} now) (< now {seconds(mou['expiryTime'])}))"


def holds(mou, mous):
    """In force, and no higher version has begun."""
    higher = [m for m in mous if m["mouId"] == mou["mouId"] and int(m["version"]) > int(mou["version"])]
    return conj([in_time(mou)] + [f"(< now {seconds(m['effectiveTime'])})" for m in higher])


def permits_of(mou):
    return [c for c in mou.get("clauses", []) if c["effect"] == "EFFECT_PERMIT"]


def gives(mou, path, category, permits):
    """Whether these permits of an MOU show a field, before prohibitions."""
    def naming(clauses, dropped):
        return [c["match"] for c in clauses for f in c["fields"] if f["fieldPath"] == path
                and (f["outcome"] == "FIELD_OUTCOME_DROP") == dropped]

    # A field that is masked, coarsened or hashed is disclosed.
    told = disj(covers(m, category, True, True) for m in naming(permits, dropped=False))
    dropped = disj(covers(m, category, False, True) for m in naming(permits_of(mou), dropped=True))
    return f"(and {told} (not {dropped}))"


def disclosed(document, number, path, permits=None):
    """Whether a question that names the MOU of that number is shown a field, by
    any of its permits or by one of these."""
    mou = document["mous"][number]
    permits = permits_of(mou) if permits is None else permits
    category = FIELDS[path]
    if mou["mouId"] in document["suspended"]:
        return "false"
    parties = mou["partyAgencyIds"]
    terms = [
        f"holds_{number}", one_of("owner", parties, AGENCIES), one_of("requester", parties, AGENCIES),
        "true" if mou.get("caseIssuerAgencyIds") else "(not issuer_trusted)",
        gives(mou, path, category, permits), f"asks_{category}", f"(not taken_{category})",
    ]
    if category == "LOC_EXACT":
        terms.append("(or (= owner requester) no_LOCATION_PROTECTED_EXIST yes_CUSTODY_RELATION_EXIST)")
    return conj(terms)


def may_be_asked():
    """What is denied before any clause is read."""
    return conj(["charter_holds", "(not role_IMM_ENFORCEMENT)",
                 f"(not (= purpose {PURPOSES.index('IMM_ENFORCEMENT')}))"])


def definitions(document):
    """What all questions to one set of documents share."""
    charter, mous = document["charter"], document["mous"]
    out = [f"(define-fun charter_holds () Bool {in_time(charter)})"]
    for number, mou in enumerate(mous):
        out.append(f"(define-fun holds_{number} () Bool {holds(mou, mous)})")
    for category in CATEGORIES:
        out.append(f"(define-fun charter_takes_{category} () Bool {prohibited(charter, category)})")
        others = [f"(and holds_{n} {prohibited(mou, category)})" for n, mou in enumerate(mous)]
        out.append(f"(define-fun taken_{category} () Bool {disj([f'charter_takes_{category}'] + others)})")
    return out


def world():
    """Everything that a question and its facts may be."""
    out = ["(declare-const issuer_trusted Bool)"]
    for name, values in (("owner", AGENCIES), ("requester", AGENCIES),
                         ("purpose", PURPOSES), ("action", ACTIONS)):
        out.append(f"(declare-const {name} Int)(assert (and (<= 0 {name}) (< {name} {len(values)})))")
    out.append("(declare-const now Int)")
    for name in ("youngest", "oldest"):
        out.append(f"(declare-const {name} Int)(assert (<= {name} {OLDEST}))")
    out.append("(define-fun sane () Bool (and (<= 0 youngest) (<= youngest oldest)))")
    for name in ["role_" + r for r in ROLES] + ["named_" + c for c in CATEGORIES] + [
            f"{p}_{c}" for p in ("token", "danger", "glass") for c in CATEGORIES]:
        out.append(f"(declare-const {name} Bool)")
    out.append(f"(assert {disj('role_' + r for r in ROLES)})")
    any_named, any_token, any_danger, any_glass = (
        disj(f"{p}_{c}" for c in CATEGORIES) for p in ("named", "token", "danger", "glass"))
    for category in CATEGORIES:
        always = ["true"] if category == "EXIST" else []
        out.append(f"(define-fun asks_{category} () Bool "
                   f"{disj(always + [f'named_{category}', f'(not {any_named})'])})")
    for fact in FACTS:
        out.append(f"(declare-const t_{fact} Bool)(declare-const f_{fact} Bool)"
                   f"(assert (not (and t_{fact} f_{fact})))")
    for category in CATEGORIES:
        always = ["true"] if category == "EXIST" else []
        facts = {fact: (f"t_{fact}", f"f_{fact}") for fact in FACTS}
        # Nobody believes what an issuer says that the MOU doesn't name.
        for fact, covered in (("OPEN_CASE", [f"token_{category}", f"(not {any_token})"]),
                              ("IMMINENT_DANGER", [f"danger_{category}", f"(not {any_danger})"])):
            inside = disj(always + covered)
            facts[fact] = (f"(and issuer_trusted t_{fact} {inside})",
                           f"(or f_{fact} (and issuer_trusted t_{fact} (not {inside})))")
        # Broken for something, and then for EXIST too.
        broken = any_glass if category == "EXIST" else f"glass_{category}"
        facts["BREAK_GLASS"] = (f"(and t_BREAK_GLASS {broken})",
                                f"(or f_BREAK_GLASS (and t_BREAK_GLASS (not {broken})))")
        out.append(f"(declare-const agreed_{category} Bool)(declare-const refused_{category} Bool)")
        facts["CONSENT_ON_FILE"] = (f"(and agreed_{category} (not refused_{category}))",
                                    f"(and refused_{category} (not agreed_{category}))")
        for fact, (yes, no) in facts.items():
            out.append(f"(define-fun yes_{fact}_{category} () Bool {yes})")
            out.append(f"(define-fun no_{fact}_{category} () Bool {no})")
    return out
