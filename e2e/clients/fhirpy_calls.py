"""Forty calls of fhirpy. Arguments: the address of the API, and a token."""

import sys

from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

BASE, TOKEN = sys.argv[1:3]
client = SyncFHIRClient(BASE, authorization=f"Bearer {TOKEN}")
calls = 0
real = client._do_request


def counted(*args, **kwargs):
    global calls
    calls += 1
    return real(*args, **kwargs)


client._do_request = counted


def refused(act, *kinds):
    try:
        act()
    except kinds as error:
        return error
    raise AssertionError(f"{act} was not refused")


# Persons.
people = []
for number in range(4):
    person = client.resource(
        "Patient",
        name=[{"family": f"Py{number}", "given": ["Per"]}],
        birthDate="1970-01-0%d" % (number + 1),
        identifier=[{"system": "http://py.example/person", "value": str(number)}],
    )
    person.save()
    assert person["id"] and person["meta"]["versionId"] == "1"
    people.append(person)
ada = people[0]
read = client.reference("Patient", ada["id"]).to_resource()
assert read["birthDate"] == "1970-01-01" and read["name"][0]["family"] == "Py0"
read["birthDate"] = "1971-01-01"
read.save()
assert read["meta"]["versionId"] == "2"
ada.refresh()
assert ada["birthDate"] == "1971-01-01"
patched = client.reference("Patient", ada["id"]).to_resource()
patched["active"] = True
patched.save()
assert client.reference("Patient", ada["id"]).to_resource()["active"] is True

# Answers.
made = []
for day in range(10, 20):
    answer = client.resource(
        "Observation",
        status="final",
        subject=ada.to_reference(),
        effectiveDateTime=f"2026-11-{day}T08:00:00+01:00",
        code={"coding": [{"system": "http://loinc.org", "code": "718-7" if day % 2 else "4548-4"}]},
        identifier=[{"system": "http://py.example/answer", "value": str(day)}],
        valueQuantity={"value": day, "unit": "g/dL", "system": "http://unitsofmeasure.org", "code": "g/dL"},
    )
    answer.save()
    made.append(answer)

# Searches.
answers = client.resources("Observation").search(patient=ada["id"])
assert answers.count() == 10
assert len(answers.limit(3).fetch()) == 3
assert len(answers.limit(3).fetch_all()) == 10
newest = answers.sort("-date").limit(1).fetch()
assert newest[0]["effectiveDateTime"].startswith("2026-11-19")
assert answers.search(code="http://loinc.org|718-7").count() == 5
assert answers.search(code="718-7,4548-4").count() == 10
assert answers.search(date__ge="2026-11-15").count() == 5
assert answers.search(status__not="final").count() == 0
assert answers.search(value_quantity="gt15").count() == 4
assert answers.search(_id=made[0]["id"]).first()["id"] == made[0]["id"]
assert client.resources("Patient").search(identifier="http://py.example/person|2").get()["id"] == people[2]["id"]
assert client.resources("Patient").search(identifier="http://py.example/person|nothing").first() is None
with_person = client.resources("Observation").search(_id=made[0]["id"]).include("Observation", "subject").fetch_raw()
assert sorted(entry["search"]["mode"] for entry in with_person["entry"]) == ["include", "match"]

# What is refused is an outcome.
refused(lambda: client.reference("Patient", "nothing").to_resource(), ResourceNotFound)
refused(lambda: client.resource("Patient", nonsense=1).save(), OperationOutcome)
refused(lambda: client.resource("Observation", status="final").save(), OperationOutcome)

# The end.
made[0].delete()
assert answers.count() == 9
assert 40 <= calls < 50, calls
print(f"{calls} calls")
