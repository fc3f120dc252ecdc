"""Forty calls of the SMART on FHIR client. Arguments: the address of the API, and a token."""

import sys

from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement
from fhirclient.models.observation import Observation
from fhirclient.models.patient import Patient
from fhirclient.server import FHIRNotFoundException, FHIRServer

BASE, TOKEN = sys.argv[1:3]
server = FHIRServer(None, BASE)
calls = 0
session = server.session
session.headers["Authorization"] = f"Bearer {TOKEN}"
send = session.send


def counted(request, **kwargs):
    global calls
    calls += 1
    return send(request, **kwargs)


session.send = counted

statement = CapabilityStatement.read_from("metadata", server)
assert statement.fhirVersion == "4.0.1"

# Persons.
people = []
for number in range(5):
    person = Patient(
        {
            "birthDate": "1960-02-0%d" % (number + 1),
            "name": [{"family": f"Smart{number}", "given": ["Siri"]}],
            "identifier": [{"system": "http://smart.example/person", "value": str(number)}],
        }
    )
    made = person.create(server)
    people.append(Patient.read(made["id"], server))
assert [one.birthDate.isostring for one in people] == ["1960-02-0%d" % day for day in range(1, 6)]
siri = people[0]
siri.active = True
changed = siri.update(server)
assert changed["meta"]["versionId"] == "2" and changed["active"] is True

# Answers.
ids = []
for day in range(10, 20):
    answer = Observation(
        {
            "status": "final",
            "subject": {"reference": f"Patient/{siri.id}"},
            "effectiveDateTime": f"2026-11-{day}T08:00:00+01:00",
            "code": {"coding": [{"system": "http://loinc.org", "code": "718-7" if day % 2 else "4548-4"}]},
            "valueQuantity": {"value": day, "unit": "g/dL", "system": "http://unitsofmeasure.org", "code": "g/dL"},
        }
    )
    ids.append(answer.create(server)["id"])


def found(kind, **struct):
    bundle = kind.where(struct={key.replace("__", ":"): value for key, value in struct.items()}).perform(server)
    assert isinstance(bundle, Bundle)
    return bundle


def total(kind, **struct):
    return found(kind, **struct).total


# Searches.
own = {"patient": siri.id}
assert total(Observation, **own) == 10
assert total(Observation, **own, code="http://loinc.org|718-7") == 5
assert total(Observation, **own, date="ge2026-11-15") == 5
assert total(Observation, **own, **{"value-quantity": "gt15"}) == 4
assert total(Observation, **own, status="cancelled") == 0
assert total(Observation, **own, code__missing="true") == 0
assert total(Patient, identifier="http://smart.example/person|3") == 1
assert total(Patient, _id=siri.id, birthdate="1960-02-01") == 1
newest = found(Observation, **own, _sort="-date", _count="1")
assert newest.entry[0].resource.effectiveDateTime.isostring.startswith("2026-11-19")
assert {entry.search.mode for entry in found(Observation, _id=ids[0], _include="Observation:subject").entry} == {"match", "include"}
pages = list(Observation.where(struct={"patient": siri.id, "_count": "4"}).perform_resources_iter(server))
assert sorted(one.id for one in pages) == sorted(ids)

# One by one.
for known, day in zip(ids[:5], range(10, 15)):
    one = Observation.read(known, server)
    assert one.valueQuantity.value == day and one.code.coding[0].system == "http://loinc.org"
try:
    Patient.read("nothing", server)
    raise AssertionError("nothing was there")
except FHIRNotFoundException:
    pass
gone = Observation.read(ids[0], server)
gone.delete(server)
assert total(Observation, **own) == 9
assert 40 <= calls < 50, calls
print(f"{calls} calls")
