"""What pyxform makes of the same workbooks: every fact of its XForm held against ours.

Reads the list that the example `rulings` prints, writes a list of `{name, refused, facts, differ}`. A fact is one attribute of one
bind, one control, one word in one language, one choice, one default; blanks between the tokens of an expression are no fact.
"""

import json
import re
import sys
from xml.etree import ElementTree

from pyxform.xls2xform import convert

TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\s+")
EXPRESSIONS = {"calculate", "constraint", "relevant", "required", "readonly", "nodeset", "value", "count"}


def spelt(name, text):
    """An expression without blanks, literals kept; any other text with single blanks."""
    if name in EXPRESSIONS:
        return TOKEN.sub(lambda token: "" if token[0].isspace() else token[0], text)
    return " ".join(text.split())


def local(name):
    return name.rsplit("}", 1)[-1]


def from_root(reference, path):
    """A path as seen from a question, written from the root."""
    steps = path.split("/")
    while reference.startswith("../"):
        reference, steps = reference[3:], steps[:-1]
    return "/".join([*steps, reference])


def words(element, path):
    """The words of a question with the answers that are put into them, wherever those are looked at from."""
    parts = [element.text or ""]
    for child in element:
        reference = spelt("value", child.get("value", ""))
        if reference.startswith("../"):
            reference = from_root(reference, path)
        parts.append("{" + reference + "}" + (child.tail or ""))
    return " ".join("".join(parts).split())


def of_instance(node, path, facts):
    for child in node:
        here = f"{path}/{local(child.tag)}"
        # A repeat has a template beside its first row; both are one place of the form.
        facts[f"place {here}"] = ""
        if not len(child) and (child.text or "").strip():
            facts[f"default {here}"] = " ".join(child.text.split())
        of_instance(child, here, facts)


def of_list(instance, facts):
    if instance.get("src"):
        # Named by its file; ours holds the file's rows, so that a parcel needs nothing beside it.
        facts[f"list {instance.get('id')}"] = ""
    items = (item for item in instance.iter() if local(item.tag) == "item")
    for at, item in enumerate(items):
        for child in item:
            facts[f"choice {instance.get('id')} {at} {local(child.tag)}"] = words(child, "")


def of_control(element, facts):
    ref = element.get("ref") or element.get("nodeset") or element.get("event") or ""
    for child in element:
        kind = local(child.tag)
        if kind in {"label", "hint"}:
            facts[f"{kind} {local(element.tag)} {ref}"] = child.get("ref") or words(child, ref)
        elif kind == "itemset":
            facts[f"choices {ref}"] = spelt("nodeset", child.get("nodeset", ""))
        else:
            of_control(child, facts)
    for name, value in element.attrib.items():
        if local(name) not in {"ref"}:
            facts[f"{local(element.tag)} {ref} {local(name)}"] = spelt(local(name), value)


def facts_of(xform):
    facts = {}
    root = ElementTree.fromstring(xform.strip())
    head, body = root[0], root[1]
    model = next(child for child in head if local(child.tag) == "model")
    for child in model:
        kind = local(child.tag)
        if kind == "bind":
            for name, value in child.attrib.items():
                if local(name) != "nodeset":
                    facts[f"bind {child.get('nodeset')} {local(name)}"] = spelt(local(name), value)
        elif kind == "itext":
            for language in child:
                for text in language:
                    for value in text:
                        key = f"words {language.get('lang')} {text.get('id')} {value.get('form', '')}"
                        facts[key] = words(value, text.get("id").rsplit(":", 1)[0])
        elif kind == "instance" and child.get("id"):
            of_list(child, facts)
        elif kind == "instance":
            data = child[0]
            of_instance(data, f"/{local(data.tag)}", facts)
        else:
            of_control(child, facts)
    for control in body:
        of_control(control, facts)
    return facts


def compared(one):
    answer = {"name": one["name"], "refused": None, "facts": 0, "differ": []}
    try:
        theirs = facts_of(convert(one["workbook"], validate=False).xform)
    except Exception as why:  # whatever it refuses for is what the comparison tells
        return answer | {"refused": str(why)}
    ours = facts_of(one["xform"])
    by_file = [name.removeprefix("list ") for name in theirs if name.startswith("list ")]
    for name in by_file:
        del theirs[f"list {name}"]
        ours = {key: value for key, value in ours.items() if not key.startswith(f"choice {name} ")}
    names = ours.keys() | theirs.keys()
    differ = [
        f"{name}: ours {ours.get(name)!r}, pyxform {theirs.get(name)!r}"
        for name in sorted(names)
        if ours.get(name) != theirs.get(name)
    ]
    return answer | {"facts": len(names), "differ": differ}


json.dump([compared(one) for one in json.load(sys.stdin)], sys.stdout, ensure_ascii=False)
