"""Writes the promises of a forecast as JUnit XML, which CI systems show as tests."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from allocator import wording
from allocator.domain.forecast import Forecast, PolicyName, PromiseForecast
from allocator.domain.quantities import iso
from allocator.exports.xml_text import storable

_SUITE = "allocator forecast"


def forecast_junit(forecast: Forecast) -> str:
    """Return JUnit XML: a test case for each promise, and one for all of them together.

    A case fails where the promise is broken: its chance is below its confidence by more than the
    sampling error. That for all together fails where any of them does. Without promises there is
    one case, which is skipped.
    """
    suite = ET.Element("testsuite", name=_SUITE, time="0")
    properties = ET.SubElement(suite, "properties")
    for name in ("scenario", "policy", "futures", "seed", "confidence"):
        value = storable(str(getattr(forecast, name)))
        ET.SubElement(properties, "property", name=name, value=value)
    for promise in forecast.promises:
        _case(suite, promise)
    for policy in dict.fromkeys(promise.policy for promise in forecast.promises):
        _together(suite, forecast, policy)
    if not forecast.promises:
        case = ET.SubElement(suite, "testcase", classname=_SUITE, name="promises", time="0")
        ET.SubElement(case, "skipped", message="the scenario has no promises")
    counts = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    root = ET.Element("testsuites", name=_SUITE, time="0")
    for name, number in counts.items():
        suite.set(name, str(number))
        root.set(name, str(number))
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, promise: PromiseForecast) -> None:
    title = f"{promise.id} {promise.title}" if promise.title else promise.id
    name = f"{title} by {iso(promise.by)} at {wording.whole_percent(promise.confidence)}"
    case = _testcase(suite, promise.policy, wording.label(name, most=200))
    sentence = storable(wording.promise_sentence(promise))
    if promise.broken:
        _fail(case, sentence, "broken-promise")
    ET.SubElement(case, "system-out").text = sentence


def _together(suite: ET.Element, forecast: Forecast, policy: PolicyName) -> None:
    promises = [promise for promise in forecast.promises if promise.policy == policy]
    broken = sum(promise.broken for promise in promises)
    case = _testcase(suite, policy, "all promises together")
    count = f"{len(promises) - broken} of {wording.count(len(promises), 'promise')} sure enough"
    told = ". ".join(part for part in (count, wording.joint_sentence(forecast, policy)) if part)
    if broken:
        _fail(case, told, "broken-promises")
    ET.SubElement(case, "system-out").text = told


def _testcase(suite: ET.Element, policy: PolicyName, name: str) -> ET.Element:
    group = f"{_SUITE}.{policy}"
    return ET.SubElement(suite, "testcase", classname=group, name=storable(name), time="0")


def _fail(case: ET.Element, message: str, kind: str) -> None:
    ET.SubElement(case, "failure", message=message, type=kind).text = message
